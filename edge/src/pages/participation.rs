//! To be written.

use crate::error::ApiError;

pub(crate) async fn show() -> ApiError {
    ApiError::NotFound
}

pub(crate) async fn find() -> ApiError {
    ApiError::NotFound
}
