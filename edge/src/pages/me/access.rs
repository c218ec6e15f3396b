//! Sign-out, sessions, and the removal of ways in.

use axum::{
    Extension,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use domain::profile::way::{Happening, Provider, is_fresh};
use form::Language;
use http::header::SET_COOKIE;

use super::{MeForm, back, error_page};
use crate::{
    error::ApiError,
    pages::{Asked, page_form::PageForm},
    request::{cookie, language::AcceptedLanguage, profile_session::ProfileDigest, query::Query},
    service::profile,
    state::App,
    store::profile::{history, sessions},
};

/// Ends the session of this browser, even if it has expired.
#[worker::send]
pub(crate) async fn sign_out(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    ProfileDigest(digest): ProfileDigest,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    match end(&app, digest.as_deref()).await {
        Ok(by) => signed_out(language, "out", by),
        Err(error) => error_page::failure(&app, &error, AcceptedLanguage(language)),
    }
}

/// Ends a session, and returns the provider by which it began.
async fn end(app: &App, digest: Option<&str>) -> Result<Option<Provider>, ApiError> {
    match digest {
        Some(digest) => Ok(sessions::sign_out(&app.db()?, digest).await?),
        None => Ok(None),
    }
}

/// Ends all sessions of the profile.
#[worker::send]
pub(crate) async fn sign_out_everywhere(form: MeForm) -> Response {
    let answer = everywhere(&form).await;
    form.page.or_page(answer)
}

async fn everywhere(form: &MeForm) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, device, .. } = form;
    let (db, profile) = (app.db()?, &session.profile);
    let what = (Happening::SignedOutEverywhere, None);
    db.batch(vec![
        sessions::end_all(&db, profile)?,
        history::insert(&db, profile, what, device, app.now)?,
    ])
    .await?;
    Ok(signed_out(*language, "everywhere", Some(session.provider)))
}

/// Ends another session of the profile.
#[worker::send]
pub(crate) async fn end_session(mut form: MeForm) -> Response {
    let digest = form.page.fields.take("session");
    let answer = end_own(&form, &digest).await;
    form.page.or_page(answer)
}

async fn end_own(form: &MeForm, digest: &str) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, .. } = form;
    sessions::end_own(&app.db()?, &session.profile, digest)?.run().await?;
    Ok(back(*language, "ended"))
}

/// Removes a way in, right after a sign-in.
#[worker::send]
pub(crate) async fn remove_way(mut form: MeForm) -> Response {
    let (provider, subject) = (form.page.fields.take("provider"), form.page.fields.take("subject"));
    let answer = remove(&form, (&provider, &subject)).await;
    form.page.or_page(answer)
}

async fn remove(form: &MeForm, (provider, subject): (&str, &str)) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, device, .. } = form;
    if !is_fresh(session.session, app.now) {
        return Ok(back(*language, "fresh"));
    }
    let provider = Provider::parse(provider).ok_or(ApiError::NotFound)?;
    let way = (provider, subject);
    let is_removed = profile::unlink(app, session, way, device).await?;
    Ok(back(*language, if is_removed { "unlinked" } else { "" }))
}

/// Leads to the page of whoever isn't signed in, and deletes the cookie. The page names the way out
/// of the provider by which they came.
pub(super) fn signed_out(language: Language, said: &str, by: Option<Provider>) -> Response {
    let gone = cookie::clear(cookie::PROFILE);
    let by = by.map(|by| ["&by=", by.as_str()].concat()).unwrap_or_default();
    let to = format!("/me?lang={}{by}&said={said}", language.tag());
    (AppendHeaders([(SET_COOKIE, gone)]), Redirect::to(&to)).into_response()
}
