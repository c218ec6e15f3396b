//! Copy of everything in a file, as JSON. Recordings and other files are links.

use std::cmp::Reverse;

use axum::response::{IntoResponse, Response};
use domain::{
    access::session::Session,
    wire::{CopiedEntry, CopiedSession, CopiedWay, ProfileCopy},
};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::MeForm;
use crate::{
    error::ApiError,
    pages::page_form::PageForm,
    service::status,
    store::{
        self,
        profile::{history, sessions, ways},
    },
};

#[worker::send]
pub(crate) async fn save(form: MeForm) -> Response {
    let answer = copy(&form).await;
    form.page.or_page(answer)
}

async fn copy(form: &MeForm) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, .. }, session, .. } = form;
    let (db, own) = (app.db()?, &session.profile);
    let batch = vec![ways::list(&db, own)?, sessions::list(&db, own)?, history::all(&db, own)?];
    let results = db.batch(batch).await?;
    let [ways, sessions, history] = &results[..] else {
        return Err(ApiError::Internal("a batch answered too little".into()));
    };
    let references = store::profile::participations::references(&db, own).await?;
    let mut participations = Vec::new();
    for whole in store::intake::participations::wholes(&db, &references).await? {
        let whole = status::told(app, whole).await?;
        participations.push(status::whole(app, whole.row.reference, &whole).await?);
    }
    participations.sort_by_key(|participation| Reverse(participation.updated_at));
    let sessions = sessions.results::<sessions::Row>()?.into_iter();
    let held = sessions.filter(|row| row.session().holds(app.now));
    let copy = ProfileCopy {
        copied_at: app.now,
        ways: ways.results::<ways::Row>()?.into_iter().map(way).collect(),
        sessions: held.map(device).collect(),
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

fn device(row: sessions::Row) -> CopiedSession {
    let Session { created_at, seen_at } = row.session();
    CopiedSession { provider: row.provider, device: row.device, created_at, seen_at }
}

fn entry(row: history::Row) -> CopiedEntry {
    let history::Row { at, what, provider, device } = row;
    CopiedEntry { at, what, provider, device }
}
