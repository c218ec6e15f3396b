//! Building of an index from phrases.

use std::collections::BTreeMap;

use super::{COUNT_MAX, Index, IndexedService, Place, Posting, numbered};
use crate::assistant::{features, kind::Kinds, lexicon::Lexicon, phrase::Phrase};

/// Number of services from which features are left out.
const LARGE: usize = 100;

impl Index {
    /// Builds an index. Phrases of one service may stand anywhere. Left out of a large index are
    /// features that half of the services have, and runs of letters that a single phrase has.
    pub fn build(phrases: &[Phrase<'_>], lexicon: Lexicon) -> Self {
        let places = numbered(phrases.iter().map(|phrase| (phrase.entity, phrase.service)));
        let mut services: Vec<IndexedService> = Vec::new();
        let mut names: Vec<_> = places.iter().collect();
        names.sort_unstable_by_key(|(_, place)| **place);
        for ((entity, service), _) in names {
            services.push(IndexedService {
                entity: (*entity).to_owned(),
                service: (*service).to_owned(),
                kinds: Kinds::default(),
            });
        }
        let mut counts: BTreeMap<u32, BTreeMap<Place, u8>> = BTreeMap::new();
        for phrase in phrases {
            let Some(&place) = places.get(&(phrase.entity, phrase.service)) else { continue };
            // Runs of letters of what it means would blur those of English phrases.
            let (mut features, meant) = lexicon.features(phrase.text);
            features.extend(meant.into_iter().filter(|feature| features::is_stem(*feature)));
            if let Some(service) = services.get_mut(usize::from(place)) {
                service.kinds.add(phrase.kind);
            }
            for feature in features {
                let count = counts.entry(feature).or_default().entry(place).or_default();
                *count = count.saturating_add(1).min(COUNT_MAX);
            }
        }
        let too_common = services.len() / 2;
        let is_small = services.len() < LARGE;
        counts.retain(|feature, places| {
            let is_single = places.len() == 1 && places.values().all(|count| *count == 1);
            let is_useful = features::is_stem(*feature) || !is_single;
            is_small || (places.len() <= too_common && is_useful)
        });
        let features: Vec<u32> = counts.keys().copied().collect();
        let (mut starts, mut postings) = (vec![0], Vec::new());
        for places in counts.into_values() {
            postings.extend(places.into_iter().map(|(place, count)| Posting { place, count }));
            starts.push(u32::try_from(postings.len()).unwrap_or(u32::MAX));
        }
        Self::assemble(services, features, starts, postings, lexicon)
    }
}
