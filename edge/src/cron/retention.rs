//! Empties participations whose time is over, and removes media that belong to nothing any more.

use domain::{erasure, event::Actor};

use crate::{error::ApiError, state::App, store};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

pub(crate) async fn erase(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let mut erased = 0;
    for _ in 0..ROUNDS {
        let overdue = store::erasure::overdue(&db, app.now, AT_ONCE).await?;
        if overdue.is_empty() {
            break;
        }
        erased += overdue.len();
        for standing in overdue {
            let event = erasure::erase(&standing, Actor::System, app.now);
            match db.batch(store::erasure::erase(&db, &event)?).await {
                Ok(_) => {}
                // Another run, or its author, was faster.
                Err(error) if error.to_string().contains("events.") => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(erased)
}

pub(crate) async fn remove_media(app: &App) -> Result<usize, ApiError> {
    let (db, media) = (app.db()?, app.media()?);
    let mut removed = 0;
    for _ in 0..ROUNDS {
        let keys = store::erasure::garbage(&db, AT_ONCE).await?;
        if keys.is_empty() {
            break;
        }
        let list = serde_json::to_string(&keys).map_err(|error| ApiError::Internal(error.to_string()))?;
        removed += keys.len();
        media.delete_multiple(keys).await?;
        store::erasure::forget_garbage(&db, &list).await?;
    }
    Ok(removed)
}
