//! Extraction from a request that a test writes down.

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts},
};
use futures_util::FutureExt;
use http::{Request, request::Builder};

/// Returns the beginning of a request with these headers.
pub(crate) fn request(headers: &[(&str, &str)]) -> Builder {
    headers.iter().fold(Request::builder(), |request, (name, value)| request.header(*name, *value))
}

/// Extracts a part of a request's head.
pub(crate) fn part<T: FromRequestParts<()>>(request: Builder) -> Result<T, T::Rejection> {
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    T::from_request_parts(&mut parts, &()).now_or_never().unwrap()
}

/// Extracts a body.
pub(crate) fn body<T: FromRequest<()>>(request: Builder, body: &str) -> Result<T, T::Rejection> {
    let request = request.body(Body::from(body.to_owned())).unwrap();
    T::from_request(request, &()).now_or_never().unwrap()
}
