//! Scores of the services for a message: BM25 (Robertson and Zaragoza, *The Probabilistic Relevance
//! Framework*, 2009) with services as documents.

use super::{COUNT_MAX, Index, IndexedService};
use crate::assistant::features::is_stem;

/// Saturation of counts.
const K1: f32 = 3.0;

/// Effect of a document's length: none, since services in demand have phrases in more languages,
/// and a message is in one.
const B: f32 = 0.0;

/// Exponent of a feature's rarity.
const RARITY: f32 = 1.3;

/// Factor for whole stems.
const STEM: f32 = 1.5;

/// Score of a message for each service.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::assistant) struct Scores {
    /// By the places of the services.
    pub(in crate::assistant) of: Vec<f32>,
    /// Share of the message's features that the index knows, from 0 to 1.
    pub(in crate::assistant) known: f32,
}

impl Index {
    /// Scores a message by its features, each of which counts once.
    pub(in crate::assistant) fn score(&self, features: &[u32]) -> Scores {
        let mut of = vec![0.0; self.services.len()];
        let mut known = 0_u16;
        for &feature in features {
            let postings = self.postings_of(feature);
            known = known.saturating_add(u16::from(!postings.is_empty()));
            let factor = if is_stem(feature) { STEM } else { 1.0 };
            let rarity = factor * rarity(self.services.len(), postings.len()).powf(RARITY);
            for posting in postings {
                let place = usize::from(posting.place);
                let weight = self
                    .weights
                    .get(place)
                    .and_then(|weights| weights.get(usize::from(posting.count)));
                if let Some((score, weight)) = of.get_mut(place).zip(weight) {
                    *score += rarity * weight;
                }
            }
        }
        let all = u16::try_from(features.len()).unwrap_or(u16::MAX).max(1);
        Scores { of, known: f32::from(known) / f32::from(all) }
    }
}

/// Returns the weight of a feature that so many services have.
fn rarity(services: usize, having: usize) -> f32 {
    let float = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    let (services, having) = (float(services), float(having));
    (1.0 + (services - having + 0.5) / (having + 0.5)).ln()
}

/// Returns the weight of each count for each service.
pub(super) fn weights(services: &[IndexedService]) -> Vec<[f32; COUNT_MAX as usize + 1]> {
    let length =
        |service: &IndexedService| f32::from(u16::try_from(service.length).unwrap_or(u16::MAX));
    let count = f32::from(u16::try_from(services.len()).unwrap_or(u16::MAX)).max(1.0);
    let mean = (services.iter().map(length).sum::<f32>() / count).max(1.0);
    let of = |service: &IndexedService| {
        let norm = K1 * (1.0 - B + B * length(service) / mean);
        let mut weights = [0.0; COUNT_MAX as usize + 1];
        for (weight, count) in weights.iter_mut().zip(0..=COUNT_MAX) {
            let count = f32::from(count);
            *weight = count * (K1 + 1.0) / (count + norm);
        }
        weights
    };
    services.iter().map(of).collect()
}
