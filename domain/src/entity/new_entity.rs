//! A new entity: its short name, proposed from its full name, and its validation.

use crate::{
    bilingual::Named,
    entity::settings::{Errors, SettingError, check_name, check_origins},
    intake::origin,
    slug::{SLUG_MAX, Slug},
    text::line,
};

/// Words that initials leave out.
const SMALL: [&str; 7] = ["a", "and", "for", "in", "of", "on", "the"];

/// Most numbers that are tried after a short name that is taken.
const NUMBERS: u32 = 100;

/// Validated entity, before it is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntity {
    /// Short name, which never changes.
    pub id: Slug,
    /// Full name.
    pub name: Named,
    /// Web origins that may send participations to it, as browsers send them.
    pub origins: Vec<String>,
}

impl NewEntity {
    /// Validates short name, full name and origins. Only the store knows which short names are
    /// taken.
    ///
    /// # Errors
    ///
    /// Returns all errors, each with the JSON Pointer to its place.
    pub fn parse(id: &str, name: &Named, origins: &[String]) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let id = match Slug::parse(id) {
            Ok(id) if has_letter(id.as_str()) => Some(id),
            Ok(_) => {
                errors.push(("/id".to_owned(), SettingError::NoLetter));
                None
            }
            Err(error) => {
                errors.push(("/id".to_owned(), error.into()));
                None
            }
        };
        let name = Named { ar: line(&name.ar), en: line(&name.en) };
        check_name(&name, "/name", &mut errors);
        let origins: Vec<_> = origins.iter().map(|typed| origin::normalize(typed)).collect();
        check_origins(&origins, "/origins", &mut errors);
        match id {
            Some(id) if errors.is_empty() => Ok(Self { id, name, origins }),
            _ => Err(errors),
        }
    }
}

/// Returns whether a short name can be told from a number.
fn has_letter(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Proposes a short name for an entity by its English name: the initials of several words, or one
/// word alone. If that is taken, all words, and then the initials with a number. Empty if nothing
/// fits.
pub fn propose(english: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let plain = english.to_ascii_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> = plain
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let whole: String = words.join("-").chars().take(SLUG_MAX).collect();
    let first = if words.len() > 1 { initials } else { whole.clone() };
    let numbered = (2..NUMBERS).map(|number| format!("{first}-{number}"));
    let all = [first.clone(), whole].into_iter().chain(numbered);
    let mut free = all.filter(|name| Slug::parse(name).is_ok() && has_letter(name));
    free.find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(ar: &str, en: &str) -> Named {
        Named { ar: ar.to_owned(), en: en.to_owned() }
    }

    fn wrong(id: &str, name: &Named, origins: &[&str]) -> Vec<(String, SettingError)> {
        let origins: Vec<_> = origins.iter().map(ToString::to_string).collect();
        NewEntity::parse(id, name, &origins).err().unwrap_or_default()
    }

    #[test]
    fn an_entity_has_a_short_name_two_names_and_origins() {
        let origins = [" https://WWW.parks.ae/ar ".to_owned()];
        let parks = NewEntity::parse("parks", &named(" هيئة الحدائق ", "Parks"), &origins).unwrap();
        assert_eq!(parks.origins, ["https://www.parks.ae"]);
        assert_eq!(parks.name, named("هيئة الحدائق", "Parks"));
        assert!(wrong("dm-2", &named("أ", "A"), &[]).is_empty(), "origins can be added later");
    }

    #[test]
    fn each_fault_has_its_place() {
        let name = named("أ", "A");
        for digits in ["2026", "1-2", "-"] {
            assert_eq!(
                wrong(digits, &name, &[]),
                [("/id".to_owned(), SettingError::NoLetter)],
                "{digits}"
            );
        }
        let all = wrong("Parks", &named("", "A"), &["https://parks.ae", "parks.ae"]);
        let places: Vec<_> = all.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["/id", "/name", "/origins/1"]);
    }

    #[test]
    fn a_short_name_is_proposed_from_the_initials() {
        let none = |_: &str| false;
        for (english, proposed) in [
            ("Roads and Transport Authority", "rta"),
            ("Dubai Municipality", "dm"),
            ("The Museum of the Future", "mf"),
            ("Parks", "parks"),
            ("Women's Foundation – Dubai", "wfd"),
            ("", ""),
            ("هيئة", ""),
            ("2026", ""),
        ] {
            assert_eq!(propose(english, none), proposed, "{english}");
        }
    }

    #[test]
    fn a_short_name_that_is_taken_is_not_proposed() {
        let taken = |names: &'static [&'static str]| move |name: &str| names.contains(&name);
        assert_eq!(propose("Dubai Municipality", taken(&["dm"])), "dubai-municipality");
        let both = taken(&["dm", "dubai-municipality", "dm-2"]);
        assert_eq!(propose("Dubai Municipality", both), "dm-3");
        assert_eq!(propose(&"long ".repeat(40), taken(&[])), "l".repeat(40));
        assert!(propose(&"a1".repeat(70), taken(&[])).len() <= SLUG_MAX);
    }
}
