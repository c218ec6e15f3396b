//! Seals again, under the key in use, what was sealed under an older one. Each row by itself: cut off, it goes on with the next run.

use crate::{contact, error::ApiError, state::App, store::participations};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

pub(crate) async fn rotate(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let mut turned = 0;
    for _ in 0..ROUNDS {
        let old = participations::sealed_otherwise(&db, app.config.contact_keys.current(), AT_ONCE).await?;
        if old.is_empty() {
            break;
        }
        for row in &old {
            let anew = contact::sealed_anew(app, &row.reference, &row.sealed()).await?;
            participations::replace_contact(&db, row, &anew).await?;
        }
        turned += old.len();
    }
    Ok(turned)
}
