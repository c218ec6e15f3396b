//! Jobs that erase participations whose retention time is over, and delete media to which no
//! attachment refers any more.

use domain::case::{
    erasure,
    event::{Actor, Event},
};

use crate::{
    error::ApiError,
    middleware::access_log,
    state::App,
    store::{self, StoreError},
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// Erases overdue participations. One that can't be erased is logged and skipped.
pub(crate) async fn erase(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut erased, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let overdue = store::erasure::overdue(&db, app.now, &store::list(&stuck)?, AT_ONCE).await?;
        if overdue.is_empty() {
            break;
        }
        let mut pages = vec![
            overdue
                .iter()
                .map(|standing| erasure::erase(standing, Actor::System, app.now))
                .collect::<Vec<_>>(),
        ];
        while let Some(mut page) = pages.pop() {
            match db.batch(store::erasure::erase(&db, &page)?).await {
                Ok(_) => erased += page.len(),
                Err(
                    error @ (StoreError::Locked(_) | StoreError::Busy(_) | StoreError::Full(_)),
                ) => {
                    return Err(error.into());
                }
                // One event of the page fails. Halving the page finds it.
                Err(_) if page.len() > 1 => {
                    let half = page.split_off(page.len() / 2);
                    pages.extend([page, half]);
                }
                Err(error) => stuck.extend(page.iter().map(|event| skipped(event, &error))),
            }
        }
    }
    Ok(erased)
}

/// Logs an event that can't be written, and returns its reference to skip. Another run or the
/// author may have erased the participation first, or its data are invalid.
fn skipped(event: &Event, error: &StoreError) -> String {
    access_log::failed("retention", error);
    event.reference.digits().to_owned()
}

pub(crate) async fn remove_media(app: &App) -> Result<usize, ApiError> {
    let (db, media) = (app.db()?, app.media()?);
    let mut removed = 0;
    for _ in 0..ROUNDS {
        let keys = store::erasure::garbage(&db, AT_ONCE).await?;
        if keys.is_empty() {
            break;
        }
        let list = store::list(&keys)?;
        removed += keys.len();
        media.delete_multiple(keys).await?;
        store::erasure::forget_garbage(&db, &list).await?;
    }
    Ok(removed)
}
