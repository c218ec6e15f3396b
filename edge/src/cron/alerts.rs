//! Alerts, which tell operators of conditions that need a person, and of their end.
//!
//! Each run of the cron jobs tells them. While none runs, that itself is told by whoever notices:
//! the health check, and the consumers of the queues, which run without a schedule.
//!
//! A change is stored before it is told, with its time, which is part of the request's id: a
//! repetition after a failure, or by a second run at the same time, is the same request. Without
//! `ALERT_URL` changes are stored all the same; those that still hold are told once there is one.

use domain::{
    alert::{Condition, Level},
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

/// Tells operators that the cron jobs don't run, if an isolate hasn't looked for a while.
pub(crate) async fn watch_clock(app: &App) {
    let is_due = LOOKED.with(|looked| {
        let is_due = looked.get(app.now, LOOK_EVERY).is_none();
        if is_due {
            looked.set(app.now, ());
        }
        is_due
    });
    if is_due && let Err(error) = tell_if_late(app).await {
        access_log::failed("alerts", &error);
    }
}

async fn tell_if_late(app: &App) -> Result<(), ApiError> {
    let (limit, scans) = (app.config.store_limit, app.config.scanner.is_some());
    let (observed, _) = store::alerts::observe(&app.db()?, app.now, limit, scans).await?;
    if observed.level(Condition::Clock, Level::Fine) > Level::Fine {
        tell(app).await?;
    }
    Ok(())
}

/// Stores the conditions whose level has changed, and posts the changes to `ALERT_URL`. Returns the
/// number of changes that were posted.
pub(crate) async fn tell(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (limit, scans) = (app.config.store_limit, app.config.scanner.is_some());
    let (observed, stored) = store::alerts::observe(&db, app.now, limit, scans).await?;
    store::alerts::change(&db, &observed.changes(&stored), app.now).await?;
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
