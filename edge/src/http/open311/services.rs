//! `/discovery`, `/services` and `/services/{code}`: what can be asked for, from the directory.

use axum::{Extension, response::Response};
use domain::{
    open311::{self, Document, ServiceEntry},
    wire::DirectoryEntity,
};
use http::StatusCode;

use super::{Call, Failure, PRIVATE, by_key};
use crate::{
    error::ApiError,
    request::{etag::Conditions, freshness::Freshness},
    state::App,
};

/// Describes the endpoint.
#[worker::send]
pub(crate) async fn discovery(
    Extension(app): Extension<App>,
    call: Call,
    caching: (Conditions, Freshness),
) -> Response {
    let config = &app.config;
    let description = open311::discovery(&config.base_url, &config.security_contact);
    call.cached(Ok(description), &caching)
}

/// Lists the services of a jurisdiction.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    call: Call,
    caching: (Conditions, Freshness),
) -> Response {
    let found = call.jurisdiction(&app, &call.query).await;
    let found = found.map(|here| open311::services(entries(&here.entity).into_iter()));
    call.cached(found, &caching)
}

/// Defines a service of a jurisdiction.
#[worker::send]
pub(crate) async fn define(
    Extension(app): Extension<App>,
    call: Call,
    caching: (Conditions, Freshness),
) -> Response {
    let found = call.jurisdiction(&app, &call.query).await;
    let found = found.and_then(|here| {
        let service = here.entity.service(&call.name).ok_or(ApiError::NotFound)?;
        Ok(open311::definition(&service.id))
    });
    call.cached(found, &caching)
}

/// Returns the services of an entity, each before those under it.
pub(super) fn entries(entity: &DirectoryEntity) -> Vec<ServiceEntry<'_>> {
    let mut all = Vec::new();
    for main in &entity.services {
        all.push(ServiceEntry { code: &main.id, name: &main.name, group: None });
        let below = main.services.iter();
        all.extend(below.map(|it| ServiceEntry {
            code: &it.id,
            name: &it.name,
            group: Some(&main.name),
        }));
    }
    all
}

impl Call {
    /// Answers with a document that caches may keep as long as the directory; one that was asked
    /// for with a key, none keeps.
    fn cached(
        &self,
        found: Result<Document, Failure>,
        (conditions, freshness): &(Conditions, Freshness),
    ) -> Response {
        match (found, self.format) {
            (Ok(document), Some(format)) => {
                let body = document.write(format).into_bytes();
                let kept = if self.has_key() { PRIVATE } else { freshness.cache_control() };
                by_key(conditions.content(format.media_type(), body, kept))
            }
            (found, _) => by_key(self.answer(StatusCode::OK, found)),
        }
    }
}
