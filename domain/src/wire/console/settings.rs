//! `/console/api/entities/{entity}/settings`: what an entity sets for itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    access::staff::StaffId,
    case::evaluation::Criteria,
    entity::{reply_template::ReplyTemplate, slug::Slug},
    sla::{agreement::Agreements, calendar::Calendar},
    wire::Named,
};

/// `GET`: all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The entity's short name.
    pub entity: Slug,
    /// What it is called.
    pub name: Named,
    /// What people can speak to it about, in the order in which it is offered.
    pub services: Versioned<Vec<Service>>,
    /// What it promises where that isn't the default.
    pub agreements: Versioned<Agreements>,
    /// When it works.
    pub calendar: Versioned<Calendar>,
    /// What it replies again and again.
    pub templates: Versioned<Vec<ReplyTemplate>>,
    /// How it judges suggestions.
    pub criteria: Versioned<Criteria>,
    /// Whose pages may send to it: `https://www.rta.example`, or `https://*.rta.example` for all below.
    pub origins: Versioned<Vec<String>>,
    /// How many days it keeps what has ended.
    pub retention: Versioned<u32>,
    /// Whether whoever asks may change any of it.
    pub may_change: bool,
}

/// One part, and how often it was changed. `PUT …/{part}` takes it with the version that was read, and answers it with the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versioned<T> {
    /// 0 as long as nobody has changed it.
    pub version: u32,
    /// What holds.
    pub value: T,
}

/// The parts, by their names in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are documented where they are kept")]
pub enum Part {
    Services,
    Agreements,
    Calendar,
    Templates,
    Criteria,
    Origins,
    Retention,
    /// Who is there for it: changed by calls of its own, and told of in the same history.
    People,
}

/// A service. What was said about one that is retired stays; nothing new can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its short name, which never changes.
    pub id: Slug,
    /// The main service that it lies under, if it isn't one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    /// What it is called.
    pub name: Named,
    /// Whether it is no longer offered.
    #[serde(default)]
    pub retired: bool,
}

/// `GET …/history`: what was changed, the last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsHistory {
    /// At most a hundred.
    pub events: Vec<SettingsEvent>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsEvent {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: StaffId,
    /// What they are called.
    pub name: String,
    /// Which part.
    pub part: Part,
    /// How it was, as that part looks.
    pub before: serde_json::Value,
    /// How it was from then on.
    pub after: serde_json::Value,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Services,
        Self::Agreements,
        Self::Calendar,
        Self::Templates,
        Self::Criteria,
        Self::Origins,
        Self::Retention,
        Self::People,
    ];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Agreements => "agreements",
            Self::Calendar => "calendar",
            Self::Templates => "templates",
            Self::Criteria => "criteria",
            Self::Origins => "origins",
            Self::Retention => "retention",
            Self::People => "people",
        }
    }
}
