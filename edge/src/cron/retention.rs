//! Job that erases participations whose retention time is over.

use domain::case::{
    erasure,
    event::{Actor, Event},
};

use crate::{
    error::ApiError,
    live,
    middleware::access_log,
    service::work::{self, Progress, Work},
    state::App,
    store::{
        self, StoreError,
        case::{erasure::Standing, events::Entry},
    },
};

/// Number of participations in a page.
const AT_ONCE: u32 = 100;

/// Number of pages in one run.
const ROUNDS: usize = 10;

/// Erases overdue participations, and hands what remains to the queue of work. One that can't be
/// erased is logged and skipped.
pub(crate) async fn erase(app: &App) -> Result<usize, ApiError> {
    go_on(app, Progress::begun(app)).await
}

/// Erases overdue participations but for the stuck ones, and hands what remains to the queue of
/// work.
pub(crate) async fn go_on(app: &App, progress: Progress) -> Result<usize, ApiError> {
    let db = app.db()?;
    let Progress { until, mut stuck } = progress;
    let mut erased = 0;
    for _ in 0..ROUNDS {
        let overdue =
            store::case::erasure::overdue(&db, app.now, &store::list(&stuck)?, AT_ONCE).await?;
        if overdue.is_empty() {
            return Ok(erased);
        }
        let mut pages = vec![
            overdue
                .iter()
                .map(|standing| erasure::erase(&standing.head, Actor::System, app.now, None))
                .collect::<Vec<_>>(),
        ];
        while let Some(mut page) = pages.pop() {
            let entries: Vec<_> = page.iter().map(Entry::uncounted).collect();
            match db.batch(store::case::erasure::erase(&db, &entries)?).await {
                Ok(_) => {
                    erased += page.len();
                    let is_in_page = |standing: &&Standing| {
                        page.iter().any(|event| event.reference == standing.head.reference)
                    };
                    let signals = overdue.iter().filter(is_in_page).filter_map(Standing::signal);
                    live::tell(app, signals.collect()).await;
                }
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
    if app.now < until {
        work::send(app, &[Work::Retention(Progress { until, stuck })]).await?;
    }
    Ok(erased)
}

/// Logs an event that can't be written, and returns its reference to skip. Another run or the
/// author may have erased the participation first, or its data are invalid.
fn skipped(event: &Event, error: &StoreError) -> String {
    access_log::failed("retention", error);
    event.reference.digits().to_owned()
}

#[cfg(test)]
mod tests {
    use domain::retention::CONTENT_DAYS;

    #[test]
    fn the_period_that_the_privacy_page_states_is_that_of_the_schema() {
        let column = format!("retention_days INTEGER NOT NULL DEFAULT {CONTENT_DAYS} ");
        assert!(include_str!("../../schema.sql").contains(&column));
    }
}
