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
static STYLE_HASH: LazyLock<String> = LazyLock::new(|| hash(pages::style()));

/// Hash of the style sheet that stands in pages of figures besides.
static FIGURES_HASH: LazyLock<String> = LazyLock::new(|| hash(pages::figures::style()));

/// Hash of the style sheet that stands in reports besides.
static REPORT_HASH: LazyLock<String> = LazyLock::new(|| hash(pages::report::style()));

/// Returns the hash of a style sheet as a source of a policy.
fn hash(style: &str) -> String {
    ["'sha256-", &STANDARD.encode(Sha256::digest(style.as_bytes())), "'"].concat()
}

/// Returns the properties of a request that every page needs.
pub(super) fn context(app: &App, language: Language) -> Context<'_> {
    Context { language, base_url: &app.config.base_url }
}

/// Returns a page's response: its HTML with the headers of every page.
pub(super) fn respond(status: StatusCode, language: Language, html: String) -> Response {
    respond_with(&STYLE_HASH, status, language, html)
}

/// Returns the response with a page of figures.
pub(super) fn respond_with_figures(language: Language, html: String) -> Response {
    let styles = [STYLE_HASH.as_str(), &FIGURES_HASH].join(" ");
    respond_with(&styles, StatusCode::OK, language, html)
}

/// Returns the response with a report.
pub(super) fn respond_with_report(language: Language, html: String) -> Response {
    let styles = [STYLE_HASH.as_str(), &REPORT_HASH].join(" ");
    respond_with(&styles, StatusCode::OK, language, html)
}

fn respond_with(styles: &str, status: StatusCode, language: Language, html: String) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src {styles}; \
         connect-src 'self'; worker-src blob:; media-src 'self' blob:; \
         img-src 'self' blob: data:; frame-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
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
