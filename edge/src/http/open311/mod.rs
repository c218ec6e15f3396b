//! Open311 `GeoReport` v2 (`/open311/v2`), in XML and JSON, and the updates of `FixMyStreet`.
//!
//! A handler reads its parameters, asks for a key where one is needed, and answers with a document
//! of `domain::open311`; errors are documents too. Requests go through the same intake as any
//! submission.

mod body;
pub(crate) mod requests;
pub(crate) mod services;
pub(crate) mod updates;

use axum::{
    body::Body,
    extract::{FromRequestParts, RawPathParams},
    response::{IntoResponse, Response},
};
use domain::{
    access::api_key::{KeyHolder, Scope},
    open311::{self, Document, Fault, Format, Parameters},
    slug::Slug,
    wire::DirectoryEntity,
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, VARY},
    request::Parts,
};

use crate::{
    directory,
    error::ApiError,
    request::{api_key::SentApiKey, client_id::Client},
    state::App,
};

/// Call of Open311: format, parameters of the query, and who asks.
pub(crate) struct Call {
    /// Last segment of the path, without its ending.
    name: String,
    /// `None` without an ending that names a format.
    format: Option<Format>,
    query: Parameters,
    key: SentApiKey,
    client: Client,
}

/// Reason why a call is refused.
enum Failure {
    Fault(Fault),
    Error(ApiError),
}

/// Jurisdiction that a call asks about.
struct Jurisdiction {
    id: Slug,
    entity: DirectoryEntity,
    /// System of that entity, if the call has its key.
    holder: Option<KeyHolder>,
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Ok(key) = SentApiKey::from_request_parts(parts, state).await;
        let Ok(client) = Client::from_request_parts(parts, state).await;
        let last = last_segment(parts, state).await;
        let (name, format) = match Format::split(&last) {
            Some((name, format)) => (name.to_owned(), Some(format)),
            None => (last, None),
        };
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self { name, format, query: query.into_owned().collect(), key, client })
    }
}

/// Returns the last segment of the path, percent-decoded if the route has a parameter there.
async fn last_segment<S: Send + Sync>(parts: &mut Parts, state: &S) -> String {
    let parameters = RawPathParams::from_request_parts(parts, state).await.ok();
    let last = parameters.as_ref().and_then(|parameters| parameters.iter().last());
    let last = last.map(|(_, value)| value).or_else(|| parts.uri.path().rsplit('/').next());
    last.unwrap_or_default().to_owned()
}

impl Jurisdiction {
    /// Returns an entity as the jurisdiction of a call, whose key must be that entity's.
    async fn of(app: &App, id: Slug, holder: Option<KeyHolder>) -> Result<Self, Failure> {
        if let Some(holder) = &holder {
            holder.require(Scope::Open311, &id).map_err(ApiError::from)?;
        }
        let entity = directory::entity(app, id.as_str(), None).await?;
        Ok(Self { id, entity, holder })
    }
}

impl Call {
    /// Returns the key of a call: the header's, or else a parameter.
    fn key_in(&self, sent: &Parameters) -> SentApiKey {
        self.key.clone().or_parameter(sent.get("api_key"))
    }

    /// Returns whether a key was sent with the header or the query, be it valid or not.
    fn has_key(&self) -> bool {
        !matches!(self.key_in(&self.query), SentApiKey::Absent)
    }

    /// Returns the jurisdiction of a call: the one that it names, or else that of its key.
    async fn jurisdiction(&self, app: &App, sent: &Parameters) -> Result<Jurisdiction, Failure> {
        let holder = self.key_in(sent).holder(app).await?;
        let id = match (sent.get("jurisdiction_id"), &holder) {
            (Some(name), _) => Slug::parse_entity(name).map_err(|_| ApiError::NotFound)?,
            (None, Some(holder)) => holder.entity.clone(),
            (None, None) => return Err(Fault::NoJurisdiction.into()),
        };
        Jurisdiction::of(app, id, holder).await
    }

    /// Returns the jurisdiction of a call that needs its key.
    async fn own_jurisdiction(
        &self,
        app: &App,
        sent: &Parameters,
    ) -> Result<(Jurisdiction, KeyHolder), Failure> {
        let jurisdiction = self.jurisdiction(app, sent).await?;
        let holder = jurisdiction.holder.clone().ok_or(ApiError::ApiKey)?;
        Ok((jurisdiction, holder))
    }

    /// Answers with a document, or with that of the error.
    fn answer(&self, status: StatusCode, found: Result<Document, Failure>) -> Response {
        let format = self.format.unwrap_or(Format::Xml);
        let found = if self.format.is_some() { found } else { Err(ApiError::NotFound.into()) };
        match found {
            Ok(document) => written(status, &document, format),
            Err(failure) => failure.answer(format),
        }
    }
}

/// Value of `Cache-Control` for an answer to a call with a key.
const PRIVATE: &str = "private, no-cache";

/// Value of `Cache-Control` for a list without a key.
const PUBLIC: &str = "public, max-age=60";

/// Marks an answer as one that depends on the key in the header.
fn by_key(mut answer: Response) -> Response {
    answer.headers_mut().append(VARY, HeaderValue::from_static("Authorization"));
    answer
}

fn written(status: StatusCode, document: &Document, format: Format) -> Response {
    (status, [(CONTENT_TYPE, format.media_type())], Body::from(document.write(format)))
        .into_response()
}

impl Failure {
    /// Answers with the status of the standard: 400, 403 or 404, and others where it has none.
    fn answer(&self, format: Format) -> Response {
        let (status, description, retry_after) = match self {
            Self::Fault(fault) => (StatusCode::BAD_REQUEST, fault.to_string(), None),
            Self::Error(error) => {
                error.log();
                (error.open311_status(), description_of(error), error.retry_after())
            }
        };
        let document = open311::fault(status.as_u16(), &description);
        let mut response = written(status, &document, format);
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

fn description_of(error: &ApiError) -> String {
    match error {
        ApiError::Invalid(errors) => {
            let each = errors.iter().map(|error| {
                format!("{}: {}", error.pointer.trim_start_matches('/'), error.reason)
            });
            each.collect::<Vec<_>>().join("; ")
        }
        ApiError::Internal(_) => "it is our fault; try again later".to_owned(),
        other => other.to_string(),
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<E: Into<ApiError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Answers 404 for unknown addresses of Open311.
#[worker::send]
pub(crate) async fn not_found(call: Call) -> Response {
    call.answer(StatusCode::OK, Err(ApiError::NotFound.into()))
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, routing::get};
    use domain::{
        input::{InputError, Reason},
        open311::{Fault, Format},
    };
    use futures_util::FutureExt;
    use http::{Request, StatusCode, header::RETRY_AFTER};
    use tower_service::Service;

    use super::{Call, Failure, description_of};
    use crate::{error::ApiError, request::testing::part};

    fn call(path: &str) -> Call {
        let Ok(call) = part(Request::get(path));
        call
    }

    #[test]
    fn the_ending_of_the_path_is_the_format_and_an_empty_parameter_is_absent() {
        let call = call("/open311/v2/services/parking.json?jurisdiction_id=rta&page=");
        assert_eq!((call.name.as_str(), call.format), ("parking", Some(Format::Json)));
        assert_eq!(call.query.get("jurisdiction_id"), Some("rta"));
        assert_eq!(call.query.get("page"), None);
    }

    #[test]
    fn a_parameter_of_the_path_is_percent_decoded() {
        let handler = async |call: Call| assert_eq!(call.name, "a b+c");
        let mut router: Router = Router::new().route("/services/{code}", get(handler));
        let request = Request::get("/services/a%20b+c.json").body(Body::empty()).unwrap();
        let answer = router.call(request).now_or_never().unwrap().unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }

    #[test]
    fn errors_have_the_statuses_of_the_standard() {
        let status = |failure: Failure| failure.answer(Format::Xml).status();
        assert_eq!(status(Fault::NoService.into()), StatusCode::BAD_REQUEST);
        assert_eq!(status(ApiError::ApiKey.into()), StatusCode::FORBIDDEN);
        assert_eq!(status(ApiError::NotFound.into()), StatusCode::NOT_FOUND);
        assert_eq!(status(ApiError::Invalid(Vec::new()).into()), StatusCode::BAD_REQUEST);
        let waits = Failure::from(ApiError::InProgress).answer(Format::Xml);
        assert_eq!(waits.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(waits.headers()[RETRY_AFTER], "1");
        let wrong = InputError { pointer: "/text".into(), reason: Reason::NothingSaid };
        let said = description_of(&ApiError::Invalid(vec![wrong]));
        assert!(said.starts_with("text: write something"), "{said}");
    }

    #[test]
    fn an_address_without_an_ending_is_not_found() {
        let found = Ok(domain::open311::definition("parking"));
        let answer = call("/open311/v2/services/parking").answer(StatusCode::OK, found);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
