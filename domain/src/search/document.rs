//! Search document of a participation: its row and its words in the full-text index.

use jiff::Timestamp;

use super::folded;
use crate::reference::Reference;

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

/// Returns the indexed words: the reference number, the written texts, and the transcripts of
/// recordings.
pub fn document<'a>(reference: Reference, texts: impl Iterator<Item = &'a str>) -> String {
    let folded = texts.map(folded).filter(|folded| !folded.is_empty());
    std::iter::once(reference.digits().to_owned()).chain(folded).collect::<Vec<_>>().join(" ")
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
        let said = ["", "إنارة", "Out."];
        assert_eq!(
            document(reference, said.into_iter()),
            format!("{} اناره out", reference.digits())
        );
    }
}
