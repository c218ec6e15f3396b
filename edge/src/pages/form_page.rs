//! `GET /f/{entity}`: the form on a page of its own, for browsers without JavaScript and websites
//! without a box.

use axum::{
    Extension,
    extract::RawQuery,
    response::{IntoResponse, Redirect, Response},
};
use domain::{intake::idempotency::IdempotencyKey, wire::DirectoryEntity};
use form::{Entered, Language, Setting};
use http::StatusCode;
use pages::form_page::Trouble;

use super::{Asked, NAMELESS, announced, document, error_page, home};
use crate::{
    directory,
    error::ApiError,
    platform::random,
    request::{
        client_id::Client,
        freshness::Freshness,
        language::AcceptedLanguage,
        path::{EntityName, Path},
        query::Query,
    },
    service::{asset_manifest, rate_limit},
    state::App,
};

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    entity: Result<Path<EntityName>, ApiError>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
    client: Client,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    let page =
        match page(&app, (&client, freshness), entity, language, (asked, query.as_deref())).await {
            Err(ApiError::NotFound) => home::without_entity(&app, (language, freshness)).await,
            page => page,
        };
    page.unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn page(
    app: &App,
    (client, freshness): (&Client, Freshness),
    entity: Result<Path<EntityName>, ApiError>,
    language: Language,
    (asked, query): (Asked, Option<&str>),
) -> Result<Response, ApiError> {
    let Path(EntityName(name)) = entity?;
    if name == NAMELESS {
        let home = ["/?lang=", language.tag()].concat();
        return Ok(Redirect::to(&home).into_response());
    }
    let entity = directory::entity(app, &name, freshness.changed).await?;
    let service = asked.service.clone().unwrap_or_default();
    let entered = Entered { service, ..Entered::default() };
    let reader = Reader { client, freshness, language, asked: &asked };
    let setting = reader.setting(app, entity, entered).await?;
    Ok(with_form(app, StatusCode::OK, setting, query, Vec::new()))
}

/// Reader of a form that wasn't sent yet.
pub(super) struct Reader<'a> {
    pub(super) client: &'a Client,
    pub(super) freshness: Freshness,
    pub(super) language: Language,
    pub(super) asked: &'a Asked,
}

impl Reader<'_> {
    /// Returns the values that the form of an entity is rendered with.
    pub(super) async fn setting(
        &self,
        app: &App,
        entity: DirectoryEntity,
        entered: Entered,
    ) -> Result<Setting, ApiError> {
        let announced = announced(app, &entity.id, self.freshness.changed).await?;
        Ok(Setting {
            base_url: app.config.base_url.clone(),
            entity,
            language: self.language,
            easy: self.asked.easy(),
            mood: self.asked.mood(),
            key: Some(IdempotencyKey::draw(random::draw()?).as_str().to_owned()),
            token: Some(rate_limit::form_token(app, &self.client.hash(app), "", false)?),
            engine: Some(asset_manifest::widget(app).await?),
            is_test: self.asked.is_test(),
            announced,
            entered,
        })
    }
}

/// Answers with the page around the form, with the mistakes above it.
pub(crate) fn with_form(
    app: &App,
    status: StatusCode,
    setting: Setting,
    query: Option<&str>,
    troubles: Vec<Trouble>,
) -> Response {
    let language = setting.language;
    let context = document::context(app, language);
    let html = pages::form_page::page(context, setting, query, troubles);
    document::respond(status, language, html)
}
