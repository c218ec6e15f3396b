//! Scores of the services for a message: BM25 (Robertson and Zaragoza, *The Probabilistic Relevance
//! Framework*, 2009) with services as documents. A document's length has no effect: services in
//! demand have phrases in more languages, and a message is in one.

use super::{COUNT_MAX, Index};
use crate::assistant::features::is_stem;

/// Saturation of counts.
const K1: f32 = 3.0;

/// Exponent of a feature's rarity.
const RARITY: f32 = 1.3;

/// Factor for whole stems.
const STEM: f32 = 2.0;

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
                let weight = WEIGHTS.get(usize::from(posting.count));
                if let Some((score, weight)) = of.get_mut(usize::from(posting.place)).zip(weight) {
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

/// Weight of each count.
const WEIGHTS: [f32; COUNT_MAX as usize + 1] = {
    let mut weights = [0.0; COUNT_MAX as usize + 1];
    let (mut place, mut count) = (1, 1.0);
    while place < weights.len() {
        weights[place] = count * (K1 + 1.0) / (count + K1);
        place += 1;
        count += 1.0;
    }
    weights
};
