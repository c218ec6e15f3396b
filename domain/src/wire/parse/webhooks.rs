//! A webhook that an entity adds or changes.

use crate::{
    input::{Errors, InputError},
    webhook::{
        Subscription,
        event_type::{EventType, EventTypes},
        url::{Installation, WebhookUrl},
    },
    wire::console::NewWebhook,
};

impl NewWebhook {
    /// Parses address and types.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with its JSON Pointer.
    pub fn parse(&self, installation: Installation<'_>) -> Result<Subscription, Vec<InputError>> {
        let mut errors = Errors::default();
        let url = errors.keep("/url", WebhookUrl::parse(&self.url, installation));
        let mut known = Vec::with_capacity(self.types.len());
        for (place, name) in self.types.iter().enumerate() {
            known.extend(errors.keep(&format!("/types/{place}"), EventType::parse(name)));
        }
        let types = if self.types.is_empty() || !known.is_empty() {
            errors.keep("/types", EventTypes::of(known))
        } else {
            None
        };
        match (url, types) {
            (Some(url), Some(types)) => errors.unless_any(Subscription { url, types }),
            _ => Err(errors.into_all()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Installation<'_> = Installation { base_url: "https://voice.example" };

    fn parse(url: &str, types: &[&str]) -> Result<Subscription, Vec<String>> {
        let types = types.iter().map(|&name| name.to_owned()).collect();
        let parsed = NewWebhook { url: url.to_owned(), types }.parse(HERE);
        parsed.map_err(|errors| errors.into_iter().map(|error| error.pointer).collect())
    }

    #[test]
    fn all_errors_are_told_together() {
        let url = "https://hooks.rta.ae/";
        let subscription = parse(url, &["participation.closed"]).unwrap();
        assert_eq!(subscription.url.as_str(), url);
        assert_eq!(parse(url, &[]).unwrap_err(), ["/types"]);
        assert_eq!(parse("https://localhost/", &["closed"]).unwrap_err(), ["/url", "/types/0"]);
        let wrong = ["participation.closed", "closed"];
        assert_eq!(parse(url, &wrong).unwrap_err(), ["/types/1"]);
    }
}
