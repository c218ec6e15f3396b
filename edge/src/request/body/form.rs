//! Body of a short form (`application/x-www-form-urlencoded`).

use std::collections::{BTreeMap, HashMap};

use axum::extract::{FromRequest, Request};
use domain::intake::idempotency;

use super::read;
use crate::{
    error::ApiError,
    request::headers::{announced_length, media_type},
};

/// Media type of a short form.
pub(super) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Size limit of a form, in bytes: at least seventeen of the longest texts, percent-encoded. So
/// one that is too long comes back with its page.
pub(super) const FORM_MAX: usize = 1024 * 1024;

/// Fields of a form. Of a name that occurs several times, the first value counts.
pub(crate) struct FormBody(HashMap<String, String>);

impl FormBody {
    /// Returns the value of a field, or an empty text.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Returns whether a field was sent, even if it is empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns the fingerprint of all fields.
    pub(crate) fn fingerprint(&self) -> String {
        idempotency::fingerprint(&self.0.iter().collect::<BTreeMap<_, _>>())
    }

    /// Removes a field and returns its value, or an empty text.
    pub(crate) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }
}

impl<S: Sync> FromRequest<S> for FormBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let headers = request.headers();
        if media_type(headers) != MEDIA_TYPE {
            return Err(ApiError::UnsupportedMediaType(MEDIA_TYPE));
        }
        let announced = announced_length(headers);
        let body = read(FORM_MAX, announced, request.into_body()).await?;
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&body) {
            fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Ok(Self(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::{FORM_MAX, FormBody};
    use crate::{
        error::ApiError,
        request::testing::{body, request},
    };

    const TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded;charset=UTF-8");

    #[test]
    fn the_first_value_of_a_field_counts() {
        let mut form = body::<FormBody>(request(&[TYPE]), "a=1+%2B&b=&a=2").unwrap();
        assert!(form.has("b") && !form.has("c"));
        assert_eq!(["a", "b", "c"].map(|name| form.take(name)), ["1 +", "", ""]);
    }

    #[test]
    fn another_body_is_refused() {
        let refused = body::<FormBody>(request(&[("content-type", "text/plain")]), "a=1").err();
        assert!(matches!(refused, Some(ApiError::UnsupportedMediaType(_))));
        let refused = body::<FormBody>(request(&[TYPE]), &"a".repeat(FORM_MAX + 1)).err();
        assert!(matches!(refused, Some(ApiError::TooLarge(_))));
    }
}
