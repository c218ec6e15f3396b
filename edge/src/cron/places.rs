//! Job that reseals places under the current key, as `contacts` does with contacts.

use crate::{
    error::ApiError,
    middleware::access_log,
    service::place,
    state::App,
    store::{self, intake::locations},
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

pub(crate) async fn rotate(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut turned, mut stuck) = (0, Vec::new());
    let current = app.config.contact_keys.current();
    for _ in 0..ROUNDS {
        let except = store::list(&stuck)?;
        let old = locations::sealed_otherwise(&db, current, &except, AT_ONCE).await?;
        if old.is_empty() {
            break;
        }
        let mut anew = Vec::with_capacity(old.len());
        for row in old {
            match place::sealed_anew(app, &row.reference, &row.sealed()).await {
                Ok(sealed) => anew.push(row.replaced(sealed)),
                Err(error) => {
                    access_log::failed("places", &error);
                    stuck.push(row.reference);
                }
            }
        }
        locations::replace(&db, &anew).await?;
        turned += anew.len();
    }
    Ok(turned)
}
