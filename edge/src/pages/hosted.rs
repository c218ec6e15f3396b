//! `GET /f/{entity}`: the form on a page of its own, for browsers without JavaScript and websites without a box.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use domain::{idempotency::IdempotencyKey, wire::DirectoryEntity};
use form::{Entered, Language, Setting};
use http::{HeaderMap, StatusCode};

use super::{
    Asked,
    document::{self, Page, escaped},
    missing,
};
use crate::{chance, error::ApiError, state::App, store};

#[worker::send]
pub(crate) async fn show(
    State(app): State<App>,
    Path(entity): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    page(&app, &entity, language).await.unwrap_or_else(|error| missing::failure(&error, &headers))
}

async fn page(app: &App, entity: &str, language: Language) -> Result<Response, ApiError> {
    let entity = store::directory::entity(&app.db()?, entity).await?.ok_or(ApiError::NotFound)?;
    let key = IdempotencyKey::draw(chance::draw()?).as_str().to_owned();
    Ok(with_form(StatusCode::OK, entity, language, key, Entered::default(), &[]).into_response())
}

/// The page around the form, with what is wrong above it.
pub(super) fn with_form(
    status: StatusCode,
    entity: DirectoryEntity,
    language: Language,
    key: String,
    entered: Entered,
    troubles: &[(&str, &str)],
) -> Page {
    let words = language.words();
    let name = entity.name.in_language(language.tag()).to_owned();
    let id = entity.id.clone();
    let form = form::render(Setting { entity, language, key, entered });
    let body = format!(
        "<h1>{}</h1>\n<p class=\"page-lead\">{}</p>\n{}<div id=\"sawtak-form\">{form}</div>\n",
        escaped(&name),
        words.page_lead,
        summary(troubles, words.error_summary),
    );
    // With something to mend, the plain form stays: it holds what was entered.
    let head = if troubles.is_empty() {
        format!(
            "<script src=\"/embed.js\" data-entity=\"{id}\" data-page=\"#sawtak-form\" data-lang=\"{}\" async></script>\n",
            language.tag()
        )
    } else {
        String::new()
    };
    Page { status, language, title: name, head, body, path: Some(format!("/f/{id}")) }
}

fn summary(troubles: &[(&str, &str)], title: &str) -> String {
    if troubles.is_empty() {
        return String::new();
    }
    let line = |(field, text): &(&str, &str)| {
        if field.is_empty() { format!("<li>{text}</li>") } else { format!("<li><a href=\"#{field}\">{text}</a></li>") }
    };
    let lines: String = troubles.iter().map(line).collect();
    format!("<div class=\"page-sheet page-alarm\" role=\"alert\"><h2>{title}</h2><ul>{lines}</ul></div>\n")
}
