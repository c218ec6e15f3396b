//! To be written.

use crate::error::ApiError;

pub(crate) async fn receive() -> ApiError {
    ApiError::NotFound
}
