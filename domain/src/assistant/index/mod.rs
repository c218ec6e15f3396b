//! Index of phrases: which services have which features, and how often.
//!
//! It is built from phrases ([`Index::build`]) and packed into bytes ([`Index::pack`]) when the
//! project is built; the edge unpacks it once ([`Index::unpack`]) and scores each message.

mod build;
mod packed;
mod score;

use std::collections::HashMap;

use thiserror::Error;

use super::{kind::Kinds, lexicon::Lexicon};

/// Largest count of a feature that makes a difference.
const COUNT_MAX: u8 = 15;

/// Place of a service in the index.
pub(super) type Place = u16;

/// Service that the index knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedService {
    /// Short name of the entity.
    pub entity: String,
    /// Short name of the service.
    pub service: String,
    /// Number of phrases of each kind.
    pub kinds: Kinds,
}

/// A service that has a feature, and its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posting {
    place: Place,
    count: u8,
}

/// Index of phrases.
#[derive(Clone, Debug)]
pub struct Index {
    services: Vec<IndexedService>,
    /// Hashes of the features, sorted.
    features: Vec<u32>,
    /// Start of each feature's postings, and their end.
    starts: Vec<u32>,
    postings: Vec<Posting>,
    lexicon: Lexicon,
}

/// Reason why bytes are no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IndexError {
    /// The bytes end too early.
    #[error("the index is cut off")]
    Cut,
    /// A lexicon that is none.
    #[error("the index has no lexicon")]
    Lexicon,
    /// A name that isn't UTF-8.
    #[error("a name in the index is no text")]
    Name,
    /// A service's place that doesn't exist.
    #[error("the index names a service that it lacks")]
    Place,
}

impl Index {
    /// Returns the services, by entity and service.
    pub fn services(&self) -> &[IndexedService] {
        &self.services
    }

    /// Returns the number of features and of postings.
    pub const fn size(&self) -> (usize, usize) {
        (self.features.len(), self.postings.len())
    }

    const fn assemble(
        services: Vec<IndexedService>,
        features: Vec<u32>,
        starts: Vec<u32>,
        postings: Vec<Posting>,
        lexicon: Lexicon,
    ) -> Self {
        Self { services, features, starts, postings, lexicon }
    }

    /// Returns the features of a text, and those of what its words mean in English.
    pub fn features_of(&self, text: &str) -> (Vec<u32>, Vec<u32>) {
        self.lexicon.features(text)
    }

    /// Returns the postings of a feature.
    fn postings_of(&self, feature: u32) -> &[Posting] {
        let Ok(place) = self.features.binary_search(&feature) else { return &[] };
        let bounds = self.starts.get(place).zip(self.starts.get(place + 1));
        let range = bounds.map(|(&start, &end)| start as usize..end as usize);
        range.and_then(|range| self.postings.get(range)).unwrap_or_default()
    }
}

/// Numbers the services of phrases, sorted by entity and service.
fn numbered<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashMap<(&'a str, &'a str), Place> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names.dedup();
    (0..).zip(names).map(|(place, name)| (name, place)).collect()
}
