//! API keys of entities: what the systems of an entity sign in with, each for some scopes.
//!
//! A key is a bearer token after the prefix `swk_`, by which scanners of leaked secrets know it.
//! The store holds its hash alone, so a key is shown once, when it is made.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{crypto::bearer::BearerToken, id::Id, slug::Slug, text::line};

/// Beginning of every key.
const PREFIX: &str = "swk_";

/// Longest name of a key, in characters.
pub const KEY_NAME_MAX: usize = 80;

/// Most keys of an entity that aren't revoked.
pub const KEYS_MAX: usize = 50;

/// Accuracy of the stored time of the last use, in seconds. It saves a write on most requests.
const ACCURACY: i64 = 60 * 60;

/// Id of a key. It grants nothing.
pub type KeyId = Id<OfKey>;

/// Subject of a [`KeyId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfKey {}

/// Key of 256 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(BearerToken<32>);

/// Group of calls that a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Sending requests by Open311, and reading their words and places.
    Open311,
    /// Acting on cases as the entity's own system.
    Cases,
    /// Reading the entity's figures.
    Figures,
}

/// Name of a key: one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyName(String);

/// Error of a request for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Name that is empty or too long.
    #[error("a name has 1 to {KEY_NAME_MAX} characters")]
    Name,
    /// No scope.
    #[error("at least one of open311, cases, figures")]
    NoScope,
    /// More keys than an entity may have.
    #[error("revoke a key first: there are {KEYS_MAX}")]
    TooMany,
}

/// System that has shown a valid key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHolder {
    /// Id of the key.
    pub id: KeyId,
    /// Entity of the key.
    pub entity: Slug,
    /// Scopes of the key.
    pub scopes: BTreeSet<Scope>,
    /// Time of the last use, to within an hour.
    pub last_used_at: Option<Timestamp>,
}

/// Reason why a valid key doesn't open a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// Key without the scope.
    #[error("this key is not for this: it needs the scope {}", .0.as_str())]
    Scope(Scope),
    /// Key of another entity.
    #[error("this key is another entity's")]
    Entity,
}

impl ApiKey {
    /// Creates a key of random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(BearerToken::new(bytes))
    }

    /// Parses a key; returns `None` for other text.
    pub fn parse(text: &str) -> Option<Self> {
        BearerToken::parse(text.strip_prefix(PREFIX)?).map(Self)
    }

    /// Returns the key as its system sends it.
    pub fn encode(&self) -> String {
        format!("{PREFIX}{}", self.0.encode())
    }

    /// Returns the hash that the store holds.
    pub fn hash(&self) -> String {
        self.0.hash()
    }
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 3] = [Self::Open311, Self::Cases, Self::Figures];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open311 => "open311",
            Self::Cases => "cases",
            Self::Figures => "figures",
        }
    }
}

impl KeyName {
    /// Parses a name, which is brought to one line.
    ///
    /// # Errors
    ///
    /// When the name is empty or too long.
    pub fn parse(typed: &str) -> Result<Self, KeyError> {
        let name = line(typed);
        let length = name.chars().count();
        if (1..=KEY_NAME_MAX).contains(&length) { Ok(Self(name)) } else { Err(KeyError::Name) }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KeyName {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

impl From<KeyName> for String {
    fn from(name: KeyName) -> Self {
        name.0
    }
}

impl KeyHolder {
    /// Checks that the key opens calls of a scope at an entity.
    ///
    /// # Errors
    ///
    /// When the key is another entity's, or lacks the scope.
    pub fn require(&self, scope: Scope, entity: &Slug) -> Result<(), KeyRefusal> {
        if self.entity != *entity {
            Err(KeyRefusal::Entity)
        } else if !self.scopes.contains(&scope) {
            Err(KeyRefusal::Scope(scope))
        } else {
            Ok(())
        }
    }

    /// Returns whether a use at `now` is to be stored.
    pub fn is_used_anew(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| now.as_second() - last.as_second() >= ACCURACY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(last_used: Option<i64>) -> KeyHolder {
        KeyHolder {
            id: KeyId::draw([1; 16]),
            entity: Slug::parse("rta").unwrap(),
            scopes: [Scope::Open311].into(),
            last_used_at: last_used.map(|second| Timestamp::from_second(second).unwrap()),
        }
    }

    #[test]
    fn a_key_comes_back_from_its_text_and_nothing_else_is_one() {
        let key = ApiKey::new([7; 32]);
        let text = key.encode();
        assert!(text.starts_with("swk_") && text.len() == 47, "{text}");
        assert!(ApiKey::parse(&text).is_some_and(|read| read == key && read.hash() == key.hash()));
        for wrong in ["", "swk_", &text[4..], &text.to_uppercase(), &format!("{text}A")] {
            assert!(ApiKey::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_key_opens_its_scopes_at_its_entity() {
        let (rta, dm) = (Slug::parse("rta").unwrap(), Slug::parse("dm").unwrap());
        let holder = holder(None);
        assert_eq!(holder.require(Scope::Open311, &rta), Ok(()));
        let lacking = Err(KeyRefusal::Scope(Scope::Cases));
        assert_eq!(holder.require(Scope::Cases, &rta), lacking);
        assert_eq!(holder.require(Scope::Open311, &dm), Err(KeyRefusal::Entity));
    }

    #[test]
    fn a_use_is_stored_once_an_hour() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(holder(None).is_used_anew(at(0)));
        assert!(!holder(Some(10)).is_used_anew(at(10 + ACCURACY - 1)));
        assert!(holder(Some(10)).is_used_anew(at(10 + ACCURACY)));
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(KeyName::parse(" CRM\n of the RTA ").unwrap().as_str(), "CRM of the RTA");
        for wrong in [String::new(), " \n".into(), "a".repeat(KEY_NAME_MAX + 1)] {
            assert_eq!(KeyName::parse(&wrong), Err(KeyError::Name));
        }
    }
}
