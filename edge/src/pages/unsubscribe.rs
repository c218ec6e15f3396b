//! `GET /unsubscribe/{token}` shows a button, and `POST` ends the optional notices: of the page's
//! button, and of one click in a mail program (RFC 8058).

use axum::{Extension, response::Response};
use domain::delivery::unsubscribe::Subscription;
use form::Language;
use http::StatusCode;
use pages::unsubscribe::{self, Subscriber};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    error::ApiError,
    request::{
        language::AcceptedLanguage,
        path::{Path, Token},
        query::Query,
    },
    state::App,
    store,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct LanguageQuery {
    lang: Option<String>,
}

pub(crate) async fn show(
    Extension(app): Extension<App>,
    token: Result<Path<Token>, ApiError>,
    Query(query): Query<LanguageQuery>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    match subscription(&app, token) {
        Ok((token, of)) => {
            let context = document::context(&app, language);
            let html = unsubscribe::ask(context, subscriber(&of), &token);
            document::respond(StatusCode::OK, language, html)
        }
        Err(error) => error_page::failure(&app, &error, accepted),
    }
}

/// Ends the notices. The body says nothing that the token doesn't, so any is taken.
#[worker::send]
pub(crate) async fn end(
    Extension(app): Extension<App>,
    token: Result<Path<Token>, ApiError>,
    Query(query): Query<LanguageQuery>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    match ended(&app, token, language).await {
        Ok(response) => response,
        Err(error) => error_page::failure(&app, &error, accepted),
    }
}

async fn ended(
    app: &App,
    token: Result<Path<Token>, ApiError>,
    language: Language,
) -> Result<Response, ApiError> {
    let (_, of) = subscription(app, token)?;
    let db = app.db()?;
    match &of {
        Subscription::Author(reference) => {
            store::deliveries::unsubscribe(&db, *reference, app.now).await?;
        }
        Subscription::Late(staff) => store::access::staff::end_late(&db, staff).await?,
        Subscription::Daily(staff) => store::access::staff::end_daily(&db, staff).await?,
        Subscription::Monthly(staff) => store::access::staff::end_monthly(&db, staff).await?,
    }
    let html = unsubscribe::done(document::context(app, language), subscriber(&of));
    Ok(document::respond(StatusCode::OK, language, html))
}

fn subscription(
    app: &App,
    token: Result<Path<Token>, ApiError>,
) -> Result<(String, Subscription), ApiError> {
    let Path(Token(token)) = token?;
    let of = Subscription::of_token(&app.config.link_secret, &token).ok_or(ApiError::NotFound)?;
    Ok((token, of))
}

const fn subscriber(of: &Subscription) -> Subscriber {
    match of {
        Subscription::Author(_) => Subscriber::Author,
        Subscription::Late(_) | Subscription::Daily(_) | Subscription::Monthly(_) => {
            Subscriber::Staff
        }
    }
}
