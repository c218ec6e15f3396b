//! What a participation is found by.

use jiff::Timestamp;

use super::folded;
use crate::reference::Reference;

/// What the last digits count, by which rows of one second are told apart.
const IN_A_SECOND: u64 = 1_000_000;

/// The row of the index in which it stands: later ones have higher numbers, and all of them are below 2^53. Two of the same second may want the
/// same one, once in a hundred thousand times; the second is refused then, and drawn another number.
pub fn row(received_at: Timestamp, reference: Reference) -> u64 {
    let digits: u64 = reference.digits().parse().unwrap_or_default();
    u64::try_from(received_at.as_second()).unwrap_or_default() * IN_A_SECOND + digits % IN_A_SECOND
}

/// Its words: its number, what was written, what is said in its recordings.
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
