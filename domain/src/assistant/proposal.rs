//! Proposals: the likeliest services, with probabilities.

use std::collections::HashMap;

use super::{
    index::{Index, IndexedService},
    message::{Directory, Message},
    priors::Priors,
};

/// Entity and service that a message may be for.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Short name of the entity.
    pub entity: String,
    /// Short name of the service.
    pub service: Option<String>,
    /// Probability that it is the right one.
    pub probability: f64,
}

/// Probability from which the first proposal may be taken without asking.
pub const SURE: f64 = 0.7;

/// Most proposals.
const PROPOSALS: usize = 3;

/// Difference of scores that makes one service e times as likely as another. Of the first proposals
/// that are sure at this value, nineteen in twenty are right in the test set.
const TEMPERATURE: f64 = 20.0;

/// The same where services of an entity are added up: a greater one would favour entities with many
/// services.
const SUM_TEMPERATURE: f64 = 8.0;

/// Number of features from which scores are divided by more, because they grow with the length of
/// a message and certainty doesn't.
const USUAL_LENGTH: f64 = 40.0;

/// Stretch of the temperature where all features come of the lexicon, which guesses.
const DOUBT: f64 = 1.2;

/// Least share of a message's features that the index must know.
const KNOWN: f32 = 0.2;

/// Service of the index with its probability, and its share in its entity's.
struct Ranked<'a> {
    service: &'a IndexedService,
    probability: f64,
    share: f64,
}

/// Returns the likeliest services of a message, best first; nothing if the index knows too little
/// of its words.
pub(super) fn proposals(
    index: &Index,
    message: &Message<'_>,
    directory: &impl Directory,
) -> Vec<Proposal> {
    let (mut features, meant) = index.features_of(message.text);
    let own = float(features.len());
    features.extend(&meant);
    let scores = index.score(&features);
    if features.is_empty() || scores.known < KNOWN {
        return Vec::new();
    }
    let length = float(features.len());
    let translated = 1.0 - own / length;
    let stretch = (length / USUAL_LENGTH).max(1.0).sqrt() * (1.0 + DOUBT * translated);
    let priors = Priors::of(message);
    let all = index.services().iter().zip(&scores.of);
    let existing =
        all.filter(|(service, _)| directory.has_service(&service.entity, &service.service));
    let (services, logits): (Vec<_>, Vec<_>) = existing
        .map(|(service, score)| (service, (f64::from(*score), priors.of_service(service))))
        .unzip();
    let probabilities = softmax(&logits, TEMPERATURE * stretch);
    let shares = softmax(&logits, SUM_TEMPERATURE * stretch);
    let ranked = services.into_iter().zip(probabilities).zip(shares);
    let ranked =
        ranked.map(|((service, probability), share)| Ranked { service, probability, share });
    choose(ranked.collect()).into_iter().map(Proposal::from).collect()
}

impl From<Ranked<'_>> for Proposal {
    fn from(Ranked { service, probability, .. }: Ranked<'_>) -> Self {
        Self { entity: service.entity.clone(), service: Some(service.service.clone()), probability }
    }
}

fn float(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}

/// Returns the probability of each service by its score and the logarithm of its prior.
fn softmax(logits: &[(f64, f64)], temperature: f64) -> Vec<f64> {
    let logits: Vec<f64> =
        logits.iter().map(|(score, prior)| score / temperature + prior).collect();
    let greatest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = logits.iter().map(|logit| (logit - greatest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// Chooses the proposals: the best service of the likeliest entity, then the others by probability;
/// the last is of another entity if both before it are of one.
fn choose(mut ranked: Vec<Ranked<'_>>) -> Vec<Ranked<'_>> {
    ranked.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    let mut entities: HashMap<&str, f64> = HashMap::new();
    for Ranked { service, share, .. } in &ranked {
        *entities.entry(&service.entity).or_default() += share;
    }
    let share = |entity: &str| entities.get(entity).copied().unwrap_or_default();
    let best = ranked
        .iter()
        .map(|ranked| ranked.service.entity.as_str())
        .max_by(|one, other| share(one).total_cmp(&share(other)));
    let first = ranked.iter().position(|ranked| Some(ranked.service.entity.as_str()) == best);
    let Some(first) = first else { return Vec::new() };
    let mut chosen = vec![ranked.remove(first)];
    for next in ranked {
        let entity = &next.service.entity;
        let is_last = chosen.len() == PROPOSALS - 1;
        if is_last && chosen.iter().all(|ranked| ranked.service.entity == *entity) {
            continue;
        }
        chosen.push(next);
        if chosen.len() == PROPOSALS {
            break;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assistant::{Lexicon, phrases},
        language::Language,
    };

    struct Known(&'static [&'static str]);

    impl Directory for Known {
        fn has_service(&self, _: &str, service: &str) -> bool {
            self.0.contains(&service)
        }
    }

    const PHRASES: &str = "rta/parking\tcomplaint\tthe machine ate my coins\n\
        rta/parking\tcomplaint\tno place to leave the car near the market\n\
        rta/bus\tcomplaint\tthe bus never came to the stop\n\
        rta/metro\tcomplaint\tthe train gate took my coins\n\
        dm/parks\tobservation\tbroken swing near the pond\n\
        dewa/water\tcomplaint\tno water in the flat since morning\n";

    const ALL: Known = Known(&["parking", "bus", "metro", "parks", "water"]);

    fn of(message: &Message<'_>, directory: &Known) -> Vec<Proposal> {
        proposals(&Index::build(&phrases(PHRASES).unwrap(), Lexicon::default()), message, directory)
    }

    fn message<'a>(text: &'a str, entity: Option<&'a str>) -> Message<'a> {
        Message { text, language: Some(Language::English), entity, service: None }
    }

    #[test]
    fn the_likeliest_is_first_and_another_entity_among_three() {
        let proposals = of(&message("the machine ate coins again", None), &ALL);
        assert_eq!(proposals.len(), 3);
        assert_eq!(proposals[0].service.as_deref(), Some("parking"));
        assert!(proposals.iter().any(|proposal| proposal.entity != "rta"));
        let sum: f64 = proposals.iter().map(|proposal| proposal.probability).sum();
        assert!(sum <= 1.0 + 1e-9 && proposals[0].probability > 0.0);
    }

    #[test]
    fn a_service_that_is_no_more_is_not_proposed() {
        let proposals = of(&message("the machine took coins", None), &Known(&["bus", "parks"]));
        assert!(proposals.iter().all(|proposal| proposal.service.as_deref() != Some("parking")));
    }

    #[test]
    fn the_pages_entity_is_likelier_than_without_a_page() {
        let probability = |entity| {
            let all = of(&message("the water in the pond", entity), &ALL);
            let of_dm = all.iter().filter(|proposal| proposal.entity == "dm");
            of_dm.map(|proposal| proposal.probability).sum::<f64>()
        };
        assert!(probability(Some("dm")) > probability(None));
    }

    #[test]
    fn unknown_words_get_no_proposal() {
        assert!(of(&message("zzz qqq xxxx", None), &ALL).is_empty());
        assert!(of(&message("12 34", None), &ALL).is_empty());
    }
}
