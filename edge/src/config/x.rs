//! Variables and secrets of the account on X.

use domain::{crypto::signature::Secret, slug::Slug};
use worker::Env;

use super::{entity, found, private, secret};
use crate::error::ApiError;

/// Account on X and our access to it.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Id of the account.
    pub(crate) user: String,
    /// Secret of the app, which signs webhooks and answers to challenges. Without it there are no
    /// webhooks.
    pub(crate) consumer_secret: Option<Secret>,
    /// True if mentions are polled: there are no webhooks, or `X_POLL` is `on`.
    pub(crate) is_polled: bool,
    /// Access token.
    pub(crate) token: String,
    /// Address of the API.
    pub(crate) api_url: String,
    /// Entity whose account it is; `None` if it is everybody's.
    pub(crate) entity: Option<Slug>,
}

impl Settings {
    /// Reads the settings; `None` without `X_USER`.
    pub(crate) fn read(
        env: &Env,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(user) = variable("X_USER") else { return Ok(None) };
        let api_url = variable("X_URL").unwrap_or_else(|| "https://api.x.com".to_owned());
        let consumer_secret = found(env, "X_CONSUMER_SECRET");
        Ok(Some(Self {
            user,
            is_polled: consumer_secret.is_none() || variable("X_POLL").as_deref() == Some("on"),
            consumer_secret: consumer_secret.map(|secret| Secret::new(secret.into_bytes())),
            token: secret(env, "X_TOKEN")?,
            api_url: private("X_URL", api_url)?.trim_end_matches('/').to_owned(),
            entity: entity("X_ENTITY", variable)?,
        }))
    }
}
