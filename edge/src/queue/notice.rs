//! Consumer of notices: locks a notice, delivers it and records the outcome. A failed delivery is
//! retried later.

use domain::{
    intake::tracking::TrackingKey,
    notice::{self, NoticeKind},
    wire,
};

use super::Verdict;
use crate::{
    delivery,
    error::ApiError,
    platform::clock::later,
    service::contact,
    service::notices,
    state::App,
    store::outbox::{self, Outcome, Row, Take},
};

/// Time for which a delivery locks its notice, in seconds. No delivery takes longer.
const TAKEN: i64 = 60;

pub(crate) async fn deliver(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let row = match outbox::take(&db, id, [app.now, later(app.now, TAKEN)]).await? {
        Take::Ours(row) => row,
        Take::Taken => return Ok(Verdict::Again(app.config.first_pause)),
        Take::Done => return Ok(Verdict::Done),
    };
    let Some(endpoint) = &app.config.delivery else {
        outbox::settle(&db, id, Outcome::Held, app.now).await?;
        return Ok(Verdict::Done);
    };
    match delivery::post(endpoint, id, app.now, &said(app, id, &row).await?).await {
        Ok(()) => {
            outbox::settle(&db, id, Outcome::Delivered, app.now).await?;
            Ok(Verdict::Done)
        }
        Err(reason) => {
            let pause = notice::pause(row.failures + 1, app.config.first_pause);
            outbox::fail(&db, id, &reason, notices::due_after(app, pause)).await?;
            Ok(Verdict::Again(pause))
        }
    }
}

async fn said(app: &App, id: &str, row: &Row) -> Result<wire::Notice, ApiError> {
    let template = row.template()?;
    let page = format!("{}/p/{}", app.config.base_url, row.reference);
    Ok(wire::Notice {
        kind: template.event(),
        timestamp: row.created_at,
        data: wire::NoticeData {
            reference: row.reference,
            entity: row.entity.clone(),
            language: row.language.clone(),
            first_response_due: row.first_response_due,
            resolution_due: row.resolution_due,
            status_url: match template {
                NoticeKind::Link => {
                    format!("{page}#{}", further_key(app, id, row).unwrap_or_default())
                }
                _ => page,
            },
            contact: contact::opened(app, row.reference, &row.contact()).await?,
        },
    })
}

/// Returns the new tracking key that was promised with this notice. `None` if a later notice brings
/// another key, or if the secret that it was derived from is gone.
fn further_key(app: &App, id: &str, row: &Row) -> Option<String> {
    let mut keys = app
        .config
        .tracking_keys
        .secrets()
        .map(|secret| TrackingKey::derive_again(&secret, row.reference, id));
    keys.find(|key| row.is_opened_by(key)).map(|key| key.encode())
}
