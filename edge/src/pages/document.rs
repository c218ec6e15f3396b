//! Responses with pages: their headers and their content security policy.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use form::Language;
use http::{
    StatusCode,
    header::{
        CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
        VARY,
    },
};
use pages::Context;
use sha2::{Digest, Sha256};

use crate::state::App;

/// Hash of the style sheet that stands in each page.
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| STANDARD.encode(Sha256::digest(pages::style().as_bytes())));

/// Returns the properties of a request that every page needs.
pub(super) fn context(app: &App, language: Language) -> Context<'_> {
    Context { language, base_url: &app.config.base_url }
}

/// Returns a page's response: its HTML with the headers of every page.
pub(super) fn respond(status: StatusCode, language: Language, html: String) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'sha256-{}'; \
         connect-src 'self'; worker-src blob:; media-src 'self' blob:; \
         img-src 'self' blob: data:; frame-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
        *STYLE_HASH
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, &policy),
        (CACHE_CONTROL, "no-store"),
        (VARY, "Accept-Language"),
        // Not `no-referrer`: browsers would then send forms with `Origin: null`.
        (REFERRER_POLICY, "same-origin"),
    ];
    (status, headers, html).into_response()
}
