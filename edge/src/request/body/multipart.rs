//! Body of a form with files (`multipart/form-data`, RFC 7578), or of one that may have files.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use http::header::CONTENT_TYPE;

use super::{form::FORM_MAX, read};
use crate::{error::ApiError, request::headers::header};

/// Unread body of a form with files.
pub(crate) struct MultipartBody {
    content_type: String,
    pub(crate) body: Body,
}

impl MultipartBody {
    /// Returns whether the request says that it brings such a form.
    pub(crate) fn is_form(&self) -> bool {
        self.content_type.starts_with("multipart/form-data")
    }

    /// Reads the fields of a short form, which has no files.
    ///
    /// # Errors
    ///
    /// When the body isn't such a form, or too large.
    pub(crate) async fn short_form(self) -> Result<Vec<(String, String)>, ApiError> {
        const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";
        if !self.content_type.to_ascii_lowercase().starts_with(MEDIA_TYPE) {
            return Err(ApiError::UnsupportedMediaType(MEDIA_TYPE));
        }
        let body = read(FORM_MAX, 0, self.body).await?;
        Ok(form_urlencoded::parse(&body).into_owned().collect())
    }

    /// Returns the text between the parts, if the request names it.
    pub(crate) fn boundary(&self) -> Option<String> {
        multer::parse_boundary(&self.content_type).ok()
    }
}

impl<S: Sync> FromRequest<S> for MultipartBody {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let content_type = header(request.headers(), CONTENT_TYPE).unwrap_or_default().to_owned();
        Ok(Self { content_type, body: request.into_body() })
    }
}

#[cfg(test)]
mod tests {
    use super::MultipartBody;
    use crate::request::testing::{body, request};

    #[test]
    fn a_form_with_files_names_its_boundary() {
        let sent = |content_type: &str| {
            let Ok(sent) = body::<MultipartBody>(request(&[("content-type", content_type)]), "");
            (sent.is_form(), sent.boundary())
        };
        assert_eq!(sent("multipart/form-data; boundary=x"), (true, Some("x".into())));
        assert_eq!(sent("multipart/form-data"), (true, None));
        assert_eq!(sent("text/plain"), (false, None));
        assert_eq!(sent(""), (false, None));
    }
}
