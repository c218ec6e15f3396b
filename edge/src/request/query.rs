//! Query of an address. Of a name that occurs several times, the first value counts; unknown names
//! are ignored.

use std::{borrow::Cow, collections::HashSet, convert::Infallible};

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Query of a page. A value that can't be read counts as absent: people arrive by links that others
/// have written, and what they typed into a form must not be lost for it.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + Default, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let mut pairs = first_values(parts);
        let read = decode(&pairs).unwrap_or_else(|_| {
            pairs.retain(|pair| decode::<T>(std::slice::from_ref(pair)).is_ok());
            decode(&pairs).unwrap_or_default()
        });
        Ok(Self(read))
    }
}

/// Query of a call. A value that can't be read is refused, so that a program learns of its mistake.
pub(crate) struct CallQuery<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for CallQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let read = decode(&first_values(parts));
        read.map(Self).map_err(|error| ApiError::Malformed(format!("its query: {error}")))
    }
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

fn first_values(parts: &Parts) -> Vec<Pair<'_>> {
    let query = parts.uri.query().unwrap_or_default();
    let mut names = HashSet::new();
    form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| names.insert(name.clone()))
        .collect()
}

fn decode<T: DeserializeOwned>(pairs: &[Pair<'_>]) -> Result<T, serde_urlencoded::de::Error> {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    serde_urlencoded::from_str(&query)
}

#[cfg(test)]
mod tests {
    use http::Request;
    use serde::Deserialize;

    use super::{CallQuery, Query};
    use crate::{error::ApiError, request::testing::part};

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Asked {
        lang: Option<String>,
        page: Option<u8>,
    }

    fn asked(lang: Option<&str>, page: Option<u8>) -> Asked {
        Asked { lang: lang.map(str::to_owned), page }
    }

    fn lenient(query: &str) -> Asked {
        let Ok(Query(asked)) = part(Request::get(format!("/p?{query}")));
        asked
    }

    fn strict(query: &str) -> Result<Asked, ApiError> {
        part::<CallQuery<Asked>>(Request::get(format!("/p?{query}"))).map(|CallQuery(asked)| asked)
    }

    #[test]
    fn the_first_of_several_values_counts() {
        for query in ["lang=ar&lang=en", "lang=ar&x=1&x=2&lang=en", "l%61ng=ar&lang=en"] {
            assert_eq!(lenient(query), asked(Some("ar"), None), "{query}");
            assert_eq!(strict(query).unwrap(), asked(Some("ar"), None), "{query}");
        }
    }

    #[test]
    fn a_page_ignores_values_that_it_cannot_read() {
        assert_eq!(lenient("lang=ar&page=first"), asked(Some("ar"), None));
        assert_eq!(lenient("page=256&lang=ar"), asked(Some("ar"), None));
        assert_eq!(lenient("page=2&lang=ar"), asked(Some("ar"), Some(2)));
        assert_eq!(lenient("page=&lang"), asked(Some(""), None));
        assert_eq!(lenient("lang=%FF%00&page=2"), asked(Some("\u{fffd}\0"), Some(2)));
        assert_eq!(lenient("&&=&==&%"), asked(None, None));
        assert_eq!(lenient(""), asked(None, None));
    }

    #[test]
    fn a_call_refuses_values_that_it_cannot_read() {
        let refused = strict("page=first");
        assert!(matches!(refused, Err(ApiError::Malformed(_))), "{refused:?}");
    }

    #[test]
    fn special_characters_survive() {
        assert_eq!(lenient("lang=a%26b%3Dc%2B+%D8%B5"), asked(Some("a&b=c+ ص"), None));
    }
}
