//! How this installation is set up: variables and secrets, from the worker's bindings.

use domain::signature::Secret;
use worker::Env;

use crate::error::ApiError;

/// The name of the tracking secret in use, kept with what was derived under it.
pub(crate) const TRACKING_SECRET_ID: &str = "1";

#[derive(Clone)]
pub(crate) struct Config {
    /// Every link that is given out starts with this; never the Host header.
    pub(crate) base_url: String,
    /// Another origin that may send to every entity; set in development only.
    pub(crate) demo_origin: Option<String>,
    pub(crate) tracking_secret: Secret,
    pub(crate) address_salt: Secret,
    pub(crate) link_secret: Secret,
    pub(crate) limits: Limits,
}

/// How often, a day. Generous by default: thousands of people may share an address behind a carrier's translation.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) submissions_per_client: u32,
    pub(crate) submissions_per_entity: u32,
    pub(crate) uploads_per_client: u32,
}

impl Config {
    pub(crate) fn read(env: &Env) -> Result<Self, ApiError> {
        let variable = |name: &str| env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty());
        let limit = |name: &str, default| variable(name).and_then(|value| value.parse().ok()).unwrap_or(default);
        let base_url = variable("BASE_URL").ok_or_else(|| ApiError::Internal("BASE_URL is not set".into()))?;
        Ok(Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            demo_origin: variable("DEMO_ORIGIN"),
            tracking_secret: secret(env, "TRACKING_SECRET")?,
            address_salt: secret(env, "ADDRESS_SALT")?,
            link_secret: secret(env, "LINK_SECRET")?,
            limits: Limits {
                submissions_per_client: limit("LIMIT_SUBMISSIONS_PER_CLIENT", 1_000),
                submissions_per_entity: limit("LIMIT_SUBMISSIONS_PER_ENTITY", 100_000),
                uploads_per_client: limit("LIMIT_UPLOADS_PER_CLIENT", 2_000),
            },
        })
    }

    /// Whether pages of this origin may send to every entity: the platform's own, and in development the demo site's.
    pub(crate) fn is_own_origin(&self, origin: &str) -> bool {
        origin == self.base_url || self.demo_origin.as_deref() == Some(origin)
    }
}

fn secret(env: &Env, name: &str) -> Result<Secret, ApiError> {
    let text = env.secret(name).map_err(|_| ApiError::Internal(format!("the secret {name} is not set")))?.to_string();
    let bytes =
        (0..text.len() / 2).map(|place| text.get(place * 2..place * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()));
    let bytes: Option<Vec<u8>> = bytes.collect();
    // A short secret is a mistake that would show nowhere else.
    let bytes = bytes.filter(|bytes| bytes.len() >= 16 && text.len() % 2 == 0);
    bytes.map(Secret::new).ok_or_else(|| ApiError::Internal(format!("the secret {name} must be 16 or more bytes in hexadecimal")))
}
