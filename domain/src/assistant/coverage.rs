//! Check of the phrases: services that are short of them, and pairs of services that their phrases
//! don't tell apart.

use std::collections::BTreeMap;

use super::{Index, Lexicon, Phrase};

/// Fewest phrases of a service in Arabic and in English.
pub const PHRASES_MIN: usize = 10;

/// Number of parts in which phrases are held out in turn.
const FOLDS: usize = 5;

/// Share of a service's held-out phrases, from which another service is too like it.
const ALIKE: f64 = 0.3;

/// Two services that phrases don't tell apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// Entity and service whose phrases are taken for the other's.
    pub of: String,
    /// Entity and service that they are taken for.
    pub taken_for: String,
    /// Share of the phrases.
    pub share: f64,
}

/// Returns the number of phrases of each service.
pub fn counts<'a>(phrases: &[Phrase<'a>]) -> BTreeMap<(&'a str, &'a str), usize> {
    let mut counts = BTreeMap::new();
    for phrase in phrases {
        *counts.entry((phrase.entity, phrase.service)).or_default() += 1;
    }
    counts
}

/// Finds services whose phrases, held out of the index, are taken for another service's.
pub fn alike(phrases: &[Phrase<'_>], lexicon: &Lexicon) -> Vec<Alike> {
    let name = |entity: &str, service: &str| format!("{entity}/{service}");
    let mut taken: BTreeMap<(String, String), u32> = BTreeMap::new();
    for fold in 0..FOLDS {
        let numbered = phrases.iter().copied().enumerate();
        let (held, kept): (Vec<_>, Vec<_>) = numbered.partition(|(place, _)| place % FOLDS == fold);
        let kept: Vec<_> = kept.into_iter().map(|(_, phrase)| phrase).collect();
        let index = Index::build(&kept, lexicon.clone());
        for (_, phrase) in held {
            let (mut features, meant) = index.features_of(phrase.text);
            features.extend(meant);
            let scores = index.score(&features).of;
            let services = index.services().iter().zip(scores);
            let best = services.max_by(|one, other| one.1.total_cmp(&other.1));
            let Some((best, _)) = best else { continue };
            let pair = (name(phrase.entity, phrase.service), name(&best.entity, &best.service));
            *taken.entry(pair).or_default() += 1;
        }
    }
    let counts = counts(phrases);
    let all = |of: &str| {
        let count = of.split_once('/').and_then(|name| counts.get(&name));
        f64::from(u32::try_from(count.copied().unwrap_or(1)).unwrap_or(u32::MAX))
    };
    let mut alike: Vec<Alike> = taken
        .into_iter()
        .filter(|((of, taken_for), _)| of != taken_for)
        .map(|((of, taken_for), count)| Alike { share: f64::from(count) / all(&of), of, taken_for })
        .filter(|alike| alike.share >= ALIKE)
        .collect();
    alike.sort_by(|one, other| other.share.total_cmp(&one.share));
    alike
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;
    use crate::{assistant::phrases, slug::Slug};

    /// Reads a file of the project.
    fn file(path: &str) -> String {
        fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    /// Returns the services of the seeded directory.
    fn seeded() -> BTreeSet<(String, String)> {
        let seeds = file("edge/seeds/directory.sql");
        let rows = seeds.lines().filter_map(|line| line.trim().strip_prefix("('"));
        let names = rows.filter_map(|row| {
            let (entity, rest) = row.split_once("', '")?;
            let (service, _) = rest.split_once("', ")?;
            // Entities have their name in this place, and origins their address.
            let is_slug = Slug::parse(service).is_ok();
            is_slug.then(|| (entity.to_owned(), service.to_owned()))
        });
        names.collect()
    }

    #[test]
    fn every_service_has_enough_phrases_in_arabic_and_english_and_every_phrase_a_service() {
        let seeded = seeded();
        assert!(seeded.len() > 300, "{}", seeded.len());
        for tag in ["ar", "bn", "en", "fil", "hi", "ml", "ru", "ur", "zh"] {
            let text = file(&format!("domain/src/assistant/phrases/{tag}.tsv"));
            let phrases = phrases(&text).unwrap();
            let counts = counts(&phrases);
            let has = |entity: &str, service: &str| counts.get(&(entity, service)).copied();
            for (entity, service) in counts.keys() {
                let name = ((*entity).to_owned(), (*service).to_owned());
                assert!(seeded.contains(&name), "{tag}: {entity}/{service}");
            }
            if matches!(tag, "ar" | "en") {
                for (entity, service) in &seeded {
                    let count = has(entity, service).unwrap_or_default();
                    assert!(count >= PHRASES_MIN, "{tag}: {entity}/{service} has {count}");
                }
            }
        }
    }

    #[test]
    fn services_with_the_same_words_are_alike_and_others_are_not() {
        let lines = (0..20).map(|number| {
            let twin = if number % 2 == 0 { "a/one" } else { "a/two" };
            format!(
                "{twin}\tcomplaint\tthe machine swallowed coins\n\
                 b/other\tcomplaint\tswimming lessons were cancelled\n"
            )
        });
        let file: String = lines.collect();
        let phrases = phrases(&file).unwrap();
        assert_eq!(counts(&phrases)[&("a", "one")], 10);
        let alike = alike(&phrases, &Lexicon::default());
        assert!(!alike.is_empty());
        assert!(alike.iter().all(|pair| pair.of != "b/other" && pair.taken_for != "b/other"));
    }
}
