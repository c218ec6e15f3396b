//! Addresses under which there is nothing.

use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

pub(crate) async fn not_found() -> Response {
    ApiError::NotFound.into_response()
}

pub(crate) async fn method_not_allowed() -> Response {
    ApiError::MethodNotAllowed.into_response()
}
