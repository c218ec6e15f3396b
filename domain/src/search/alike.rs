//! Cases that are alike by the words of their search documents, such as those of one outage.

use std::collections::BTreeSet;

use super::document::PART;

/// Fewest cases that make a group.
pub const LEAST: usize = 3;

/// Fewest words that two cases have in common.
const SHARED: usize = 2;

/// Fewest letters of a word that tells something. Shorter ones, such as "the", are everywhere.
const LETTERS: usize = 4;

/// First letter of the scripts in which shorter words tell something too.
const SHORT_SCRIPTS: char = '\u{900}';

/// Groups documents that are alike, and returns the places of each group's, the largest group
/// first. Two are alike if they share at least two words, and a third of those of the shorter one.
/// A document joins the first group to whose first document it is alike.
pub fn groups(documents: &[&str]) -> Vec<Vec<usize>> {
    let words: Vec<BTreeSet<&str>> =
        documents.iter().map(|document| telling(document).collect()).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, own) in words.iter().enumerate() {
        let fitting = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| are_alike(&words[*first], own)));
        match fitting {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups.retain(|group| group.len() >= LEAST);
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
}

/// Returns the words of a document that tell what it is about: neither numbers, as that of the
/// case, nor short words.
fn telling(document: &str) -> impl Iterator<Item = &str> {
    document.split(' ').filter(|word| {
        let is_short = word.chars().count() < LETTERS
            && word.chars().next().is_none_or(|letter| letter < SHORT_SCRIPTS);
        let is_number = word.strip_prefix(PART).unwrap_or(word).bytes().all(|b| b.is_ascii_digit());
        !is_short && !is_number
    })
}

fn are_alike(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    let shared = a.intersection(b).count();
    shared >= SHARED && shared * 3 >= a.len().min(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{reference::Reference, search::document};

    fn found(texts: &[&str]) -> Vec<Vec<usize>> {
        let documents: Vec<String> = texts
            .iter()
            .zip(0_u8..)
            .map(|(text, number)| document(Reference::draw([number; 8]), std::iter::once(*text)))
            .collect();
        groups(&documents.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn cases_of_one_outage_are_alike_in_any_words_and_script() {
        let texts = [
            "The ticket machine at the gate is down.",
            "جهاز التذاكر عند البوابة معطل",
            "Ticket machines at gate 4 do not work!",
            "A cat sits on the roof of the station.",
            "Machine for tickets, gate 4: it took my card.",
            "معطل جهاز التذاكر منذ الصباح",
            "أجهزة التذاكر معطلة: جهاز البوابة",
        ];
        assert_eq!(found(&texts), [vec![0, 2, 4], vec![1, 5, 6]]);
    }

    #[test]
    fn few_cases_or_common_words_make_no_group() {
        assert!(found(&["The gate is shut now.", "The gate is shut now."]).is_empty());
        let common =
            ["It is not for me and you.", "It is for you and not me.", "Is it you and me?"];
        assert!(found(&common).is_empty());
        let once = [
            "The machine keeps swallowing yellow coins every morning",
            "A machine near platform seven shows wrong departure times",
            "Please repaint this rusty vending machine beside parking",
        ];
        assert!(found(&once).is_empty(), "one word in common says little");
        assert!(found(&[]).is_empty());
    }
}
