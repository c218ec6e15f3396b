//! `POST /p/{reference}/link`: a new link for an author who lost theirs and left an e-mail address
//! or a phone number. The answer is the same for a wrong contact.

use axum::{
    Extension, Form,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    intake::tracking::TrackingKey,
    notice::{Notice, NoticeKind},
    reference::Reference,
};
use http::HeaderMap;
use serde::Deserialize;

use crate::{
    error::ApiError,
    middleware::access_log,
    pages::{Asked, document, error_page},
    platform::random,
    request::headers::reference,
    service::contact,
    service::{lookup, notices},
    state::App,
    store::{
        self, Constraint,
        intake::{limits::Counter, participations::Whole},
    },
};

#[derive(Deserialize)]
pub(crate) struct Sent {
    contact: String,
}

#[worker::send]
pub(crate) async fn send(
    Extension(app): Extension<App>,
    Path(typed): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    match ask(&app, &headers, &typed, sent.contact).await {
        Ok(reference) => Redirect::to(&format!("/p/{reference}?lang={}&said=link", language.tag()))
            .into_response(),
        Err(error) => error_page::failure(&app, &error, &headers),
    }
}

async fn ask(
    app: &App,
    headers: &HeaderMap,
    typed: &str,
    contact: String,
) -> Result<Reference, ApiError> {
    let reference = reference(typed)?;
    let whole = lookup::find(app, headers, reference).await?.ok_or(ApiError::NotFound)?;
    // A right contact is counted too, so that the count tells nothing. The rest runs after the
    // answer, so that its time tells nothing either.
    lookup::missed(app, headers).await?;
    let later = app.clone();
    app.afterwards(async move {
        if let Err(error) = answer(&later, reference, &whole, &contact).await {
            access_log::failed("link", &error);
        }
    });
    Ok(reference)
}

async fn answer(
    app: &App,
    reference: Reference,
    whole: &Whole,
    typed: &str,
) -> Result<(), ApiError> {
    let Some(sealed) = whole.row.contact() else { return Ok(()) };
    let is_right = contact::opened(app, reference, &sealed).await?.is_reached_by(typed);
    if is_right { write(app, reference).await } else { Ok(()) }
}

/// The further key and the notice that will carry it, or neither when enough were sent today.
async fn write(app: &App, reference: Reference) -> Result<(), ApiError> {
    let db = app.db()?;
    let notice = Notice { id: random::name()?, reference, template: NoticeKind::Link };
    let key = TrackingKey::derive_again(&app.config.tracking_keys.secret(), reference, &notice.id);
    let counter = Counter { client: reference.digits(), day: &app.day(), what: "link" };
    let statements = vec![
        store::intake::limits::add(&db, &counter, 1, app.config.limits.links_per_participation)?,
        store::intake::participations::open_with(&db, reference, &key)?,
        store::outbox::insert(&db, &notice, [app.now, notices::due(app)])?,
    ];
    match db.batch(statements).await {
        Ok(_) => notices::dispatch(app, &[notice]),
        Err(error) if error.constraint() == Some(Constraint::Limit) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
