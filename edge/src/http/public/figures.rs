//! `GET /entities/{entity}/figures` and `…/figures.csv`: figures for an entity's own systems.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::{api_key, policy},
    figures::{
        figure::Figure,
        table::{self, COLUMNS, Cell},
    },
    intake::kind::Kind,
    slug::Slug,
    wire,
};
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::{
    error::ApiError,
    request::{api_key::SentApiKey, path::Path, query::CallQuery},
    service::{
        csv::CSV,
        figures::{
            By,
            filter::{Filter, filtered},
        },
    },
    state::App,
};

/// Query: period (default: all time), kind, indicator, and the property by which the figures are
/// divided.
#[derive(Deserialize)]
pub(crate) struct Asked {
    period: Option<String>,
    kind: Option<Kind>,
    indicator: Option<String>,
    by: Option<By>,
}

/// Returns the figures of an entity to a system with its key. Without `by` they are those of all
/// its cases together that the other parameters name.
#[cfg_attr(test, utoipa::path(get, tag = "cases", path = "/api/v1/entities/{entity}/figures", operation_id = "get_entity_figures",
    security(("api_key" = [])),
    params(
        ("entity" = String, Path, description = "The entity's short name", example = "rta"),
        ("period" = Option<String>, Query, description = "Period: `all`, `2026`, `2026-Q4` or `2026-11`; all time if there is none", example = "2026-11"),
        ("kind" = Option<Kind>, Query, description = "Kind of the participations"),
        ("indicator" = Option<String>, Query, description = "Id of an indicator"),
        ("by" = inline(Option<By>), Query, description = "Property by which the figures are divided"),
    ),
    responses(
        (status = 200, body = wire::Figures),
        (status = 400, description = "The period, the indicator or another parameter can't be read"),
        (status = 401, description = "The API key is missing, unknown or revoked"),
        (status = 403, description = "The API key is another entity's or lacks the scope `figures`"),
    )))]
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(entity): Path<Slug>,
    key: SentApiKey,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Json<wire::Figures>, ApiError> {
    let figures = found(&app, &entity, &key, &asked).await?;
    Ok(Json(wire::Figures { figures: figures.iter().map(wire::Figure::from).collect() }))
}

/// Returns the same figures as CSV.
#[cfg_attr(test, utoipa::path(get, tag = "cases", path = "/api/v1/entities/{entity}/figures.csv", operation_id = "get_entity_figures_csv",
    security(("api_key" = [])),
    params(
        ("entity" = String, Path, description = "The entity's short name", example = "rta"),
        ("period" = Option<String>, Query, description = "Period: `all`, `2026`, `2026-Q4` or `2026-11`; all time if there is none", example = "2026-11"),
        ("kind" = Option<Kind>, Query, description = "Kind of the participations"),
        ("indicator" = Option<String>, Query, description = "Id of an indicator"),
        ("by" = inline(Option<By>), Query, description = "Property by which the figures are divided", example = "month"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/csv", description = "One row for each figure"),
        (status = 400, description = "The period, the indicator or another parameter can't be read"),
        (status = 401, description = "The API key is missing, unknown or revoked"),
        (status = 403, description = "The API key is another entity's or lacks the scope `figures`"),
    )))]
#[worker::send]
pub(crate) async fn csv(
    Extension(app): Extension<App>,
    Path(entity): Path<Slug>,
    key: SentApiKey,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Response, ApiError> {
    let figures = found(&app, &entity, &key, &asked).await?;
    let rows: Vec<[Cell; COLUMNS.len()]> = figures.iter().map(table::cells).collect();
    let text = table::csv(&COLUMNS, rows.iter().map(<[Cell; COLUMNS.len()]>::as_slice));
    Ok(([(CONTENT_TYPE, CSV)], text).into_response())
}

async fn found(
    app: &App,
    entity: &Slug,
    key: &SentApiKey,
    asked: &Asked,
) -> Result<Vec<Figure>, ApiError> {
    key.require(app, api_key::Scope::Figures, entity).await?;
    let filter = Filter {
        period: asked.period.as_deref(),
        entity: Some(entity),
        kind: asked.kind,
        indicator: asked.indicator.as_deref(),
        by: asked.by,
    };
    filtered(app, &filter, &policy::Scope::Of([entity.clone()].into())).await
}
