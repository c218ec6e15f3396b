//! Tests of the guide's text against the constants and tables of the rules.

use std::collections::BTreeSet;

use expect_test::expect_file;

use super::*;
use crate::{
    case::{action::Ground, life_cycle::Verb, stage::Stage},
    entity::criteria::Criteria,
    guide::constants::{TERMS, Unit},
    intake::kind::Kind,
    sla::{escalation::Level, priority::Priority},
};

/// Returns each article's text in a language, filled in.
fn filled(language: Language) -> Vec<(&'static str, Filled)> {
    let (words, constants) = (Words::of(language), constants::all());
    let text = |id: &str| fill(words.get(&[id, "_text"].concat()), words, &constants);
    ARTICLES.into_iter().map(|id| (id, text(id))).collect()
}

#[test]
fn every_constant_of_the_rules_is_named_by_an_article() {
    let all: BTreeSet<String> =
        constants::all().into_iter().map(|constant| constant.name).collect();
    for language in Language::ALL {
        let named: BTreeSet<String> = filled(language)
            .into_iter()
            .flat_map(|(_, filled)| filled.constants.into_keys())
            .collect();
        let unnamed: Vec<&String> = all.difference(&named).collect();
        assert!(unnamed.is_empty(), "no article names {unnamed:?} ({language:?})");
    }
}

#[test]
fn no_placeholder_names_nothing() {
    for language in Language::ALL {
        for (id, filled) in filled(language) {
            assert!(filled.unknown.is_empty(), "{id} ({language:?}): {:?}", filled.unknown);
            assert!(!filled.text.contains(['{', '}']), "{id} ({language:?}): {}", filled.text);
        }
    }
    let words = Words::of(Language::English);
    let filled = fill("Within {patience} or {nothing}.", words, &constants::all());
    assert_eq!(filled.text, "Within 5 working days or {nothing}.");
    assert_eq!(filled.unknown, ["nothing"]);
}

#[test]
fn both_languages_state_the_same_constants_and_have_as_many_lines() {
    for (arabic, english) in filled(Language::Arabic).into_iter().zip(filled(Language::English)) {
        assert_eq!(arabic.1.constants, english.1.constants, "{}", arabic.0);
        let lines = |filled: &Filled| filled.text.lines().count();
        assert_eq!(lines(&arabic.1), lines(&english.1), "{}", arabic.0);
    }
}

#[test]
fn the_words_are_those_that_the_guide_uses_and_no_others() {
    let names = |kind: &str, names: Vec<String>| -> Vec<String> {
        names.into_iter().map(|name| [kind, "_", &name].concat()).collect()
    };
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    // What takes the text of a deleted post away is no one's to do.
    let verbs = Verb::ALL.into_iter().filter(|verb| *verb != Verb::Retract);
    let verbs = verbs.map(|verb| serde_json::to_value(verb).unwrap());
    let verbs = verbs.map(|verb| verb.as_str().unwrap().to_owned()).collect();
    let criteria = Criteria::default();
    let criteria = criteria.weights().keys().map(|name| name.as_str().to_owned()).collect();
    let used: BTreeSet<String> = [
        ARTICLES
            .iter()
            .flat_map(|id| ["title", "text"].map(|part| [id, "_", part].concat()))
            .collect(),
        names("kind", Kind::ALL.map(|kind| kind.as_str().to_owned()).into()),
        names("priority", Priority::ALL.map(|priority| priority.as_str().to_owned()).into()),
        names("stage", Stage::ALL.map(|stage| stage.as_str().to_owned()).into()),
        names("ground", Ground::ALL.map(|ground| ground.as_str().to_owned()).into()),
        names("level", Level::ALL.map(|level| level.as_str().to_owned()).into()),
        names("unit", Unit::ALL.map(|unit| unit.name().to_owned()).into()),
        names("verb", verbs),
        names("criterion", criteria),
        names("who", owned(&["customer", "employee", "supervisor", "timer"])),
        names("column", [owned(&["case"]), owned(&TERMS)].concat()),
        owned(&["line_escalation", "line_weight", "comma"]),
    ]
    .concat()
    .into_iter()
    .collect();
    for language in Language::ALL {
        assert_eq!(Words::of(language).keys(), used, "{language:?}");
    }
}

#[test]
fn the_indicators_of_an_article_are_in_the_catalogue() {
    let edition = current();
    for article in &edition.articles {
        for id in &article.kept_by {
            assert!(edition.indicator(id).is_some(), "{id} of {}", article.id);
        }
    }
    let on_time = edition.indicator("first_on_time").unwrap();
    let target = GuideTarget { rule: TargetRule::AtLeast, percent: 95 };
    assert_eq!((on_time.target, &*on_time.name.en), (Some(target), "First answer on time"));
}

#[test]
fn every_text_says_something() {
    for article in &current().articles {
        for text in [&article.title.ar, &article.title.en, &article.text.ar, &article.text.en] {
            assert!(!text.trim().is_empty(), "{}", article.id);
            assert!(text.lines().all(|line| !line.trim().is_empty()), "{}", article.id);
        }
    }
}

#[test]
fn versions_follow_each_other() {
    let mut versions: Vec<&Edition> = editions().collect();
    versions.reverse();
    let numbers: Vec<u16> = versions.iter().map(|edition| edition.version).collect();
    assert_eq!(numbers, (1..=GUIDE_VERSION).collect::<Vec<_>>());
    assert!(versions.windows(2).all(|pair| pair[0].effective_from < pair[1].effective_from));
    assert_eq!(edition(GUIDE_VERSION), Some(current()));
    assert_eq!(edition(GUIDE_VERSION + 1), None);
}

/// A published version never changes. If a rule or a word of it has to, its file joins
/// [`EARLIER`], and the guide gets its next number.
#[test]
fn the_version_in_force_is_the_published_one() {
    let published = serde_json::to_string_pretty(current()).unwrap();
    expect_file!["editions/1.json"].assert_eq(&[&published, "\n"].concat());
    assert_eq!(serde_json::from_str::<Edition>(&published).unwrap(), *current());
}

#[test]
fn the_promises_are_those_of_the_rules() {
    let article = current().article("promises").unwrap();
    assert_eq!(article.constants["complaint_ordinary_resolution"], 5);
    assert_eq!(article.constants.len(), 27);
    let row = "| Complaint, ordinary | 1 working day | 5 working days | 1 working day |";
    assert!(article.text.en.contains(row), "{}", article.text.en);
    let stages = current().article("stages").unwrap();
    let withdrawn = stages.text.en.lines().find(|line| line.starts_with("- Withdrawn")).unwrap();
    assert!(withdrawn.contains("Customer: erase the content."), "{withdrawn}");
    assert!(!withdrawn.contains("transfer"), "{withdrawn}");
}
