//! Data that a conversation may look up: the directory of entities, and the person's own
//! participations.

use std::collections::BTreeMap;

use super::effect::Mine;
use crate::{
    assistant::{Answer, Directory, Message},
    bilingual::Named,
    language::Language,
    reference::Reference,
    search::{matches_names, nearly_matches_names, words},
    slug::Slug,
};

/// Most entities that are proposed after a text.
const PROPOSALS_MAX: usize = 2;

/// Most entities whose names share a word that still tells them apart.
const SHARED_MAX: usize = 2;

/// Assistant that answers a message as a report. It proposes services of this world only.
pub type Advisor = fn(&Message<'_>, &World) -> Option<Answer>;

/// Directory and participations.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Entities that receive participations.
    pub entities: Vec<Listed>,
    /// Participations that this address sent by this channel, the latest first.
    pub mine: Vec<Mine>,
    /// Entity whose team finds out for which one a participation is, if there is such a team.
    pub unsure: Option<Slug>,
    /// Assistant, if there is one.
    pub advisor: Option<Advisor>,
}

/// An entity or a service with its services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Short name.
    pub id: Slug,
    /// Name.
    pub name: Named,
    /// Services under it, of which those of an entity may have others under them.
    pub services: Vec<Listed>,
    /// True if a place helps with what is said about this service.
    pub asks_place: bool,
}

/// Rows that are shown of an ordered list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// One of them.
    One(&'a Listed),
    /// Those from here, so many.
    Range { first: usize, count: usize, names: [&'a Named; 2] },
}

impl World {
    /// Returns the entity with this short name.
    pub fn entity(&self, id: &Slug) -> Option<&Listed> {
        self.entities.iter().find(|entity| entity.id == *id)
    }

    /// Returns the person's own participation with this reference.
    pub fn own(&self, reference: Reference) -> Option<&Mine> {
        self.mine.iter().find(|mine| mine.reference == reference)
    }

    /// Returns the entities in the order of their names for a reader. The team for those who don't
    /// know isn't one that people choose from a list.
    pub(super) fn ordered(&self, language: Language) -> Vec<&Listed> {
        let is_listed = |entity: &&Listed| self.unsure.as_ref() != Some(&entity.id);
        let mut entities: Vec<&Listed> = self.entities.iter().filter(is_listed).collect();
        entities.sort_by_key(|entity| entity.name.for_reader(language.tag()).0.to_lowercase());
        entities
    }

    /// Returns entities that a text may be about, the likeliest first: those whose short name is a
    /// word of it, or that have words in common with it which few other entities have.
    pub(super) fn proposals(&self, text: &str) -> Vec<&Listed> {
        let names = |entity: &Listed| {
            let all = [entity.name.ar.as_str(), &entity.name.en];
            all.into_iter().flat_map(words).map(|word| word.folded).collect::<Vec<_>>()
        };
        let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
        for entity in &self.entities {
            let mut own = names(entity);
            own.sort();
            own.dedup();
            for word in own {
                *frequency.entry(word).or_default() += 1;
            }
        }
        let said: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        let tells = |word: &String| {
            word.chars().count() > 2 && frequency.get(word).is_some_and(|&of| of <= SHARED_MAX)
        };
        let score = |entity: &Listed| {
            let is_named = said.iter().any(|word| word == entity.id.as_str());
            let common =
                names(entity).iter().filter(|word| said.contains(word) && tells(word)).count();
            common + 5 * usize::from(is_named)
        };
        let mut found: Vec<(usize, &Listed)> =
            self.entities.iter().map(|entity| (score(entity), entity)).collect();
        found.retain(|(score, _)| *score > 0);
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().take(PROPOSALS_MAX).map(|(_, entity)| entity).collect()
    }
}

impl Directory for World {
    fn has_service(&self, entity: &str, service: &str) -> bool {
        let found = Slug::parse(service).ok().and_then(|service| {
            let listed = self.entities.iter().find(|listed| listed.id.as_str() == entity)?;
            listed.service(&service)
        });
        found.is_some()
    }
}

impl Listed {
    /// Returns the service with this short name, at either level.
    pub(super) fn service(&self, id: &Slug) -> Option<&Self> {
        self.services.iter().find_map(|main| {
            if main.id == *id { Some(main) } else { main.services.iter().find(|sub| sub.id == *id) }
        })
    }
}

/// Returns those whose names a typed text has: all of its words, or with a typing error if there
/// are none otherwise.
pub(super) fn search<'a>(typed: &str, all: &[&'a Listed]) -> Vec<&'a Listed> {
    if words(typed).is_empty() {
        return Vec::new();
    }
    let found = |matches: fn(&str, &[&str]) -> bool| {
        let is_found = |listed: &&&Listed| {
            matches(typed, &[&listed.name.ar, &listed.name.en, listed.id.as_str()])
        };
        all.iter().filter(is_found).copied().collect::<Vec<_>>()
    };
    let exact = found(matches_names);
    if exact.is_empty() { found(nearly_matches_names) } else { exact }
}

/// Returns at most `most` rows of a part of a list: its members, or ranges that hold all of them.
pub(super) fn rows<'a>(
    all: &[&'a Listed],
    first: usize,
    count: usize,
    most: usize,
) -> Vec<Row<'a>> {
    let first = first.min(all.len());
    let end = first.saturating_add(count).min(all.len());
    let part = &all[first..end];
    if part.len() <= most {
        return part.iter().map(|listed| Row::One(listed)).collect();
    }
    let size = part.len().div_ceil(most.max(2));
    let range = |(place, members): (usize, &[&'a Listed])| match members {
        [one] => Some(Row::One(one)),
        [head, .., tail] => Some(Row::Range {
            first: first + place * size,
            count: members.len(),
            names: [&head.name, &tail.name],
        }),
        [] => None,
    };
    part.chunks(size).enumerate().filter_map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, ar: &str, en: &str) -> Listed {
        let name = Named { ar: ar.into(), en: en.into() };
        Listed { id: Slug::parse(id).unwrap(), name, services: vec![], asks_place: false }
    }

    fn world() -> World {
        let entities = vec![
            listed("rta", "هيئة الطرق والمواصلات", "Roads and Transport Authority"),
            listed("dha", "هيئة الصحة", "Health Authority"),
            listed("dewa", "هيئة كهرباء ومياه دبي", "Electricity and Water Authority"),
            listed("sawtak", "صوتك", "Sawtak"),
        ];
        World { entities, unsure: Slug::parse("sawtak").ok(), ..World::default() }
    }

    fn ids(found: &[&Listed]) -> Vec<String> {
        found.iter().map(|entity| entity.id.to_string()).collect()
    }

    #[test]
    fn names_are_found_in_both_languages_and_with_a_typing_error() {
        let world = world();
        let all = world.ordered(Language::English);
        assert_eq!(ids(&all), ["dewa", "dha", "rta"]);
        for (typed, found) in [
            ("rta", vec!["rta"]),
            ("الصحه", vec!["dha"]),
            ("helath", vec!["dha"]),
            ("authority", vec!["dewa", "dha", "rta"]),
            ("banana", vec![]),
            ("…", vec![]),
        ] {
            assert_eq!(ids(&search(typed, &all)), found, "{typed}");
        }
    }

    #[test]
    fn an_entity_is_proposed_by_words_that_few_have() {
        let world = world();
        let proposed = |text: &str| ids(&world.proposals(text));
        assert_eq!(proposed("The RTA machine kept my card"), ["rta"]);
        assert_eq!(proposed("انقطعت الكهرباء والمياه أمس"), ["dewa"]);
        assert_eq!(proposed("the authority was rude"), [""; 0]);
    }

    #[test]
    fn a_long_list_is_ranges_and_every_member_is_within_two_taps() {
        let all: Vec<Listed> =
            (0..40).map(|number| listed(&format!("e-{number}"), "جهة", "Entity")).collect();
        let all: Vec<&Listed> = all.iter().collect();
        let top = rows(&all, 0, usize::MAX, 9);
        assert!(top.len() <= 9);
        let mut reached = 0;
        for row in top {
            match row {
                Row::One(_) => reached += 1,
                Row::Range { first, count, .. } => {
                    assert_eq!(first, reached);
                    let below = rows(&all, first, count, 9);
                    assert!(below.iter().all(|row| matches!(row, Row::One(_))));
                    reached += below.len();
                }
            }
        }
        assert_eq!(reached, 40);
        assert_eq!(rows(&all, 50, 9, 9), []);
    }
}
