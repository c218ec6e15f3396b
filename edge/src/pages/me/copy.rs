//! Copy of everything in a file, as JSON. Recordings and other files are links.

use axum::response::{IntoResponse, Response};
use domain::wire::{CopiedEntry, CopiedWay, ProfileCopy};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::MeForm;
use crate::{
    error::ApiError,
    service::{profile, status},
    store::{
        self,
        profile::{history, ways},
    },
};

#[worker::send]
pub(crate) async fn save(form: MeForm) -> Response {
    let answer = copy(&form).await;
    form.or_page(answer)
}

async fn copy(form: &MeForm) -> Result<Response, ApiError> {
    let MeForm { app, session, .. } = form;
    let (db, own) = (app.db()?, &session.profile);
    let results = db.batch(vec![ways::list(&db, own)?, history::list(&db, own)?]).await?;
    let [ways, history] = &results[..] else {
        return Err(ApiError::Internal("a batch answered too little".into()));
    };
    let mut participations = Vec::new();
    for row in profile::participations(app, own).await? {
        let whole = store::intake::participations::whole(&db, row.reference).await?;
        if let Some(whole) = whole {
            let whole = status::told(app, whole).await?;
            participations.push(status::whole(app, row.reference, &whole).await?);
        }
    }
    let copy = ProfileCopy {
        copied_at: app.now,
        ways: ways.results::<ways::Row>()?.into_iter().map(way).collect(),
        history: history.results::<history::Row>()?.into_iter().map(entry).collect(),
        participations,
    };
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"sawtak.json\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, serde_json::to_string_pretty(&copy)?).into_response())
}

fn way(row: ways::Row) -> CopiedWay {
    let ways::Row { provider, subject, level, created_at, used_at } = row;
    CopiedWay { provider, subject, level, created_at, used_at }
}

fn entry(row: history::Row) -> CopiedEntry {
    CopiedEntry { at: row.at, what: row.what, device: row.device }
}
