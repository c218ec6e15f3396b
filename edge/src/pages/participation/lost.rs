//! `POST /p/{reference}/link`: a new link for an author who lost theirs and left an e-mail address
//! or a phone number. The answer is the same for a wrong contact.

use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::security_event::{Cause, Incident},
    intake::tracking::TrackingKey,
    notice::{Notice, NoticeKind},
    reference::Reference,
};

use crate::{
    error::ApiError,
    middleware::access_log,
    pages::{Asked, error_page},
    platform::random,
    request::{
        client_id::Client, form::FormBody, language::AcceptedLanguage, path::Path, query::Query,
    },
    service::contact,
    service::{lookup, notices},
    state::App,
    store::{
        self, Constraint,
        intake::{limits::Counter, participations::Whole},
    },
};

#[worker::send]
pub(crate) async fn send(
    Extension(app): Extension<App>,
    reference: Result<Path<Reference>, ApiError>,
    Query(asked): Query<Asked>,
    client: Client,
    accepted: AcceptedLanguage,
    sent: Result<FormBody, ApiError>,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    match ask(&app, &client, reference, sent).await {
        Ok(reference) => Redirect::to(&format!("/p/{reference}?lang={}&said=link", language.tag()))
            .into_response(),
        Err(error) => error_page::failure(&app, &error, accepted),
    }
}

async fn ask(
    app: &App,
    client: &Client,
    reference: Result<Path<Reference>, ApiError>,
    sent: Result<FormBody, ApiError>,
) -> Result<Reference, ApiError> {
    let (mut sent, Path(reference)) = (sent?, reference?);
    let contact = sent.take("contact");
    // A right contact is counted too, so that the count tells nothing. The rest runs after the
    // answer, so that its time tells nothing either.
    let claim = lookup::Claim::Contact;
    let found = lookup::find(app, client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    let whole = found.whole;
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
        store::outbox::insert(&db, &notice, None, [app.now, notices::due(app)])?,
        store::access::security_events::caused(
            &db,
            &Cause::Customer,
            vec![Incident::TrackingKeyIssued { reference }],
            app.now,
        )?,
    ];
    match db.batch(statements).await {
        Ok(_) => notices::dispatch(app, &[notice]).await,
        Err(error) if error.constraint() == Some(Constraint::Limit) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
