//! `POST /p/{reference}/take-back`: its author takes a participation out of the files of others,
//! and withdraws its other links, as after one was stolen. The answer is the same if there are
//! none, so that nobody learns whether somebody has a file.

use axum::response::{IntoResponse, Redirect, Response};

use super::{
    address,
    open::{LinkKey, opened},
    sent_form::SentForm,
};
use crate::{
    error::ApiError,
    pages::page_form::PageForm,
    request::tracking_key::SentTrackingKey,
    service::lookup,
    store::profile::participations::{self, Own},
};

#[worker::send]
pub(crate) async fn take(mut form: SentForm) -> Response {
    let key = LinkKey::of(&form.page.fields.take("key"));
    let answer = take_back(&form, key).await;
    form.page.or_page(answer)
}

async fn take_back(form: &SentForm, LinkKey(key): LinkKey) -> Result<Response, ApiError> {
    let SentForm { page: PageForm { app, client, language, .. }, reference, session, .. } = form;
    let (reference, language) = (*reference, *language);
    let claim = lookup::Claim::Key(&key);
    let found = lookup::find(app, client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    match &key {
        SentTrackingKey::Given(given) if found.is_opened == Some(true) => {
            let own = Own { kept: &given.hash(), session };
            participations::take_back(&app.db()?, reference, own).await?;
            Ok(opened(reference, given, language, None))
        }
        _ => Ok(Redirect::to(&address(reference, language, "wrong")).into_response()),
    }
}
