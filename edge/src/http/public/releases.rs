//! `/open/releases.json` and `/open/{release}/{file}`: releases of closed months, and
//! `GET /api/v1/figures`: figures of one of them. They read files alone.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    intake::kind::Kind,
    open_data::release::ReleaseId,
    slug::Slug,
    wire::{Figure, ReleasedFigures},
};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;

use crate::{
    error::ApiError,
    request::{
        etag::Conditions,
        path::{FileName, Path},
        query::CallQuery,
    },
    service::figures::releases,
    state::App,
};

/// Caching of the list, which grows by a release a month.
const LIST_CACHING: &str = "public, max-age=300";

/// Caching of a file, which never changes.
const FILE_CACHING: &str = "public, max-age=31536000, immutable";

/// Query of the call: release (default: the latest), entity, kind, indicator, and the property by
/// which the figures are divided.
#[derive(Deserialize)]
pub(crate) struct Asked {
    release: Option<String>,
    entity: Option<Slug>,
    kind: Option<Kind>,
    indicator: Option<String>,
    by: Option<By>,
}

/// Property by which figures are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    Entity,
    Service,
    Kind,
}

/// Returns the list of releases.
#[cfg_attr(test, utoipa::path(get, path = "/open/releases.json", operation_id = "list_releases",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already")),
    responses(
        (status = 200, body = domain::wire::Releases, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
    )))]
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    conditions.json(&releases::list(&app).await?, LIST_CACHING)
}

/// Returns a file of a release: `figures.json`, `figures.csv`, its descriptions, `SHA256SUMS`.
#[worker::send]
pub(crate) async fn file(
    Extension(app): Extension<App>,
    Path(release): Path<ReleaseId>,
    Path(FileName(name)): Path<FileName>,
) -> Result<Response, ApiError> {
    let file = releases::file(&app, release, &name).await?;
    let (bytes, media_type) = file.ok_or(ApiError::NotFound)?;
    Ok(([(CONTENT_TYPE, media_type), (CACHE_CONTROL, FILE_CACHING)], bytes).into_response())
}

/// Returns figures of a release. Without `by` they are those of all cases together that the other
/// parameters name.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/figures", operation_id = "get_figures",
    params(
        ("release" = Option<String>, Query, description = "Id of the release; the latest if there is none", example = "2026-10"),
        ("entity" = Option<String>, Query, description = "Short name of an entity"),
        ("kind" = Option<Kind>, Query, description = "Kind of the participations"),
        ("indicator" = Option<String>, Query, description = "Id of an indicator"),
        ("by" = inline(Option<By>), Query, description = "Property by which the figures are divided"),
    ),
    responses(
        (status = 200, body = ReleasedFigures),
        (status = 404, description = "There is no such release"),
    )))]
#[worker::send]
pub(crate) async fn figures(
    Extension(app): Extension<App>,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Json<ReleasedFigures>, ApiError> {
    let listed = releases::list(&app).await?;
    let id = match &asked.release {
        Some(id) => ReleaseId::parse(id),
        None => listed.ids().next(),
    };
    let released = releases::released(&app, &listed, id.ok_or(ApiError::NotFound)?).await?;
    let mut released = released.ok_or(ApiError::NotFound)?;
    released.figures.retain(|figure| asked.wants(figure));
    Ok(Json(released))
}

impl Asked {
    fn wants(&self, figure: &Figure) -> bool {
        let Self { entity, kind, indicator, by, .. } = self;
        let is_of_entity = match entity {
            Some(entity) => figure.entity.as_ref() == Some(entity),
            None => figure.entity.is_some() == matches!(by, Some(By::Entity | By::Service)),
        };
        let is_of_kind = match kind {
            Some(kind) => figure.kind == Some(*kind),
            None => figure.kind.is_some() == (*by == Some(By::Kind)),
        };
        let is_of_service = figure.service.is_some() == (*by == Some(By::Service));
        let is_indicator = indicator.as_deref().is_none_or(|id| figure.is_of(id));
        is_of_entity && is_of_kind && is_of_service && is_indicator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(entity: Option<&str>, service: Option<&str>, kind: Option<Kind>) -> Figure {
        let slug = |name: &str| Slug::parse(name).unwrap();
        Figure {
            period: "2026-Q3".into(),
            entity: entity.map(slug),
            service: service.map(slug),
            kind,
            channel: None,
            indicator: "full_time_p90".into(),
            numerator: None,
            denominator: None,
            value: None,
            lower: None,
            upper: None,
            mark: None,
        }
    }

    #[test]
    fn figures_are_divided_as_they_are_asked_for() {
        let all = [
            figure(None, None, None),
            figure(None, None, Some(Kind::Complaint)),
            figure(Some("rta"), None, None),
            figure(Some("rta"), None, Some(Kind::Complaint)),
            figure(Some("rta"), Some("parking"), None),
        ];
        let found = |asked: &str| {
            let asked: Asked = asked_of(asked);
            all.iter().map(|figure| asked.wants(figure)).collect::<Vec<_>>()
        };
        let only = |place: usize| (0..all.len()).map(|other| other == place).collect::<Vec<_>>();
        assert_eq!(found("{}"), only(0));
        assert_eq!(found(r#"{"by":"kind"}"#), only(1));
        assert_eq!(found(r#"{"by":"entity"}"#), only(2));
        assert_eq!(found(r#"{"entity":"rta","kind":"complaint"}"#), only(3));
        assert_eq!(found(r#"{"by":"service"}"#), only(4));
        assert_eq!(found(r#"{"indicator":"full_time"}"#), only(0));
        assert_eq!(found(r#"{"indicator":"full"}"#), [false; 5]);
    }

    fn asked_of(json: &str) -> Asked {
        serde_json::from_str(json).unwrap()
    }
}
