//! `GET /console` and everything below it that is no call: the document that the console fills. The
//! console's own router knows which view an address means. To signed-in staff the document shows
//! the frame, and names the calls that the first view begins with. Whoever has figures and nothing
//! else there is led to them.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{access::policy::has_figures_alone, wire::console::first_calls};
use form::Language;
use http::{
    StatusCode, Uri,
    header::{
        CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
        REFERRER_POLICY, VARY,
    },
};

use super::{document, error_page, figures};
use crate::{
    error::ApiError,
    request::{
        language::AcceptedLanguage,
        session::{SignedIn, Watching},
    },
    service::asset_manifest,
    state::App,
};

/// Content security policy, but for the address of live connections, which older browsers don't
/// count to the page's own origin. Frames hold the preview of the widget, which is a page of ours.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                      style-src 'self'; connect-src 'self'; media-src 'self'; \
                      img-src 'self' data:; frame-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    session: Result<Watching, ApiError>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    // Without a session the program leads to the sign-in, and after a failure it tries again.
    let signed_in = session.ok().map(|Watching(signed_in)| signed_in);
    answer(&app, signed_in, accepted, &address)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

/// Answers 404 for unknown calls.
pub(crate) async fn no_call() -> ApiError {
    ApiError::NotFound
}

async fn answer(
    app: &App,
    signed_in: Option<SignedIn>,
    AcceptedLanguage(accepted): AcceptedLanguage,
    address: &Uri,
) -> Result<Response, ApiError> {
    let is_start = address.path().trim_end_matches('/') == "/console";
    if is_start && signed_in.as_ref().is_some_and(|who| has_figures_alone(&who.person)) {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, figures::ADDRESS)]).into_response());
    }
    let script = asset_manifest::console(app).await?;
    let (language, calls) = match &signed_in {
        Some(SignedIn { person, language, .. }) => (
            Language::parse(language.tag()).unwrap_or(accepted),
            first_calls(person, address.path(), address.query().unwrap_or_default()),
        ),
        None => (accepted, Vec::new()),
    };
    let html = pages::console::document(document::context(app, language), &script, &calls);
    let sockets = app.config.base_url.replacen("http", "ws", 1);
    let policy = POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {sockets}"));
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, &policy),
        (CACHE_CONTROL, "no-store"),
        (VARY, "Accept-Language"),
        (REFERRER_POLICY, "same-origin"),
    ];
    Ok((StatusCode::OK, headers, html).into_response())
}
