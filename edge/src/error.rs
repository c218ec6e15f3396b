//! What can go wrong, and the only place that knows how HTTP says so.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::{
    case::Refusal,
    intake::submission::{InputError, Reason},
    media::{attachment::NotAccepted, upload::UploadError},
    wire,
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use thiserror::Error;

#[derive(Debug, Error)]
pub(crate) enum ApiError {
    #[error("the header Idempotency-Key is missing: a UUID that stays the same with every retry")]
    IdempotencyKeyMissing,
    #[error("{0}")]
    IdempotencyKeyInvalid(#[from] domain::intake::idempotency::IdempotencyKeyError),
    #[error("this Idempotency-Key came with another body before; a new submission needs a new key")]
    IdempotencyKeyReused,
    #[error(
        "the first request with this Idempotency-Key is still being worked on; ask again in a moment"
    )]
    InProgress,
    #[error("answers are application/json, errors application/problem+json")]
    NotAcceptable,
    #[error("the request can't be read: {0}")]
    Malformed(String),
    #[error("some of it can't be accepted as it is; see `errors`")]
    Invalid(Vec<InputError>),
    #[error("the body must be {0}")]
    UnsupportedMediaType(&'static str),
    #[error("at most {0} bytes")]
    TooLarge(u64),
    #[error("pages of {0} are not registered to send to this entity")]
    OriginNotAllowed(String),
    #[error("too many today from this address; try again in {0} seconds")]
    TooMany(i64),
    #[error(
        "much comes from this address or to this entity today: solve `challenge` and send the same again with the header Proof"
    )]
    ProofRequired(wire::Challenge),
    #[error(
        "too many uploads are open from this address; finish, send or delete some, or wait {0} seconds"
    )]
    TooManyOpen(i64),
    #[error("there is nothing here under this address")]
    NotFound,
    #[error("this address doesn't answer this method")]
    MethodNotAllowed,
    #[error("this tracking key doesn't open this participation")]
    TrackingKey,
    #[error("this link has expired or was changed; open the participation again")]
    Link,
    #[error("sign in at /console/sign-in")]
    SignIn,
    #[error("the provider's word is not taken: {0}")]
    NotSignedIn(String),
    #[error("nobody here has this account")]
    NotStaff,
    #[error("you are not there for this")]
    Forbidden,
    #[error("only the console's own pages may ask for this")]
    CrossSite,
    #[error("it has changed since you read it; read it again")]
    Stale,
    #[error("{0}")]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Upload(#[from] UploadError),
    #[error("{0}")]
    MediaType(#[from] NotAccepted),
    #[error("another request is writing to this upload")]
    Locked,
    #[error("{0}")]
    ChecksumUnknown(#[from] domain::media::checksum::ChecksumError),
    #[error(
        "the bytes are not those that Upload-Checksum speaks of; none of them were kept, send them again"
    )]
    Checksum,
    #[error("this server speaks tus 1.0.0")]
    TusVersion,
    #[error("more bytes came than Upload-Length announced")]
    TooLong,
    #[error("the connection was cut; what had come is kept: ask for the offset and continue")]
    Cut,
    #[error("the requested range is not within the {0} bytes")]
    Range(u64),
    #[error("the store is busy; try again in {BUSY} seconds")]
    Busy,
    #[error("the store is full; what was stored before is safe")]
    Full,
    #[error("{0}")]
    Internal(String),
}

/// When to try again while the store is busy, in seconds.
const BUSY: u16 = 2;

/// How the database says that somebody else was writing, so that nothing was done.
const LOCKED_SIGNS: [&str; 3] = ["SQLITE_BUSY", "SQLITE_LOCKED", "database is locked"];

/// How else the stores say that they will work again in a moment. The last three say only that the platform failed below them, as a disk without room
/// does.
const BUSY_SIGNS: [&str; 8] = [
    "overloaded",
    "Too many requests queued",
    "exceeded timeout",
    "Network connection lost",
    "reset because",
    "internal error; reference",
    "(10001)",
    "Unspecified error (0)",
];

/// How the stores say that there is no room.
const FULL_SIGNS: [&str; 4] = ["SQLITE_FULL", "disk is full", "maximum DB size", "No space left"];

/// The names of all problems: what [`ApiError::answer`] gives, for the contract.
#[cfg(test)]
pub(crate) const NAMES: [&str; 39] = [
    "idempotency-key-missing",
    "idempotency-key-invalid",
    "idempotency-key-reused",
    "in-progress",
    "not-acceptable",
    "malformed",
    "invalid",
    "unsupported-media-type",
    "too-large",
    "origin-not-allowed",
    "too-many",
    "proof-required",
    "too-many-open",
    "not-found",
    "method-not-allowed",
    "tracking-key",
    "link",
    "sign-in",
    "not-signed-in",
    "not-staff",
    "forbidden",
    "cross-site",
    "stale",
    "refused",
    "media-type",
    "locked",
    "checksum-unknown",
    "checksum",
    "tus-version",
    "too-long",
    "cut",
    "range",
    "busy",
    "full",
    "internal",
    "offset",
    "upload-length",
    "upload-length-changed",
    "upload-metadata",
];

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        let text = error.to_string();
        let is_busy = is_locked(&error) || says(&text, &BUSY_SIGNS);
        let is_full = says(&text, &FULL_SIGNS);
        if is_busy || is_full {
            worker::console_error!("the store: {text}");
        }
        match () {
            () if is_busy => Self::Busy,
            () if is_full => Self::Full,
            () => Self::Internal(text),
        }
    }
}

/// Whether the database came upon somebody else who was writing; then nothing of what was asked is done.
pub(crate) fn is_locked(error: &worker::Error) -> bool {
    says(&error.to_string(), &LOCKED_SIGNS)
}

fn says(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}

impl ApiError {
    /// One thing wrong with the input.
    pub(crate) fn input(pointer: &str, reason: Reason) -> Self {
        Self::Invalid(vec![InputError { pointer: pointer.to_owned(), reason }])
    }

    /// The status, the stable name and the title.
    fn answer(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as Http;
        match self {
            Self::IdempotencyKeyMissing => {
                (Http::BAD_REQUEST, "idempotency-key-missing", "Idempotency key missing")
            }
            Self::IdempotencyKeyInvalid(_) => {
                (Http::BAD_REQUEST, "idempotency-key-invalid", "Idempotency key invalid")
            }
            Self::IdempotencyKeyReused => {
                (Http::UNPROCESSABLE_ENTITY, "idempotency-key-reused", "Idempotency key reused")
            }
            Self::InProgress => (Http::CONFLICT, "in-progress", "First request in progress"),
            Self::NotAcceptable => (Http::NOT_ACCEPTABLE, "not-acceptable", "Not acceptable"),
            Self::Malformed(_) => (Http::BAD_REQUEST, "malformed", "Malformed request"),
            Self::Invalid(_) => (Http::UNPROCESSABLE_ENTITY, "invalid", "Invalid input"),
            Self::UnsupportedMediaType(_) => {
                (Http::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type")
            }
            Self::TooLarge(_) => (Http::PAYLOAD_TOO_LARGE, "too-large", "Too large"),
            Self::OriginNotAllowed(_) => {
                (Http::FORBIDDEN, "origin-not-allowed", "Origin not allowed")
            }
            Self::TooMany(_) => (Http::TOO_MANY_REQUESTS, "too-many", "Too many requests"),
            Self::ProofRequired(_) => {
                (Http::TOO_MANY_REQUESTS, "proof-required", "Proof of work required")
            }
            Self::TooManyOpen(_) => {
                (Http::TOO_MANY_REQUESTS, "too-many-open", "Too many uploads open")
            }
            Self::NotFound => (Http::NOT_FOUND, "not-found", "Not found"),
            Self::MethodNotAllowed => {
                (Http::METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed")
            }
            Self::TrackingKey => (Http::UNAUTHORIZED, "tracking-key", "Wrong tracking key"),
            Self::Link => (Http::FORBIDDEN, "link", "Link not valid"),
            Self::SignIn => (Http::UNAUTHORIZED, "sign-in", "Not signed in"),
            Self::NotSignedIn(_) => (Http::FORBIDDEN, "not-signed-in", "Sign-in failed"),
            Self::NotStaff => (Http::FORBIDDEN, "not-staff", "Not known here"),
            Self::Forbidden => (Http::FORBIDDEN, "forbidden", "Not allowed"),
            Self::CrossSite => (Http::FORBIDDEN, "cross-site", "From another site"),
            Self::Stale => (Http::CONFLICT, "stale", "Changed meanwhile"),
            Self::Refused(_) => (Http::CONFLICT, "refused", "Not possible as it stands"),
            Self::Upload(error) => of_upload(*error),
            Self::MediaType(_) => {
                (Http::UNSUPPORTED_MEDIA_TYPE, "media-type", "Media type not accepted")
            }
            Self::Locked => (Http::LOCKED, "locked", "Locked"),
            Self::ChecksumUnknown(_) => {
                (Http::BAD_REQUEST, "checksum-unknown", "Checksum not understood")
            }
            Self::Checksum => (checksum_mismatch(), "checksum", "Checksum mismatch"),
            Self::TusVersion => {
                (Http::PRECONDITION_FAILED, "tus-version", "Unsupported protocol version")
            }
            Self::TooLong => (Http::PAYLOAD_TOO_LARGE, "too-long", "More than announced"),
            Self::Cut => (Http::BAD_REQUEST, "cut", "Body cut off"),
            Self::Range(_) => (Http::RANGE_NOT_SATISFIABLE, "range", "Range not satisfiable"),
            Self::Busy => (Http::SERVICE_UNAVAILABLE, "busy", "Busy"),
            Self::Full => (Http::INSUFFICIENT_STORAGE, "full", "Full"),
            Self::Internal(_) => (Http::INTERNAL_SERVER_ERROR, "internal", "Internal error"),
        }
    }

    /// Logs in full what is ours to mend, and nothing of what a request brought.
    pub(crate) fn log(&self) {
        if let Self::Internal(detail) = self {
            worker::console_error!("internal error: {detail}");
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.answer().0
    }

    /// The answer's body. `base_url` is where the names of problems live.
    pub(crate) fn problem(&self, base_url: &str) -> wire::Problem {
        let (status, name, title) = self.answer();
        let errors = if let Self::Invalid(errors) = self { errors.as_slice() } else { &[] };
        let errors = errors.iter().map(|error| wire::InputProblem {
            pointer: error.pointer.clone(),
            detail: error.reason.to_string(),
        });
        wire::Problem {
            kind: format!("{base_url}/problems/{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: if let Self::Internal(_) = self {
                "It is our fault; try again later".to_owned()
            } else {
                self.to_string()
            },
            errors: errors.collect(),
            challenge: if let Self::ProofRequired(challenge) = self {
                Some(challenge.clone())
            } else {
                None
            },
        }
    }
}

/// A status of the tus protocol's own.
fn checksum_mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
}

const fn of_upload(error: UploadError) -> (StatusCode, &'static str, &'static str) {
    match error {
        UploadError::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large"),
        UploadError::Offset { .. } => (StatusCode::CONFLICT, "offset", "Wrong offset"),
        UploadError::Length => (StatusCode::BAD_REQUEST, "upload-length", "Upload length missing"),
        UploadError::LengthChanged => {
            (StatusCode::BAD_REQUEST, "upload-length-changed", "Upload length changed")
        }
        UploadError::Metadata => (StatusCode::BAD_REQUEST, "upload-metadata", "Malformed metadata"),
    }
}

/// What the framework refuses by itself (an address that isn't UTF-8, say) is a problem like any other.
pub(crate) fn of_framework(response: Response) -> Response {
    let status = response.status();
    // A handler that has more to say than a problem says it itself.
    let is_problem =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if status.is_client_error() && !is_problem {
        ApiError::Malformed(status.canonical_reason().unwrap_or_default().to_lowercase())
            .into_response()
    } else {
        response
    }
}

/// The problem of an answer, carried to the door, which knows where the names of problems live.
#[derive(Clone)]
pub(crate) struct Reported(wire::Problem);

impl Reported {
    /// The whole answer: what was known already (its headers), with the problem as its body.
    pub(crate) fn answer(self, bare: Response, base_url: &str) -> Response {
        let problem = wire::Problem { kind: format!("{base_url}{}", self.0.kind), ..self.0 };
        let (parts, _) = bare.into_parts();
        let mut response = (parts.status, parts.headers, Json(problem)).into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        match &self {
            // With a proof, at once.
            Self::ProofRequired(_) => {
                _ = headers.insert(RETRY_AFTER, HeaderValue::from_static("0"));
            }
            Self::TooMany(seconds) | Self::TooManyOpen(seconds) => {
                _ = headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::Busy => _ = headers.insert(RETRY_AFTER, HeaderValue::from(BUSY)),
            Self::Full => _ = headers.insert(RETRY_AFTER, HeaderValue::from_static("600")),
            Self::InProgress => _ = headers.insert(RETRY_AFTER, HeaderValue::from_static("1")),
            Self::TrackingKey => {
                _ = headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::SignIn => {
                _ = headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Cookie"));
            }
            Self::TusVersion => {
                _ = headers.insert("tus-version", HeaderValue::from_static("1.0.0"));
            }
            Self::Upload(UploadError::Offset { expected }) => {
                _ = headers.insert("upload-offset", HeaderValue::from(*expected));
            }
            Self::Range(size) => {
                if let Ok(range) = HeaderValue::from_str(&format!("bytes */{size}")) {
                    headers.insert(http::header::CONTENT_RANGE, range);
                }
            }
            _ => {}
        }
        response.extensions_mut().insert(Reported(self.problem("")));
        response
    }
}
