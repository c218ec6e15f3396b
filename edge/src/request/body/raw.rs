//! Raw bodies of webhooks, whose signatures cover every byte.

use axum::extract::{FromRequest, Request};

use super::read;
use crate::{error::ApiError, request::headers::announced_length};

/// Bytes of a body of at most `MAX` bytes.
pub(crate) struct RawBody<const MAX: usize>(pub(crate) Vec<u8>);

impl<const MAX: usize, S: Sync> FromRequest<S> for RawBody<MAX> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let announced = announced_length(request.headers());
        Ok(Self(read(MAX, announced, request.into_body()).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::RawBody;
    use crate::{
        error::ApiError,
        request::testing::{body, request},
    };

    #[test]
    fn a_body_is_read_as_it_is_up_to_its_limit() {
        let RawBody(bytes) = body::<RawBody<4>>(request(&[]), "{ }\n").unwrap();
        assert_eq!(bytes, b"{ }\n");
        let refused = body::<RawBody<4>>(request(&[]), "12345").err();
        assert!(matches!(refused, Some(ApiError::TooLarge(4))));
    }
}
