//! Variables and secrets of the number on `WhatsApp`.

use domain::{crypto::signature::Secret, slug::Slug};
use worker::Env;

use super::{entity, graph_url, secret};
use crate::error::ApiError;

/// Number on `WhatsApp` and our access to it.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Id of the number.
    pub(crate) phone_id: String,
    /// Secret of the app, which signs webhooks.
    pub(crate) app_secret: Secret,
    /// Token of the handshake.
    pub(crate) verify_token: String,
    /// Access token.
    pub(crate) token: String,
    /// Address of the Graph API.
    pub(crate) graph_url: String,
    /// Entity whose number it is; `None` if it is everybody's.
    pub(crate) entity: Option<Slug>,
    /// Name of the approved template that tells of news, with reference and link as parameters.
    pub(crate) template: String,
    /// Languages that the template is approved in; the first serves for all others.
    pub(crate) languages: Vec<String>,
}

impl Settings {
    /// Reads the settings; `None` without `WHATSAPP_PHONE_ID`.
    pub(crate) fn read(
        env: &Env,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(phone_id) = variable("WHATSAPP_PHONE_ID") else { return Ok(None) };
        let languages =
            variable("WHATSAPP_TEMPLATE_LANGUAGES").unwrap_or_else(|| "ar,en".to_owned());
        Ok(Some(Self {
            phone_id,
            app_secret: Secret::new(secret(env, "WHATSAPP_APP_SECRET")?.into_bytes()),
            verify_token: secret(env, "WHATSAPP_VERIFY_TOKEN")?,
            token: secret(env, "WHATSAPP_TOKEN")?,
            graph_url: graph_url(&variable)?,
            template: variable("WHATSAPP_TEMPLATE").unwrap_or_else(|| "sawtak_news".to_owned()),
            languages: languages.split(',').map(|tag| tag.trim().to_owned()).collect(),
            entity: entity("WHATSAPP_ENTITY", variable)?,
        }))
    }

    /// Returns the language in which the template is sent to a reader of `language`.
    pub(crate) fn template_language(&self, language: &str) -> String {
        let own = self.languages.iter().find(|tag| *tag == language).or(self.languages.first());
        own.cloned().unwrap_or_else(|| "ar".to_owned())
    }
}
