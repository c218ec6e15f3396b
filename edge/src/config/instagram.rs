//! Variables and secrets of the account on Instagram.

use domain::{crypto::signature::Secret, slug::Slug};
use worker::Env;

use super::{entity, graph_url, secret};
use crate::error::ApiError;

/// Account on Instagram and our access to it.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Id of the account.
    pub(crate) user: String,
    /// Secret of the app, which signs webhooks.
    pub(crate) app_secret: Secret,
    /// Token of the handshake.
    pub(crate) verify_token: String,
    /// Access token.
    pub(crate) token: String,
    /// Address of the Graph API.
    pub(crate) graph_url: String,
    /// Entity whose account it is; `None` if it is everybody's.
    pub(crate) entity: Option<Slug>,
}

impl Settings {
    /// Reads the settings; `None` without `INSTAGRAM_USER`.
    pub(crate) fn read(
        env: &Env,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(user) = variable("INSTAGRAM_USER") else { return Ok(None) };
        Ok(Some(Self {
            user,
            app_secret: Secret::new(secret(env, "INSTAGRAM_APP_SECRET")?.into_bytes()),
            verify_token: secret(env, "INSTAGRAM_VERIFY_TOKEN")?,
            token: secret(env, "INSTAGRAM_TOKEN")?,
            graph_url: graph_url(&variable)?,
            entity: entity("INSTAGRAM_ENTITY", variable)?,
        }))
    }
}
