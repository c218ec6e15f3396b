//! Participations of a profile: the filter of their list, its search, and their fate when somebody
//! leaves.

use crate::{case::stage::Stage, reference::Reference, search};

/// Longest search, in characters.
pub const SEARCH_MAX: usize = 80;

/// Most participations of one profile.
pub const PARTICIPATIONS_MAX: u32 = 500;

/// Filter of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// The entity or the author has something to do.
    Open,
    /// Answered, and not closed yet.
    Answered,
    /// Over, whatever came of it.
    Closed,
}

impl Filter {
    /// All filters.
    pub const ALL: [Self; 4] = [Self::All, Self::Open, Self::Answered, Self::Closed];

    /// Returns the name in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// Returns the filter with this name; everything for any other.
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.as_str() == name).unwrap_or_default()
    }

    /// Returns whether the list has participations of this stage.
    pub fn includes(self, stage: Stage) -> bool {
        let of_stage = match stage {
            Stage::Received
            | Stage::InReview
            | Stage::AwaitingCustomer
            | Stage::Transferred
            | Stage::Reopened => Self::Open,
            Stage::Answered => Self::Answered,
            Stage::Closed | Stage::Withdrawn | Stage::Declined => Self::Closed,
        };
        self == Self::All || self == of_stage
    }
}

/// Returns whether a search finds a participation: by its number, by its text or by the names of
/// its entity. An empty search finds everything.
pub fn is_found(typed: &str, reference: Reference, texts: [&str; 3]) -> bool {
    let [text, arabic, english] = texts;
    let number = reference.to_string();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    digits == reference.digits() || search::matches_names(typed, &[text, &number, arabic, english])
}

/// Fate of the participations of somebody who leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stay, and nothing tells whose they are but what they say themselves.
    Kept,
    /// Their content is erased.
    Erased,
}

impl Fate {
    /// Parses the choice of a form; there is no default, since erasure can't be undone.
    pub fn parse(choice: &str) -> Option<Self> {
        match choice {
            "keep" => Some(Self::Kept),
            "erase" => Some(Self::Erased),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_is_in_exactly_one_filter_and_in_all() {
        for stage in Stage::ALL {
            let filters = Filter::ALL.into_iter().filter(|filter| filter.includes(stage));
            assert_eq!(filters.count(), 2, "{stage:?}");
        }
        assert_eq!(Filter::parse("closed"), Filter::Closed);
        assert_eq!(Filter::parse("words of somebody"), Filter::All);
    }

    #[test]
    fn a_search_finds_by_number_text_and_entity() {
        let reference = Reference::draw([7; 8]);
        let number = reference.to_string();
        let found = |typed| is_found(typed, reference, ["My card is gone.", "الطرق", "Roads"]);
        for typed in ["", &number, reference.digits(), "card", "road", "الطرق"] {
            assert!(found(typed), "{typed}");
        }
        assert!(!found("elephant") && !found("12"));
    }

    #[test]
    fn nothing_is_erased_by_default() {
        assert_eq!(Fate::parse(""), None);
        assert_eq!(Fate::parse("erase"), Some(Fate::Erased));
    }
}
