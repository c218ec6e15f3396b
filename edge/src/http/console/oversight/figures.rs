//! `GET /console/api/figures`: figures of a period, for those who decide and those who supervise.

use axum::{Extension, Json};
use domain::{
    access::policy::{Permission, Scope},
    intake::kind::Kind,
    slug::Slug,
    wire,
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    request::{query::CallQuery, session::SignedIn},
    service::figures::{
        By,
        filter::{Filter, filtered},
    },
    state::App,
};

/// Query: period (default: all time), entity, kind, indicator, and the property by which the
/// figures are divided.
#[derive(Deserialize)]
pub(crate) struct Asked {
    period: Option<String>,
    entity: Option<Slug>,
    kind: Option<Kind>,
    indicator: Option<String>,
    by: Option<By>,
}

/// Returns the figures that a person may see. Without `by` they are those of all cases together
/// that the other parameters name.
#[cfg_attr(test, utoipa::path(get, path = "/console/api/figures", operation_id = "get_staff_figures",
    tag = "staff", security(("session" = [])),
    params(
        ("period" = Option<String>, Query, description = "Period: `all`, `2026`, `2026-Q4` or `2026-11`; all time if there is none", example = "2026-11"),
        ("entity" = Option<String>, Query, description = "Short name of an entity"),
        ("kind" = Option<Kind>, Query, description = "Kind of the participations"),
        ("indicator" = Option<String>, Query, description = "Id of an indicator"),
        ("by" = inline(Option<By>), Query, description = "Property by which the figures are divided"),
    ),
    responses(
        (status = 200, body = wire::Figures),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The person sees no such figures"),
    )))]
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Json<wire::Figures>, ApiError> {
    let scope = Scope::of_figures(&who.person);
    match &asked.entity {
        Some(entity) => who.require(Permission::SeeFigures(entity))?,
        None if scope.is_empty() => return Err(ApiError::Forbidden),
        None => {}
    }
    let filter = Filter {
        period: asked.period.as_deref(),
        entity: asked.entity.as_ref(),
        kind: asked.kind,
        indicator: asked.indicator.as_deref(),
        by: asked.by,
    };
    let figures = filtered(&app, &filter, &scope).await?;
    let figures = figures.iter().map(wire::Figure::from).collect();
    Ok(Json(wire::Figures { figures }))
}
