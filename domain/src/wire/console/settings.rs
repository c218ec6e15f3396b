//! Settings of an entity: `/console/api/entities/{entity}/settings`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    access::staff::StaffId,
    case::evaluation::Criteria,
    entity::{reply_template::ReplyTemplate, slug::Slug},
    sla::{agreement::Agreements, calendar::Calendar},
    wire::Named,
};

/// `GET`: all settings of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Short name of the entity.
    pub entity: Slug,
    /// Full name of the entity.
    pub name: Named,
    /// Services that participations can be about, in the order in which they are offered.
    pub services: Versioned<Vec<Service>>,
    /// Agreements on promised times that differ from the default.
    pub agreements: Versioned<Agreements>,
    /// Working calendar.
    pub calendar: Versioned<Calendar>,
    /// Reply templates.
    pub templates: Versioned<Vec<ReplyTemplate>>,
    /// Criteria by which suggestions are judged.
    pub criteria: Versioned<Criteria>,
    /// Web origins that may send participations to the entity: `https://www.rta.example`, or
    /// `https://*.rta.example` for all subdomains.
    pub origins: Versioned<Vec<String>>,
    /// Retention of ended cases, in days.
    pub retention: Versioned<u32>,
    /// True if the signed-in person may change any of the settings.
    pub may_change: bool,
}

/// A part of the settings with its version. `PUT …/{part}` takes the new value with the version
/// that the change is based on, and returns the value with the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versioned<T> {
    /// Version; 0 until the first change.
    pub version: u32,
    /// Current value.
    pub value: T,
}

/// Part of the settings, by its name in the address.
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
    /// Staff of the entity. Changed by calls of its own, and recorded in the same history.
    People,
}

/// A service. Participations about a retired service stay; new ones can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Short name, which never changes.
    pub id: Slug,
    /// Parent of a subordinate service; `None` for a main service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    /// Full name of the service.
    pub name: Named,
    /// True if the service is no longer offered.
    #[serde(default)]
    pub retired: bool,
}

/// `GET …/history`: changes of settings, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsHistory {
    /// Changes, at most a hundred.
    pub events: Vec<SettingsEvent>,
}

/// A change of settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsEvent {
    /// Time of the change.
    pub at: Timestamp,
    /// Person who made the change.
    pub by: StaffId,
    /// Name of that person.
    pub name: String,
    /// Part that was changed.
    pub part: Part,
    /// Value before the change, in the shape of that part.
    pub before: serde_json::Value,
    /// Value after the change.
    pub after: serde_json::Value,
}

impl Part {
    /// All parts.
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

    /// Returns the name on the wire and in the store.
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
