//! Errors of the edge. This is the only file that knows the status codes of problems.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::api_key::KeyRefusal,
    case::Refusal,
    input::{InputError, Reason},
    media::{attachment::NotAccepted, scan::Withheld, upload::UploadError},
    webhook::NotSent,
    wire,
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use thiserror::Error;

use crate::{
    crypto::seal::{SealError, WebCryptoRefused},
    platform::random::RandomError,
    store::StoreError,
};

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
    /// Something that exists, and that this person may not see. It answers like [`Self::NotFound`].
    #[error("there is nothing here under this address")]
    Unseen,
    #[error("this address doesn't answer this method")]
    MethodNotAllowed,
    #[error("this tracking key doesn't open this participation")]
    TrackingKey,
    #[error(
        "an API key of the entity is needed: Authorization: Bearer swk_…; this one is missing, unknown or revoked"
    )]
    ApiKey,
    #[error("{0}")]
    ApiKeyRefused(#[from] KeyRefusal),
    #[error("the signature or the token of this webhook is wrong")]
    Signature,
    #[error("this link has expired or was changed; open the participation again")]
    Link,
    #[error("{0}")]
    Withheld(#[from] Withheld),
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
    NotSent(#[from] NotSent),
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

/// Delay until a retry while the store is busy, in seconds.
const BUSY: i64 = 2;

/// Delay until a retry while the store is full, in seconds.
const FULL: i64 = 600;

/// Declares the problem types: status code, stable name and title of each, named nowhere else.
macro_rules! problem_types {
    ($($variant:ident = $status:literal, $name:literal, $title:literal;)*) => {
        /// A problem type of the HTTP contract (RFC 9457, section 3.1.1).
        #[derive(Clone, Copy)]
        enum ProblemType { $($variant,)* }

        impl ProblemType {
            /// Returns status code, name and title.
            const fn row(self) -> (u16, &'static str, &'static str) {
                match self { $(Self::$variant => ($status, $name, $title),)* }
            }
        }

        /// The names of all problem types, for the contract.
        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[$($name,)*];
    };
}

problem_types! {
    IdempotencyKeyMissing = 400, "idempotency-key-missing", "Idempotency key missing";
    IdempotencyKeyInvalid = 400, "idempotency-key-invalid", "Idempotency key invalid";
    IdempotencyKeyReused = 422, "idempotency-key-reused", "Idempotency key reused";
    InProgress = 409, "in-progress", "First request in progress";
    NotAcceptable = 406, "not-acceptable", "Not acceptable";
    Malformed = 400, "malformed", "Malformed request";
    Invalid = 422, "invalid", "Invalid input";
    UnsupportedMediaType = 415, "unsupported-media-type", "Unsupported media type";
    TooLarge = 413, "too-large", "Too large";
    OriginNotAllowed = 403, "origin-not-allowed", "Origin not allowed";
    TooMany = 429, "too-many", "Too many requests";
    ProofRequired = 429, "proof-required", "Proof of work required";
    TooManyOpen = 429, "too-many-open", "Too many uploads open";
    NotFound = 404, "not-found", "Not found";
    MethodNotAllowed = 405, "method-not-allowed", "Method not allowed";
    TrackingKey = 401, "tracking-key", "Wrong tracking key";
    ApiKey = 401, "api-key", "API key not valid";
    ApiKeyRefused = 403, "api-key-refused", "API key not for this";
    Signature = 403, "signature", "Signature not valid";
    Link = 403, "link", "Link not valid";
    Unacknowledged = 403, "unacknowledged", "Not known to be clean";
    Infected = 403, "infected", "Malware found";
    SignIn = 401, "sign-in", "Not signed in";
    NotSignedIn = 403, "not-signed-in", "Sign-in failed";
    NotStaff = 403, "not-staff", "Not known here";
    Forbidden = 403, "forbidden", "Not allowed";
    CrossSite = 403, "cross-site", "From another site";
    Stale = 409, "stale", "Changed meanwhile";
    Refused = 409, "refused", "Not possible as it stands";
    NotSent = 409, "not-sent", "Not sent";
    MediaType = 415, "media-type", "Media type not accepted";
    Locked = 423, "locked", "Locked";
    ChecksumUnknown = 400, "checksum-unknown", "Checksum not understood";
    Checksum = 460, "checksum", "Checksum mismatch";
    TusVersion = 412, "tus-version", "Unsupported protocol version";
    TooLong = 413, "too-long", "More than announced";
    Cut = 400, "cut", "Body cut off";
    Range = 416, "range", "Range not satisfiable";
    Busy = 503, "busy", "Busy";
    Full = 507, "full", "Full";
    Internal = 500, "internal", "Internal error";
    Offset = 409, "offset", "Wrong offset";
    UploadLength = 400, "upload-length", "Upload length missing";
    UploadLengthChanged = 400, "upload-length-changed", "Upload length changed";
    UploadMetadata = 400, "upload-metadata", "Malformed metadata";
}

/// Converts errors of the store. This is the only bridge from the stores to HTTP.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Locked(message) | StoreError::Busy(message) => {
                worker::console_error!("the store is busy: {message}");
                Self::Busy
            }
            StoreError::Full(message) => {
                worker::console_error!("the store is full: {message}");
                Self::Full
            }
            StoreError::Constraint { message, .. } | StoreError::Other(message) => {
                Self::Internal(message)
            }
            StoreError::Parameters(mismatch) => Self::Internal(mismatch.to_string()),
        }
    }
}

/// JSON of our own that can't be written or read. That of others is parsed where it comes in.
impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// Converts errors of the platform below the stores. A client can't mend any of them.
macro_rules! internal {
    ($($error:ty),*) => {$(
        impl From<$error> for ApiError {
            fn from(error: $error) -> Self {
                Self::Internal(error.to_string())
            }
        }
    )*};
}

internal!(RandomError, WebCryptoRefused, SealError);

impl ApiError {
    /// Returns an error with one invalid member of the input.
    pub(crate) fn input(pointer: &str, reason: Reason) -> Self {
        Self::Invalid(vec![InputError { pointer: pointer.to_owned(), reason }])
    }

    /// Returns the problem type by which clients know this error.
    const fn problem_type(&self) -> ProblemType {
        match self {
            Self::IdempotencyKeyMissing => ProblemType::IdempotencyKeyMissing,
            Self::IdempotencyKeyInvalid(_) => ProblemType::IdempotencyKeyInvalid,
            Self::IdempotencyKeyReused => ProblemType::IdempotencyKeyReused,
            Self::InProgress => ProblemType::InProgress,
            Self::NotAcceptable => ProblemType::NotAcceptable,
            Self::Malformed(_) | Self::Upload(UploadError::SmallPieces) => ProblemType::Malformed,
            Self::Invalid(_) => ProblemType::Invalid,
            Self::UnsupportedMediaType(_) => ProblemType::UnsupportedMediaType,
            Self::TooLarge(_) | Self::Upload(UploadError::TooLarge(_)) => ProblemType::TooLarge,
            Self::OriginNotAllowed(_) => ProblemType::OriginNotAllowed,
            Self::TooMany(_) => ProblemType::TooMany,
            Self::ProofRequired(_) => ProblemType::ProofRequired,
            Self::TooManyOpen(_) => ProblemType::TooManyOpen,
            Self::NotFound | Self::Unseen => ProblemType::NotFound,
            Self::MethodNotAllowed => ProblemType::MethodNotAllowed,
            Self::TrackingKey => ProblemType::TrackingKey,
            Self::ApiKey => ProblemType::ApiKey,
            Self::ApiKeyRefused(_) => ProblemType::ApiKeyRefused,
            Self::Signature => ProblemType::Signature,
            Self::Link => ProblemType::Link,
            Self::Withheld(Withheld::Unacknowledged(_)) => ProblemType::Unacknowledged,
            Self::Withheld(Withheld::Infected) => ProblemType::Infected,
            Self::SignIn => ProblemType::SignIn,
            Self::NotSignedIn(_) => ProblemType::NotSignedIn,
            Self::NotStaff => ProblemType::NotStaff,
            Self::Forbidden => ProblemType::Forbidden,
            Self::CrossSite => ProblemType::CrossSite,
            Self::Stale => ProblemType::Stale,
            Self::Refused(_) => ProblemType::Refused,
            Self::NotSent(_) => ProblemType::NotSent,
            Self::MediaType(_) => ProblemType::MediaType,
            Self::Locked => ProblemType::Locked,
            Self::ChecksumUnknown(_) => ProblemType::ChecksumUnknown,
            Self::Checksum => ProblemType::Checksum,
            Self::TusVersion => ProblemType::TusVersion,
            Self::TooLong => ProblemType::TooLong,
            Self::Cut => ProblemType::Cut,
            Self::Range(_) => ProblemType::Range,
            Self::Busy => ProblemType::Busy,
            Self::Full => ProblemType::Full,
            Self::Internal(_) => ProblemType::Internal,
            Self::Upload(UploadError::Offset { .. }) => ProblemType::Offset,
            Self::Upload(UploadError::Length) => ProblemType::UploadLength,
            Self::Upload(UploadError::LengthChanged) => ProblemType::UploadLengthChanged,
            Self::Upload(UploadError::Metadata) => ProblemType::UploadMetadata,
        }
    }

    /// Logs an internal error in full. Errors of the request are not logged: they may repeat its
    /// content.
    pub(crate) fn log(&self) {
        if let Self::Internal(detail) = self {
            worker::console_error!("internal error: {detail}");
        }
    }

    /// Returns whether the person who asked lacks the right, which the log of security events
    /// tells.
    pub(crate) const fn is_refusal(&self) -> bool {
        matches!(self, Self::Forbidden | Self::Unseen | Self::CrossSite)
    }

    pub(crate) fn status(&self) -> StatusCode {
        let (status, ..) = self.problem_type().row();
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Returns the status by Open311, which has 403 for a key that is missing, and 400 for whatever
    /// can't be accepted.
    pub(crate) fn open311_status(&self) -> StatusCode {
        if let Self::InProgress = self {
            // The same call succeeds a moment later, which 400 would deny.
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        match self.status() {
            StatusCode::UNAUTHORIZED => StatusCode::FORBIDDEN,
            StatusCode::CONFLICT
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::UNSUPPORTED_MEDIA_TYPE => StatusCode::BAD_REQUEST,
            other => other,
        }
    }

    /// Returns the seconds after which the same request may succeed.
    pub(crate) const fn retry_after(&self) -> Option<i64> {
        match self {
            // With a solved challenge, the retry may follow at once.
            Self::ProofRequired(_) => Some(0),
            Self::TooMany(seconds) | Self::TooManyOpen(seconds) => Some(*seconds),
            Self::Busy => Some(BUSY),
            Self::Full => Some(FULL),
            Self::InProgress => Some(1),
            _ => None,
        }
    }

    /// Returns the problem document of the answer. `base_url` prefixes the URIs of the problem
    /// types.
    pub(crate) fn problem(&self, base_url: &str) -> wire::Problem {
        let (status, name, title) = self.problem_type().row();
        let errors = if let Self::Invalid(errors) = self { errors.as_slice() } else { &[] };
        let errors = errors.iter().map(|error| wire::InputProblem {
            pointer: error.pointer.clone(),
            detail: error.reason.to_string(),
        });
        wire::Problem {
            kind: format!("{base_url}/problems/{name}"),
            title: title.to_owned(),
            status,
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

/// Turns a rejection by the framework into a problem. The types of `request` cause none; this is
/// for an extractor of the framework that a handler took by mistake.
pub(crate) fn of_framework(response: Response) -> Response {
    let status = response.status();
    // A problem that a handler wrote itself stays as it is.
    let is_problem =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if status.is_client_error() && !is_problem {
        ApiError::Malformed(status.canonical_reason().unwrap_or_default().to_lowercase())
            .into_response()
    } else {
        response
    }
}

/// Mark of an answer to a person who lacks the right, for the middleware.
#[derive(Clone, Copy)]
pub(crate) struct Denied;

/// Problem of an answer, passed on to the middleware, which knows the base URL of problem types.
#[derive(Clone)]
pub(crate) struct Reported(wire::Problem);

impl Reported {
    /// Returns the response with the problem as its body. Headers and extensions are kept.
    pub(crate) fn answer(self, bare: Response, base_url: &str) -> Response {
        let problem = wire::Problem { kind: format!("{base_url}{}", self.0.kind), ..self.0 };
        let (mut parts, _) = bare.into_parts();
        parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        Response::from_parts(parts, Json(problem).into_response().into_body())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        match &self {
            Self::TrackingKey | Self::ApiKey => {
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
        if self.is_refusal() {
            response.extensions_mut().insert(Denied);
        }
        response
    }
}
