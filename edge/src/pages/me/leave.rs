//! End of a file: the profile goes, and its participations stay or are erased, as chosen.

use axum::response::Response;
use domain::profile::{file::Fate, way::may_link};

use super::{MeForm, access, back};
use crate::{error::ApiError, service::profile};

#[worker::send]
pub(crate) async fn leave(mut form: MeForm) -> Response {
    let choice = form.fields.take("cases");
    let answer = match Fate::parse(&choice) {
        Some(fate) => end(&form, fate).await,
        None => Ok(back(form.language, "choose")),
    };
    form.or_page(answer)
}

/// Erasure can't be undone, so it needs a sign-in of a moment ago.
async fn end(form: &MeForm, fate: Fate) -> Result<Response, ApiError> {
    let MeForm { app, session, language, .. } = form;
    if fate == Fate::Erased && !may_link(session.session, app.now) {
        return Ok(back(*language, "fresh"));
    }
    profile::leave::leave(app, &session.profile, fate).await?;
    Ok(access::signed_out(*language, "left", Some(session.provider)))
}
