//! Variables and secret of our client at UAE PASS.

use worker::Env;

use super::{private, secret};
use crate::error::ApiError;

/// Client at UAE PASS, by which customers sign in.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Origin of UAE PASS.
    pub(crate) url: String,
    pub(crate) client: String,
    pub(crate) secret: String,
}

impl Settings {
    /// Reads the settings; `None` without `UAE_PASS_CLIENT_ID`.
    pub(crate) fn read(
        env: &Env,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(client) = variable("UAE_PASS_CLIENT_ID") else { return Ok(None) };
        let url = variable("UAE_PASS_URL").unwrap_or_else(|| "https://id.uaepass.ae".to_owned());
        Ok(Some(Self {
            url: private("UAE_PASS_URL", url)?.trim_end_matches('/').to_owned(),
            client,
            secret: secret(env, "UAE_PASS_CLIENT_SECRET")?,
        }))
    }
}
