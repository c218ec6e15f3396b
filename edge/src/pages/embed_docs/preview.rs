//! `GET /preview`: a page as an entity might have it, with the very tag and the very policy that `/embed` shows.

use std::sync::LazyLock;

use axum::{
    Extension,
    extract::Query,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use form::Language;
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use sha2::{Digest, Sha256};

use super::{
    choice::{Asked, Choice, Place},
    integrity, policy, spoken, text,
};
use crate::{error::ApiError, pages::error_page, state::App, store};

const STYLE: &str = include_str!("preview.css");

static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE.as_bytes())));

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    answer(&app, &asked, &headers)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn answer(app: &App, asked: &Asked, headers: &HeaderMap) -> Result<Response, ApiError> {
    let language = spoken(asked.lang.as_deref(), headers);
    let entities = store::directory::all(&app.db()?).await?.entities;
    let choice = Choice::of(asked, &entities).ok_or(ApiError::NotFound)?;
    let edge = &app.config.base_url;
    let policy = format!(
        "default-src 'none'; {}\nstyle-src 'sha256-{}'; require-trusted-types-for 'script'; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'self'",
        policy::lines(edge),
        *STYLE_HASH
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        // Its lines are lines for people to read; a header has one.
        (CONTENT_SECURITY_POLICY, &policy.replace('\n', " ")),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((
        StatusCode::OK,
        headers,
        html(language, &choice, &choice.tag(edge, &integrity(app).await?)),
    )
        .into_response())
}

/// Greeked text, and a happiness meter for a box that stands beside one.
fn html(language: Language, choice: &Choice, tag: &str) -> String {
    let text = text::of(language);
    let meter = "<div id=\"happiness-meter\" aria-hidden=\"true\"><i></i><i></i><i></i></div>";
    let (head, end) = if choice.place == Place::Marked { ("", tag) } else { (tag, "") };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n{head}\n</head>\n<body>\n<h1>{title}</h1>\n\
         <div aria-hidden=\"true\"><p></p><p></p><p></p></div>\n{meter}\n{end}\n</body>\n</html>\n",
        lang = language.tag(),
        dir = language.dir(),
        title = text.preview_page,
    )
}
