//! `POST /p/{reference}/code`: opens a participation by the one-time code that was sent to its
//! author's phone, in the browser that asked for it.

use axum::response::{IntoResponse, Redirect, Response};
use domain::intake::{
    one_time_code::{OneTimeCode, TRIES},
    tracking::TrackingKey,
};

use super::{address, open, sent_form::SentForm};
use crate::{error::ApiError, pages::page_form::PageForm, service::lookup, store};

#[worker::send]
pub(crate) async fn enter(mut form: SentForm) -> Response {
    let typed = form.page.fields.take("code");
    let answer = answer(&form, &typed).await;
    form.page.or_page(answer)
}

async fn answer(form: &SentForm, typed: &str) -> Result<Response, ApiError> {
    let SentForm { page: PageForm { app, client, language, .. }, reference, .. } = form;
    let (reference, language) = (*reference, *language);
    let found = lookup::find(app, client, reference, lookup::Claim::Code).await;
    // The right code opens, however often others of the same network have guessed. A wrong one is
    // told no more than a guess.
    let Some(key) = key_of(form, typed).await? else {
        found?.ok_or(ApiError::NotFound)?;
        let back = address(reference, language, "wrong-code");
        return Ok(Redirect::to(&back).into_response());
    };
    let db = app.db()?;
    db.batch(vec![
        store::intake::link_keys::insert(&db, reference, &key, app.now)?,
        store::intake::one_time_codes::remove(&db, reference)?,
    ])
    .await?;
    Ok(open::opened(reference, &key, language, None))
}

/// Counts an attempt, and returns the key that the code opens with, if it is the right one.
async fn key_of(form: &SentForm, typed: &str) -> Result<Option<TrackingKey>, ApiError> {
    let SentForm { page: PageForm { app, .. }, reference, asked, .. } = form;
    let reference = *reference;
    let notices = asked.notices(&app.config.link_secret, reference);
    let db = app.db()?;
    let attempt =
        store::intake::one_time_codes::attempt(&db, reference, &notices, app.now, TRIES).await?;
    let Some(notice) = attempt else { return Ok(None) };
    // A key that was replaced meanwhile may have derived the code.
    let mut secrets = app.config.tracking_keys.secrets();
    let secret =
        secrets.find(|secret| OneTimeCode::derive(secret, reference, &notice).is_typed(typed));
    Ok(secret.map(|secret| TrackingKey::derive_again(&secret, reference, &notice)))
}
