//! To be written.

use crate::error::ApiError;

pub(crate) async fn show() -> ApiError {
    ApiError::NotFound
}
