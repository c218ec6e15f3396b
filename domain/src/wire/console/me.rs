//! `/console/api/me`: the signed-in person and their preferences.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    staff::{Person, Role, StaffId},
    staff_notice::WantedNotices,
};

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Id of the person.
    pub id: StaffId,
    /// Name of the person.
    pub name: String,
    /// Roles of the person.
    pub roles: Vec<Role>,
    /// Language of the person's console.
    pub language: Language,
    /// Notices that the person wants. Earlier edges tell of none.
    #[serde(default)]
    pub notices: WantedNotices,
    /// Time at which the session ends if no further request arrives.
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

/// `PUT`: preferences of the signed-in person, which hold on all of their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// Language of the person's console.
    pub language: Language,
    /// Notices that the person wants; without it they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<WantedNotices>,
}

impl Language {
    /// Returns the language tag in pages and in the store.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }
}

impl Me {
    /// Returns the person as the permission policy needs them.
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
