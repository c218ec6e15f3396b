//! Kind of a report: a suggestion if it says so; else a complaint, unless the service is one about
//! which people mostly report what they have seen.

use super::cues::{Cue, Found};
use crate::intake::kind::Kind;

/// Number of phrases of each kind, or the probability of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds([u16; 3]);

/// Probability of a suggestion if a message says so.
const SUGGESTED: f64 = 0.92;

/// Probability of a suggestion otherwise.
const UNSAID: f64 = 0.03;

/// Factor for an observation if the author speaks of themselves.
const OF_SELF: f64 = 0.6;

/// Factor for an observation if the author doesn't.
const OF_OTHERS: f64 = 2.5;

/// Phrases that are added to those of each service, so that a few decide little: complaints and
/// observations.
const PRIOR: [f64; 2] = [4.0, 1.5];

impl Kinds {
    /// Returns the counts of suggestions, observations and complaints.
    pub const fn counts(self) -> [u16; 3] {
        self.0
    }

    pub(super) const fn new(counts: [u16; 3]) -> Self {
        Self(counts)
    }

    pub(super) fn add(&mut self, kind: Kind) {
        for (count, of) in self.0.iter_mut().zip(Kind::ALL) {
            *count = count.saturating_add(u16::from(of == kind));
        }
    }

    fn of(self, kind: Kind) -> f64 {
        let counts = self.0.into_iter().zip(Kind::ALL);
        counts.filter(|(_, of)| *of == kind).map(|(count, _)| f64::from(count)).sum()
    }
}

/// Returns the likeliest kind of a message about a service, and its probability.
pub(super) fn kind(found: &Found, phrases: Kinds) -> (Kind, f64) {
    let suggestion = if found.has(Cue::Suggestion) { SUGGESTED } else { UNSAID };
    let factor = if found.has(Cue::Own) { OF_SELF } else { OF_OTHERS };
    let complaints = phrases.of(Kind::Complaint) + PRIOR[0];
    let observations = (phrases.of(Kind::Observation) + PRIOR[1]) * factor;
    let observation = observations / (observations + complaints);
    let rest = 1.0 - suggestion;
    let all = [
        (Kind::Complaint, rest * (1.0 - observation)),
        (Kind::Observation, rest * observation),
        (Kind::Suggestion, suggestion),
    ];
    all.into_iter().fold(all[0], |best, next| if next.1 > best.1 { next } else { best })
}
