//! `GET /f/{entity}`: the form on a page of its own, for browsers without JavaScript and websites without a box.

use axum::{
    Extension,
    extract::{Path, Query, RawQuery},
    response::{IntoResponse, Response},
};
use domain::intake::idempotency::IdempotencyKey;
use form::{Entered, Language, Setting};
use http::{HeaderMap, StatusCode};

use super::{
    Asked,
    document::{self, Again, Page},
};
use crate::pages::error_page;
use crate::{error::ApiError, platform::random, service::asset_manifest, state::App, store};

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(entity): Path<String>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let language = document::language(asked.lang.as_deref(), &headers);
    page(&app, &entity, language, asked, query.as_deref())
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn page(
    app: &App,
    entity: &str,
    language: Language,
    asked: Asked,
    query: Option<&str>,
) -> Result<Response, ApiError> {
    let entity = store::directory::entity(&app.db()?, entity).await?.ok_or(ApiError::NotFound)?;
    let setting = Setting {
        entity,
        language,
        easy: asked.easy(),
        mood: asked.mood(),
        key: Some(IdempotencyKey::draw(random::draw()?).as_str().to_owned()),
        engine: Some(asset_manifest::widget(app).await?),
        entered: Entered { service: asked.service.unwrap_or_default(), ..Entered::default() },
    };
    Ok(with_form(StatusCode::OK, setting, query, &[]).into_response())
}

/// The page around the form, with what is wrong above it. In another language it keeps what the link's query carried.
pub(crate) fn with_form(
    status: StatusCode,
    setting: Setting,
    query: Option<&str>,
    troubles: &[(&str, &str)],
) -> Page {
    let language = setting.language;
    let (words, easy) = (setting.words(), setting.easy);
    let (title, heading) = (
        document::name(&setting.entity.name, language),
        document::named(&setting.entity.name, language),
    );
    let mood = setting.mood.map_or_else(String::new, |mood| format!("mood={}&", mood.as_str()));
    let address = document::address(&format!("/f/{}", setting.entity.id), query) + &mood;
    // With something to mend, the plain form stays: nothing guides away from what is wrong.
    let head = if setting.engine.is_some() { SCRIPT } else { "" }.to_owned();
    let form = form::render(setting);
    let body = format!(
        "<h1>{}</h1>\n<p class=\"page-lead\">{}</p>\n{}{form}\n",
        heading,
        words.page_lead,
        summary(troubles, words.error_summary),
    );
    Page { status, language, title, head, body, again: Again::With { address, easy } }
}

/// Guides through the form.
const SCRIPT: &str = "<script type=\"module\" src=\"/page.js\"></script>\n";

fn summary(troubles: &[(&str, &str)], title: &str) -> String {
    if troubles.is_empty() {
        return String::new();
    }
    let line = |(field, text): &(&str, &str)| {
        if field.is_empty() {
            format!("<li>{text}</li>")
        } else {
            format!("<li><a href=\"#{field}\">{text}</a></li>")
        }
    };
    let lines: String = troubles.iter().map(line).collect();
    format!(
        "<div class=\"page-sheet page-alarm\" role=\"alert\"><h2>{title}</h2><ul>{lines}</ul></div>\n"
    )
}
