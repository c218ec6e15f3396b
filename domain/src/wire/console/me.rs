//! `/console/api/me`: who is signed in, and what they have chosen for themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::staff::{Person, Role, StaffId};

/// Whoever is asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who it is.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// What they are there for.
    pub roles: Vec<Role>,
    /// The language that they want to be spoken to in.
    pub language: Language,
    /// When they are signed out if they do nothing until then.
    pub signed_out_at: Timestamp,
}

/// A language of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Arabic.
    #[serde(rename = "ar")]
    Arabic,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// `PUT`: what whoever asks wants from now on, on whichever device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// The language that they want to be spoken to in.
    pub language: Language,
}

impl Language {
    /// The tag that pages and the store know it by.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }
}

impl Me {
    /// As the rules know them.
    pub fn person(&self) -> Person {
        Person { id: self.id.clone(), roles: self.roles.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_the_same_everywhere() {
        for language in [Language::Arabic, Language::English] {
            assert_eq!(serde_json::to_value(language).unwrap(), language.tag());
        }
    }
}
