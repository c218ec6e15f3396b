//! The header `Idempotency-Key`.

use axum::extract::FromRequestParts;
use domain::intake::idempotency::IdempotencyKey;
use http::request::Parts;

use super::headers::header;
use crate::error::ApiError;

/// Key of a request that is executed once, however often it is sent.
pub(crate) struct RequestKey(pub(crate) IdempotencyKey);

/// Key that may be missing. It is checked only when the handler asks for it, since a caller without
/// permission learns nothing but that.
pub(crate) struct OptionalKey(Result<Option<RequestKey>, ApiError>);

impl OptionalKey {
    /// Returns the key, if one was sent, or refuses what is no key.
    pub(crate) fn checked(self) -> Result<Option<IdempotencyKey>, ApiError> {
        Ok(self.0?.map(|RequestKey(key)| key))
    }
}

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

impl<S: Sync> FromRequestParts<S> for OptionalKey {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(read(parts)))
    }
}

#[cfg(test)]
mod tests {
    use super::{OptionalKey, RequestKey};
    use crate::{
        error::ApiError,
        request::testing::{part, request},
    };

    const KEY: &str = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7";

    fn optional(headers: &[(&str, &str)]) -> OptionalKey {
        let Ok(key) = part(request(headers));
        key
    }

    #[test]
    fn a_key_is_a_uuid() {
        let given = [("idempotency-key", KEY)];
        assert_eq!(part::<RequestKey>(request(&given)).unwrap().0.as_str(), KEY);
        assert!(optional(&given).checked().unwrap().is_some());
        let invalid = [("idempotency-key", "1")];
        let refused = part::<RequestKey>(request(&invalid)).err();
        assert!(matches!(refused, Some(ApiError::IdempotencyKeyInvalid(_))));
        let refused = optional(&invalid).checked().err();
        assert!(matches!(refused, Some(ApiError::IdempotencyKeyInvalid(_))));
    }

    #[test]
    fn only_an_optional_key_may_be_missing() {
        let refused = part::<RequestKey>(request(&[])).err();
        assert!(matches!(refused, Some(ApiError::IdempotencyKeyMissing)));
        assert!(optional(&[]).checked().unwrap().is_none());
    }
}
