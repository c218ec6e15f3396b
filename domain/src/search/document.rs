//! Search document of a participation: its row and its words in the full-text index.

use jiff::Timestamp;

use super::{
    normalize::{Word, words},
    stem::stem,
};
use crate::reference::Reference;

/// Version of the rules by which documents and the blind index of contacts are made. Rows of older
/// versions are made anew by a scheduled job.
pub const VERSION: u32 = 2;

/// Mark before the end of a reference number that doesn't begin with one of its groups, so that a
/// short number finds groups alone.
pub(super) const PART: &str = "-";

/// Fewest digits at the end of a reference number by which it's found.
const PART_MIN: usize = 4;

/// Digits in a group of a reference number.
const GROUP: usize = 4;

/// Count of values that the last digits of a reference can take; they tell rows of one second
/// apart.
const IN_A_SECOND: u64 = 1_000_000;

/// Returns the row in the full-text index. Later participations have higher numbers, and all rows
/// are below 2^53.
///
/// Two participations of the same second collide once in a hundred thousand times. The second is
/// then refused and gets another reference number.
pub fn row(received_at: Timestamp, reference: Reference) -> u64 {
    let digits: u64 = reference.digits().parse().unwrap_or_default();
    u64::try_from(received_at.as_second()).unwrap_or_default() * IN_A_SECOND + digits % IN_A_SECOND
}

/// Returns the lowest row of the full-text index that a participation from this time on has.
pub fn first_row(since: Timestamp) -> u64 {
    u64::try_from(since.as_second()).unwrap_or_default() * IN_A_SECOND
}

/// Returns the indexed words: the reference number and its parts, and the words of the written
/// texts and of the transcripts of recordings.
pub fn document<'a>(reference: Reference, texts: impl Iterator<Item = &'a str>) -> String {
    let mut tokens = parts(reference);
    for text in texts {
        add_tokens(&words(text), &mut tokens);
    }
    tokens.join(" ")
}

/// Returns the ends of a reference number. Any part of the number is a prefix of one of them.
fn parts(reference: Reference) -> Vec<String> {
    let digits = reference.digits();
    (0..=digits.len() - PART_MIN)
        .filter_map(|start| {
            let end = digits.get(start..)?;
            Some(if start % GROUP == 0 { end.to_owned() } else { [PART, end].concat() })
        })
        .collect()
}

/// Adds the stems of words, and of runs without spaces each pair of neighbours and the last
/// character.
fn add_tokens(words: &[Word], tokens: &mut Vec<String>) {
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|next| matches!(next.in_run, Some(1..)));
        tokens.push(match (word.in_run, next) {
            (None, _) => stem(&word.folded),
            (Some(_), None) => word.folded.clone(),
            (Some(_), Some(next)) => [&*word.folded, &next.folded].concat(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_when_it_came_and_a_document_what_it_says() {
        let reference = Reference::draw([7; 8]);
        let [earlier, later] = [1_790_000_000, 1_790_000_001]
            .map(|second| row(Timestamp::from_second(second).unwrap(), reference));
        assert!(earlier < later && later < 1 << 53);
        let since = first_row(Timestamp::from_second(1_790_000_001).unwrap());
        assert!(earlier < since && since <= later);
        let said = ["", "إنارة", "Lights.", "灯坏了WiFi"];
        let document = document(reference, said.into_iter());
        assert!(document.starts_with(reference.digits()), "{document}");
        assert!(document.ends_with(" انار light 灯坏 坏了 了 wifi"), "{document}");
    }
}
