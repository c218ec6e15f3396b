//! Announcements of problems that are known already, on the form of the service that has them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{bilingual::Named, entity::service::Service, slug::Slug, text::characters::is_visible};

/// Most announcements of an entity.
const MANY: usize = 20;

/// Longest text, in characters.
pub const TEXT_MAX: usize = 300;

/// Longest time that a problem may be announced ahead, in days.
const AHEAD_DAYS: i64 = 90;

/// Announcement of a known problem. It ends by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// Service that has the problem; `None` if it concerns all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Slug>,
    /// Text for visitors.
    pub text: Named,
    /// Time by which the problem is expected to be solved, and at which the announcement ends.
    pub until: Timestamp,
}

impl Announcement {
    /// Returns whether visitors see it.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// Error of an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AnnouncementError {
    /// A service that the entity doesn't have.
    #[error("this entity has no such service")]
    Service,
    /// More announcements than anyone reads.
    #[error("at most {MANY} announcements")]
    TooMany,
    /// A missing or too long text.
    #[error("a text in each language, of at most {TEXT_MAX} characters")]
    Text,
    /// An announcement that would stand for too long.
    #[error("an announcement ends within {AHEAD_DAYS} days")]
    Ahead,
}

/// Returns the errors of announcements of an entity with these services, each with the JSON Pointer
/// to its place in the list.
pub(super) fn check(
    announcements: &[Announcement],
    services: &[Service],
    now: Timestamp,
) -> Vec<(String, AnnouncementError)> {
    let mut errors = Vec::new();
    if announcements.len() > MANY {
        errors.push((String::new(), AnnouncementError::TooMany));
    }
    let latest = now.saturating_add(SignedDuration::from_hours(24 * AHEAD_DAYS));
    let is_text = |text: &str| text.chars().any(is_visible) && text.chars().count() <= TEXT_MAX;
    for (place, Announcement { service, text, until }) in announcements.iter().enumerate() {
        let is_known = |id: &Slug| services.iter().any(|service| service.id == *id);
        if service.as_ref().is_some_and(|id| !is_known(id)) {
            errors.push((format!("/{place}/service"), AnnouncementError::Service));
        }
        if !is_text(&text.ar) || !is_text(&text.en) {
            errors.push((format!("/{place}/text"), AnnouncementError::Text));
        }
        if latest.as_ref().is_ok_and(|latest| until > latest) {
            errors.push((format!("/{place}/until"), AnnouncementError::Ahead));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        entity::settings::{Part, Setting},
        sla::calendar::Calendar,
    };

    fn now() -> Timestamp {
        "2026-11-29T08:00:00Z".parse().unwrap()
    }

    fn wrong(value: serde_json::Value) -> Vec<String> {
        let service = json!([{ "id": "parking", "name": { "ar": "مواقف", "en": "Parking" } }]);
        let services: Vec<Service> = serde_json::from_value(service).unwrap();
        let setting = Setting::read(Part::Announcements, value).unwrap().unwrap();
        let errors = setting.check(&services, &Calendar::federal(2026..=2027), now());
        errors.err().unwrap_or_default().into_iter().map(|(pointer, _)| pointer).collect()
    }

    fn one(until: &str) -> serde_json::Value {
        json!({ "service": "parking", "text": { "ar": "عطل", "en": "Machines are down." }, "until": until })
    }

    #[test]
    fn an_announcement_ends_by_itself() {
        let announcement: Announcement =
            serde_json::from_value(one("2026-11-29T08:00:01Z")).unwrap();
        assert!(announcement.is_shown(now()));
        assert!(!announcement.is_shown("2026-11-29T08:00:01Z".parse().unwrap()));
    }

    #[test]
    fn each_fault_of_an_announcement_has_its_place() {
        assert_eq!(wrong(json!([one("2026-12-01T08:00:00Z")])), [""; 0]);
        assert_eq!(
            wrong(json!([one("2026-11-01T08:00:00Z")])),
            [""; 0],
            "one that has ended stays"
        );
        assert_eq!(wrong(json!([one("2027-03-01T08:00:00Z")])), ["/value/0/until"]);
        let mut all = one("2026-12-01T08:00:00Z");
        all["service"] = json!("buses");
        all["text"]["ar"] = json!(" ");
        assert_eq!(wrong(json!([all])), ["/value/0/service", "/value/0/text"]);
        let mut long = one("2026-12-01T08:00:00Z");
        long["text"]["en"] = json!("x".repeat(TEXT_MAX + 1));
        assert_eq!(wrong(json!([long])), ["/value/0/text"]);
        let many = vec![one("2026-12-01T08:00:00Z"); MANY + 1];
        assert_eq!(wrong(json!(many)), ["/value"]);
    }
}
