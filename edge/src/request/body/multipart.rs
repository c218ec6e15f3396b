//! Body of a form with files (`multipart/form-data`, RFC 7578), or of one that may have files.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use http::header::CONTENT_TYPE;

use super::{
    form::{self, FORM_MAX},
    read,
};
use crate::{
    error::ApiError,
    request::headers::{announced_length, header, media_type},
};

/// Unread body of a form with files.
pub(crate) struct MultipartBody {
    media_type: String,
    /// Media type with its parameters, as it was sent.
    content_type: String,
    announced: u64,
    pub(crate) body: Body,
}

impl MultipartBody {
    /// Returns whether the request says that it brings such a form.
    pub(crate) fn is_form(&self) -> bool {
        self.media_type == "multipart/form-data"
    }

    /// Reads the fields of a short form, which has no files.
    ///
    /// # Errors
    ///
    /// When the body isn't such a form, or too large.
    pub(crate) async fn short_form(self) -> Result<Vec<(String, String)>, ApiError> {
        if self.media_type != form::MEDIA_TYPE {
            return Err(ApiError::UnsupportedMediaType(form::MEDIA_TYPE));
        }
        let body = read(FORM_MAX, self.announced, self.body).await?;
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
        let headers = request.headers();
        Ok(Self {
            media_type: media_type(headers),
            content_type: header(headers, CONTENT_TYPE).unwrap_or_default().to_owned(),
            announced: announced_length(headers),
            body: request.into_body(),
        })
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
        assert_eq!(sent("Multipart/Form-Data;boundary=x"), (true, Some("x".into())));
        assert_eq!(sent("multipart/form-data"), (true, None));
        assert_eq!(sent("multipart/form-data-of-another-kind"), (false, None));
        assert_eq!(sent("text/plain"), (false, None));
        assert_eq!(sent(""), (false, None));
    }
}
