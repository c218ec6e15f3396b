//! Alerts, which tell operators of conditions that need a person, and of their end.
//!
//! Each run of the cron jobs tells them. While none runs, that itself is told by whoever notices:
//! the health check, and the consumers of the queues, which run without a schedule.
//!
//! A change is stored before it is told, with its time, which is part of the request's id: a
//! repetition after a failure, or by a second run at the same time, is the same request. Without
//! `ALERT_URL` changes are stored all the same; those that still hold are told once there is one.

use domain::{
    Timestamp,
    alert::{Condition, Level, Observed, Standing},
    wire::{Alert, AlertData},
};

use crate::{
    delivery::webhook,
    error::ApiError,
    middleware::access_log,
    platform::cached::Cached,
    state::App,
    store::{self, alerts::Untold},
};

/// Time between two looks of an isolate at the clock, in seconds.
const LOOK_EVERY: i64 = 5 * 60;

thread_local! {
    /// Marks the isolate's latest look.
    static LOOKED: Cached<()> = const { Cached::new() };
}

/// Posts the changed conditions if the cron jobs are late. Each isolate looks once in five minutes,
/// however often it is called and whether or not the post succeeds: anybody may ask for the health.
pub(crate) async fn tell_stopped(app: &App) {
    if is_due(app.now)
        && let Err(error) = tell_if_late(app).await
    {
        access_log::failed("alerts", &error);
    }
}

/// Returns whether the isolate's next look is due, and marks it.
fn is_due(now: Timestamp) -> bool {
    LOOKED.with(|looked| {
        let is_due = looked.get(now, LOOK_EVERY).is_none();
        if is_due {
            looked.set(now, ());
        }
        is_due
    })
}

async fn tell_if_late(app: &App) -> Result<(), ApiError> {
    let (observed, stored) = observe(app).await?;
    if observed.level(Condition::Clock, Level::Fine) > Level::Fine {
        tell_changes(app, &observed, &stored).await?;
    }
    Ok(())
}

/// Returns the figures that the conditions follow from, and the stored levels.
pub(crate) async fn observe(app: &App) -> Result<(Observed, Vec<Standing>), ApiError> {
    let limit = app.config.store_limit;
    let has = [app.config.scanner.is_some(), app.config.transcriber.is_some()];
    Ok(store::alerts::observe(&app.db()?, app.now, limit, has).await?)
}

/// Stores the conditions whose level has changed, and posts the changes to `ALERT_URL`. Returns the
/// number of changes that were posted.
pub(crate) async fn tell(app: &App) -> Result<usize, ApiError> {
    let (observed, stored) = observe(app).await?;
    tell_changes(app, &observed, &stored).await
}

async fn tell_changes(
    app: &App,
    observed: &Observed,
    stored: &[Standing],
) -> Result<usize, ApiError> {
    let db = app.db()?;
    store::alerts::change(&db, &observed.changes(stored), app.now).await?;
    let Some(endpoint) = &app.config.alerts else { return Ok(0) };
    let mut count = 0;
    for change in store::alerts::untold(&db).await? {
        let Untold { condition, level, changed_at } = change;
        let id =
            format!("{}.{}.{}", condition.as_str(), level.as_str(), changed_at.as_millisecond());
        let alert = Alert {
            kind: if level == Level::Fine { "alert.over" } else { "alert.raised" }.to_owned(),
            timestamp: changed_at,
            data: AlertData {
                condition,
                level,
                text: observed.describe(condition, level),
                installation: app.config.base_url.clone(),
            },
        };
        webhook::post(endpoint, &id, app.now, &alert)
            .await
            .map_err(|reason| ApiError::Internal(format!("ALERT_URL: {reason}")))?;
        store::alerts::told(&db, &change).await?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::{LOOK_EVERY, is_due};

    #[test]
    fn an_isolate_looks_once_in_five_minutes() {
        let at = |second| is_due(Timestamp::from_second(second).unwrap());
        let due = [0, 1, LOOK_EVERY - 1, LOOK_EVERY, LOOK_EVERY + 1].map(at);
        assert_eq!(due, [true, false, false, true, false]);
    }
}
