//! Job that tells operators of conditions that need a person, and of their end.
//!
//! A change is stored before it is told, with its time, which is part of the request's id: a
//! repetition after a failure, or by a second run at the same time, is the same request. Without
//! `ALERT_URL` changes are stored all the same; those that still hold are told once there is one.

use domain::{
    alert::Level,
    wire::{Alert, AlertData},
};

use crate::{
    delivery::webhook,
    error::ApiError,
    state::App,
    store::{self, alerts::Untold},
};

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
