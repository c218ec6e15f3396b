//! API key of an entity's system, sent as `Authorization: Bearer swk_…` (RFC 6750, section 2.1) or,
//! where a standard names a parameter for it, as that.

use domain::{
    access::api_key::{ApiKey, KeyHolder, Scope},
    slug::Slug,
};
use http::HeaderMap;

use super::headers::{bearer, from_headers};
use crate::{error::ApiError, state::App, store};

/// API key that a request shows.
#[derive(Clone)]
pub(crate) enum SentApiKey {
    Absent,
    /// Another scheme, or no API key.
    Unreadable,
    Given(ApiKey),
}

impl SentApiKey {
    fn of(headers: &HeaderMap) -> Self {
        bearer(headers).map_or(Self::Absent, Self::parse)
    }

    /// Parses a key as it was sent.
    fn parse(text: &str) -> Self {
        ApiKey::parse(text.trim()).map_or(Self::Unreadable, Self::Given)
    }

    /// Returns the key, or that of a parameter if the header has none.
    pub(crate) fn or_parameter(self, parameter: Option<&str>) -> Self {
        match (self, parameter) {
            (Self::Absent, Some(text)) => Self::parse(text),
            (sent, _) => sent,
        }
    }

    /// Returns the holder of the key, or `None` if no key was sent. A use is stored once an hour.
    ///
    /// # Errors
    ///
    /// When the key is unreadable, unknown or revoked.
    pub(crate) async fn holder(&self, app: &App) -> Result<Option<KeyHolder>, ApiError> {
        let key = match self {
            Self::Absent => return Ok(None),
            Self::Unreadable => return Err(ApiError::ApiKey),
            Self::Given(key) => key,
        };
        let db = app.db()?;
        let holder = store::access::api_keys::holder(&db, key).await?.ok_or(ApiError::ApiKey)?;
        if holder.is_used_anew(app.now) {
            store::access::api_keys::used(&db, &holder.id, app.now).await?;
        }
        Ok(Some(holder))
    }

    /// Returns the holder of a key that opens calls of a scope at an entity.
    ///
    /// # Errors
    ///
    /// When there is no such key, it lacks the scope, or is another entity's.
    pub(crate) async fn require(
        &self,
        app: &App,
        scope: Scope,
        entity: &Slug,
    ) -> Result<KeyHolder, ApiError> {
        let holder = self.holder(app).await?.ok_or(ApiError::ApiKey)?;
        holder.require(scope, entity)?;
        Ok(holder)
    }
}

from_headers!(SentApiKey);

#[cfg(test)]
mod tests {
    use domain::access::api_key::ApiKey;

    use super::SentApiKey;
    use crate::request::testing::{part, request};

    fn sent(headers: &[(&str, &str)]) -> SentApiKey {
        let Ok(sent) = part(request(headers));
        sent
    }

    #[test]
    fn a_key_is_the_bearer_token_or_a_parameter() {
        let key = ApiKey::new([1; 32]).encode();
        for value in [format!("Bearer {key}"), format!("bearer  {key} ")] {
            let sent = sent(&[("authorization", &value)]);
            assert!(matches!(sent, SentApiKey::Given(_)), "{value}");
        }
        for value in [format!("Basic {key}"), key.clone(), "Bearer".into(), "Bearer swk_a".into()] {
            let sent = sent(&[("authorization", &value)]).or_parameter(Some(&key));
            assert!(matches!(sent, SentApiKey::Unreadable), "{value}");
        }
        assert!(matches!(sent(&[]), SentApiKey::Absent));
        assert!(matches!(sent(&[]).or_parameter(Some(&key)), SentApiKey::Given(_)));
        assert!(matches!(sent(&[]).or_parameter(Some("a")), SentApiKey::Unreadable));
    }
}
