//! `POST /p/{reference}/code`: opens a participation by the one-time code that was sent to its
//! author's phone, in the browser that asked for it.

use axum::response::{IntoResponse, Redirect, Response};
use domain::intake::{
    one_time_code::{OneTimeCode, TRIES},
    tracking::TrackingKey,
};

use super::{address, open, sent_form::SentForm};
use crate::{error::ApiError, service::lookup, store};

#[worker::send]
pub(crate) async fn enter(mut form: SentForm) -> Response {
    let typed = form.fields.take("code");
    let answer = answer(&form, &typed).await;
    form.or_page(answer)
}

async fn answer(form: &SentForm, typed: &str) -> Result<Response, ApiError> {
    let SentForm { app, reference, asked, client, language, .. } = form;
    let (reference, language) = (*reference, *language);
    let claim = lookup::Claim::Code;
    lookup::find(app, client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    let db = app.db()?;
    let notices = asked.notices(&app.config.link_secret, reference);
    let attempt =
        store::intake::one_time_codes::attempt(&db, reference, &notices, app.now, TRIES).await?;
    // A key that was replaced meanwhile may have derived the code.
    let secrets = app.config.tracking_keys.secrets();
    let right = attempt.and_then(|notice| {
        let mut secrets = secrets.map(|secret| (secret, notice.as_str()));
        let (secret, notice) = secrets.find(|(secret, notice)| {
            OneTimeCode::derive(secret, reference, notice).is_typed(typed)
        })?;
        Some(TrackingKey::derive_again(&secret, reference, notice))
    });
    let Some(key) = right else {
        let back = address(reference, language, "wrong-code");
        return Ok(Redirect::to(&back).into_response());
    };
    db.batch(vec![
        store::intake::link_keys::insert(&db, reference, &key, app.now)?,
        store::intake::one_time_codes::remove(&db, reference)?,
    ])
    .await?;
    Ok(open::opened(reference, &key, language, None))
}
