//! `GET /preview`: a page as an entity might have it, with the tag and the policy that `/embed`
//! shows.

use std::sync::LazyLock;

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use pages::embed_docs::{self, Choice, ChoiceQuery, PREVIEW_STYLE};
use sha2::{Digest, Sha256};

use super::language;
use crate::{
    directory,
    error::ApiError,
    pages::{document, error_page},
    request::{language::AcceptedLanguage, query::Query},
    state::App,
};

static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| STANDARD.encode(Sha256::digest(PREVIEW_STYLE.as_bytes())));

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(chosen): Query<ChoiceQuery>,
    accepted: AcceptedLanguage,
) -> Response {
    answer(&app, &chosen, accepted)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn answer(
    app: &App,
    chosen: &ChoiceQuery,
    accepted: AcceptedLanguage,
) -> Result<Response, ApiError> {
    let language = language(chosen, accepted);
    let snapshot = directory::current(app, None).await?;
    let entities = snapshot.directory.entities.clone();
    let choice = Choice::of(chosen, &entities).ok_or(ApiError::NotFound)?;
    let html = embed_docs::preview(document::context(app, language), choice);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (CONTENT_SECURITY_POLICY, &policy(&app.config.base_url)),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((StatusCode::OK, headers, html).into_response())
}

/// Returns the content security policy. The documentation shows it in lines; a header has one.
fn policy(edge: &str) -> String {
    format!(
        "default-src 'none'; {} style-src 'sha256-{}'; require-trusted-types-for 'script'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
        embed_docs::policy_lines(edge).replace('\n', " "),
        *STYLE_HASH
    )
}
