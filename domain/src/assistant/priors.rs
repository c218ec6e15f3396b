//! Priors of services: the page that the message is written on, and the entities that it names.

use super::{aliases, index::IndexedService, message::Message};

/// Logarithm of the factor for services of the page's entity.
const PAGE_ENTITY: f64 = 6.0;

/// Logarithm of the factor for the page's service, besides that for its entity.
const PAGE_SERVICE: f64 = 1.5;

/// Logarithm of the factor for services of an entity that the message names.
const NAMED: f64 = 1.5;

/// Priors for one message.
pub(super) struct Priors<'a> {
    entity: Option<&'a str>,
    service: Option<&'a str>,
    named: Vec<&'static str>,
}

impl<'a> Priors<'a> {
    pub(super) fn of(message: &Message<'a>) -> Self {
        let named = aliases::named(message.text);
        Self { entity: message.entity, service: message.service, named }
    }

    /// Returns the logarithm of the factor by which a service is likelier than others.
    pub(super) fn of_service(&self, service: &IndexedService) -> f64 {
        let is_of_page = self.entity == Some(service.entity.as_str());
        let is_service = is_of_page && self.service == Some(service.service.as_str());
        let is_named = self.named.contains(&service.entity.as_str());
        [(is_of_page, PAGE_ENTITY), (is_service, PAGE_SERVICE), (is_named, NAMED)]
            .into_iter()
            .filter_map(|(holds, prior)| holds.then_some(prior))
            .sum()
    }
}
