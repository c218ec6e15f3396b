//! JSON bodies of requests, with a size limit.

use std::marker::PhantomData;

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use serde::de::DeserializeOwned;

use super::read;
use crate::{
    error::ApiError,
    request::headers::{announced_length, media_type},
};

/// Size limit of a body, in bytes. The longest texts in any script take less than half of it.
const BODY_MAX: usize = 64 * 1024;

/// Size limit of an entity's settings, in bytes: enough for some hundred templates.
pub(crate) const LONG_BODY_MAX: usize = 512 * 1024;

/// JSON body of at most `MAX` bytes that holds a `Shape`. It isn't read until the handler asks for
/// it.
pub(crate) struct JsonBody<Shape, const MAX: usize = BODY_MAX> {
    media_type: String,
    announced: u64,
    body: Body,
    shape: PhantomData<fn() -> Shape>,
}

impl<Shape, const MAX: usize, S: Sync> FromRequest<S> for JsonBody<Shape, MAX> {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let headers = request.headers();
        let (media_type, announced) = (media_type(headers), announced_length(headers));
        Ok(Self { media_type, announced, body: request.into_body(), shape: PhantomData })
    }
}

impl<Shape: DeserializeOwned, const MAX: usize> JsonBody<Shape, MAX> {
    /// Reads and parses the body, which must be an object. Arrays are refused: serde would accept a
    /// list of the members' values in place of an object.
    pub(crate) async fn read(self) -> Result<Shape, ApiError> {
        if self.media_type != "application/json" {
            return Err(ApiError::UnsupportedMediaType("application/json"));
        }
        let body = read(MAX, self.announced, self.body).await?;
        if body.trim_ascii_start().first() != Some(&b'{') {
            return Err(ApiError::Malformed("it is not an object".into()));
        }
        serde_json::from_slice(&body).map_err(|error| ApiError::Malformed(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use serde_json::{Map, Value};

    use super::JsonBody;
    use crate::{
        error::ApiError,
        request::testing::{body, request},
    };

    fn read(media_type: &str, text: &str) -> Result<Map<String, Value>, ApiError> {
        let Ok(sent) = body::<JsonBody<_, 16>>(request(&[("content-type", media_type)]), text);
        sent.read().now_or_never().unwrap()
    }

    #[test]
    fn an_object_is_parsed() {
        assert_eq!(read("application/json", " {\"a\": 1}").unwrap()["a"], 1);
        assert!(read("Application/JSON; charset=utf-8", "{}").unwrap().is_empty());
    }

    #[test]
    fn anything_else_is_malformed() {
        for text in ["", "[]", "1", "{", "{} {}"] {
            let refused = read("application/json", text);
            assert!(matches!(refused, Err(ApiError::Malformed(_))), "{text}: {refused:?}");
        }
    }

    #[test]
    fn another_media_type_is_refused() {
        for media_type in ["", "text/plain", "application/jsonl"] {
            let refused = read(media_type, "{}");
            assert!(matches!(refused, Err(ApiError::UnsupportedMediaType(_))), "{media_type}");
        }
    }

    #[test]
    fn a_body_beyond_the_limit_is_refused_whatever_it_announces() {
        let long = "{\"a\":\"0123456789\"}";
        assert!(matches!(read("application/json", long), Err(ApiError::TooLarge(16))));
        let headers = [("content-type", "application/json"), ("content-length", "17")];
        let Ok(sent) = body::<JsonBody<Value, 16>>(request(&headers), "{}");
        let refused = sent.read().now_or_never().unwrap();
        assert!(matches!(refused, Err(ApiError::TooLarge(16))));
    }
}
