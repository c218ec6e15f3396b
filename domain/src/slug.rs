//! Slugs: short names of entities and services.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Short name of the platform's own team, which receives what is addressed to no entity.
pub const PLATFORM_TEAM: &str = "sawtak";

/// Longest slug, in characters.
pub const SLUG_MAX: usize = 64;

/// Longest slug that is derived from a name, so that a number has room after it.
const DERIVED_MAX: usize = 48;

/// Most numbers that are tried after a slug that is taken.
const NUMBERS: u32 = 10_000;

/// Short name of an entity (`rta`) or of one of its services (`parking`): 1 to 64 lower-case
/// letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Error for text that isn't a [`Slug`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("lower-case letters, digits and hyphens, at most {SLUG_MAX} of them")]
pub struct SlugError;

impl Slug {
    /// Checks the format only. The directory knows which entities and services exist.
    ///
    /// # Errors
    ///
    /// Returns an error if the name is empty, too long or has other characters.
    pub fn parse(name: &str) -> Result<Self, SlugError> {
        let is_slug = (1..=SLUG_MAX).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if is_slug { Ok(Self(name.to_owned())) } else { Err(SlugError) }
    }

    /// Parses the short name of an entity. One of digits alone is refused: at addresses that take
    /// a version or an entity, a number is a version.
    ///
    /// # Errors
    ///
    /// Returns an error if the name isn't a slug or has digits alone.
    pub fn parse_entity(name: &str) -> Result<Self, SlugError> {
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        Self::parse(name).and_then(|slug| if is_number { Err(SlugError) } else { Ok(slug) })
    }

    /// Derives a slug that isn't taken from a name: its Latin words and numbers, joined by hyphens.
    /// A name without any, as one in Arabic, gets `kind`. If that is taken, a number follows.
    pub fn derive(name: &str, kind: &str, is_taken: impl Fn(&str) -> bool) -> Option<Self> {
        let plain = name.to_ascii_lowercase().replace(['\'', '’'], "");
        let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let joined: String = words.join("-").chars().take(DERIVED_MAX).collect();
        let is_named = joined.bytes().any(|byte| byte.is_ascii_lowercase());
        let base = if is_named { joined.trim_end_matches('-') } else { kind };
        let numbered = (2..NUMBERS).map(|number| format!("{base}-{number}"));
        let mut all = std::iter::once(base.to_owned()).chain(numbered);
        Self::parse(&all.find(|slug| !is_taken(slug))?).ok()
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(name: String) -> Result<Self, SlugError> {
        Self::parse(&name)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names() {
        assert!(Slug::parse("public-parking-2").is_ok());
        for wrong in ["", "RTA", "a b", "a/b", "..", &"a".repeat(65)] {
            assert_eq!(Slug::parse(wrong), Err(SlugError), "{wrong}");
        }
    }

    #[test]
    fn an_entity_is_never_a_number() {
        assert!(Slug::parse_entity("rta").is_ok() && Slug::parse_entity("4-u").is_ok());
        for wrong in ["1", "2026", "00", "", "A"] {
            assert_eq!(Slug::parse_entity(wrong), Err(SlugError), "{wrong}");
        }
        // Services may be numbers.
        assert!(Slug::parse("901").is_ok());
    }

    #[test]
    fn a_slug_is_derived_from_a_name_in_any_script() {
        let derive = |name: &str, taken: &[&str]| {
            Slug::derive(name, "service", |slug| taken.contains(&slug)).map(String::from)
        };
        for (name, slug) in [
            ("Public parking (2)", "public-parking-2"),
            ("Drivers' licences", "drivers-licences"),
            ("مواقف عامة", "service"),
            ("2026", "service"),
            ("", "service"),
        ] {
            assert_eq!(derive(name, &[]).as_deref(), Some(slug), "{name}");
        }
        assert_eq!(derive("مواقف", &["service", "service-2"]).as_deref(), Some("service-3"));
        assert_eq!(derive("Parking", &["parking"]).as_deref(), Some("parking-2"));
        assert!(derive(&"long ".repeat(30), &[]).is_some_and(|slug| !slug.ends_with('-')));
    }
}
