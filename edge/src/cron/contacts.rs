//! Job that reseals contacts under the current key.
//!
//! If a run is cut off, the next one continues. A contact that no key opens is logged and skipped.

use crate::{
    crypto::seal,
    error::ApiError,
    middleware::access_log,
    service::contact,
    state::App,
    store::{self, intake::participations},
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

pub(crate) async fn rotate(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut turned, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let old = participations::sealed_otherwise(
            &db,
            &seal::current(&app.config.contact_keys),
            &store::list(&stuck)?,
            AT_ONCE,
        )
        .await?;
        if old.is_empty() {
            break;
        }
        let mut anew = Vec::with_capacity(old.len());
        for row in old {
            match contact::sealed_anew(app, &row.reference, &row.sealed()).await {
                Ok((sealed, codes)) => anew.push(row.replaced(sealed, codes)),
                Err(error) => {
                    access_log::failed("contacts", &error);
                    stuck.push(row.reference);
                }
            }
        }
        participations::replace_contacts(&db, &anew).await?;
        turned += anew.len();
    }
    Ok(turned)
}
