//! The header `Idempotency-Key`.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use domain::intake::idempotency::IdempotencyKey;
use http::request::Parts;

use super::headers::header;
use crate::error::ApiError;

/// Key of a request that is executed once, however often it is sent. As `Option` it may be missing.
pub(crate) struct RequestKey(pub(crate) IdempotencyKey);

fn read(parts: &Parts) -> Result<Option<RequestKey>, ApiError> {
    let key = header(&parts.headers, "idempotency-key").map(IdempotencyKey::parse).transpose()?;
    Ok(key.map(RequestKey))
}

impl<S: Sync> FromRequestParts<S> for RequestKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read(parts)?.ok_or(ApiError::IdempotencyKeyMissing)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for RequestKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, ApiError> {
        read(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::RequestKey;
    use crate::{
        error::ApiError,
        request::testing::{part, request},
    };

    const KEY: &str = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7";

    #[test]
    fn a_key_is_a_uuid() {
        let given = || request(&[("idempotency-key", KEY)]);
        assert_eq!(part::<RequestKey>(given()).unwrap().0.as_str(), KEY);
        assert!(part::<Option<RequestKey>>(given()).unwrap().is_some());
        let invalid = || request(&[("idempotency-key", "1")]);
        let refused = part::<RequestKey>(invalid()).err();
        assert!(matches!(refused, Some(ApiError::IdempotencyKeyInvalid(_))));
        assert!(part::<Option<RequestKey>>(invalid()).is_err());
    }

    #[test]
    fn only_an_optional_key_may_be_missing() {
        let refused = part::<RequestKey>(request(&[])).err();
        assert!(matches!(refused, Some(ApiError::IdempotencyKeyMissing)));
        assert!(part::<Option<RequestKey>>(request(&[])).unwrap().is_none());
    }
}
