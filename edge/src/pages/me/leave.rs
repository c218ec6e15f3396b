//! End of a file: the profile goes, and its participations stay or are erased, as chosen.

use axum::response::Response;
use domain::profile::{file::Fate, way::is_fresh};

use super::{MeForm, access, back};
use crate::{error::ApiError, pages::page_form::PageForm, service::profile};

#[worker::send]
pub(crate) async fn leave(mut form: MeForm) -> Response {
    let choice = form.page.fields.take("cases");
    let answer = match Fate::parse(&choice) {
        Some(fate) => end(&form, fate).await,
        None => Ok(back(form.page.language, "choose")),
    };
    form.page.or_page(answer)
}

/// Ends the file. Erasing needs a sign-in of a moment ago, since it can't be undone.
async fn end(form: &MeForm, fate: Fate) -> Result<Response, ApiError> {
    let MeForm { page: PageForm { app, language, .. }, session, .. } = form;
    if fate == Fate::Erased && !is_fresh(session.session, app.now) {
        return Ok(back(*language, "fresh"));
    }
    profile::leave::leave(app, &session.profile, fate).await?;
    Ok(access::signed_out(*language, "left", Some(session.provider)))
}
