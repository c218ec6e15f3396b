//! Settings of an entity: `/console/api/entities/{entity}/settings`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    bilingual::Named,
    entity::{
        announcement::Announcement, change::SettingChange, criteria::NamedCriteria,
        reply_template::ReplyTemplate, service::Service, settings::Part,
    },
    sla::{
        agreement::Agreements,
        calendar::{Calendar, Holiday},
    },
    slug::Slug,
    staff::StaffId,
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
    pub criteria: Versioned<NamedCriteria>,
    /// Web origins that may send participations to the entity: `https://www.rta.example`, or
    /// `https://*.rta.example` for all subdomains.
    pub origins: Versioned<Vec<String>>,
    /// Retention of ended cases, in days.
    pub retention: Versioned<u32>,
    /// Announcements of known problems.
    #[serde(default)]
    pub announcements: Versioned<Vec<Announcement>>,
    /// True if a machine writes drafts of transcripts for the entity's staff.
    #[serde(default)]
    pub transcription: Versioned<bool>,
    /// Host that recordings go to for that; `None` at an installation without such a machine.
    #[serde(default)]
    pub transcriber: Option<String>,
    /// True if the signed-in person may change any of the settings.
    pub may_change: bool,
    /// True if the signed-in person may change the announcements.
    #[serde(default)]
    pub may_announce: bool,
}

/// `GET /console/api/loader`: present version of the loader, for web teams that pin one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinnedLoader {
    /// Path of the version, which goes on being served.
    pub path: String,
    /// Hash of the file for its tag (Subresource Integrity).
    pub integrity: String,
}

/// A part of the settings with its version. `PUT …/{part}` takes the new value with the version
/// that the change is based on, and returns the value with the next version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versioned<T> {
    /// Version; 0 until the first change.
    pub version: u32,
    /// Current value.
    pub value: T,
}

/// `POST …/calendar/holidays`: reads an iCalendar file, and saves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayFile {
    /// Content of the file.
    pub file: String,
}

/// Holidays of a file, to look at before they are saved with the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayPreview {
    /// Holidays in their order. Those that come each year are those of this year and the next two.
    pub holidays: Vec<Holiday>,
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
    /// Differences between both values, for people to read.
    #[serde(default)]
    pub changes: Vec<SettingChange>,
    /// Value before the change, in the shape of that part.
    pub before: serde_json::Value,
    /// Value after the change.
    pub after: serde_json::Value,
}
