//! Time zone of an entity, as a rule that needs no time zone database.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{TimeZone, offset},
};
use serde::{Deserialize, Serialize};

/// Zones of the Gulf by name, each with its rule. None of them has summer time.
const NAMED: [(&str, &str); 7] = [
    ("Asia/Dubai", EAST),
    ("Asia/Muscat", EAST),
    ("Asia/Riyadh", WEST),
    ("Asia/Kuwait", WEST),
    ("Asia/Bahrain", WEST),
    ("Asia/Qatar", WEST),
    ("Asia/Baghdad", WEST),
];

/// Rule of the zones four hours ahead of UTC.
const EAST: &str = "<+04>-4";

/// Rule of the zones three hours ahead of UTC.
const WEST: &str = "<+03>-3";

/// Longest rule, in bytes.
const LONGEST: usize = 64;

/// Time zone in POSIX notation: `<+04>-4`, or with summer time `CET-1CEST,M3.5.0,M10.5.0/3`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    rule: String,
    zone: TimeZone,
}

/// Error of parsing a [`Zone`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time zone looks like <+04>-4")]
pub struct ZoneError;

impl Zone {
    /// Returns the time zone of Dubai, which has been +04:00 all year since 1920.
    pub fn dubai() -> Self {
        Self { rule: EAST.to_owned(), zone: TimeZone::fixed(offset(4)) }
    }

    /// Parses the name of a zone of the Gulf, or a POSIX rule. The rule is kept.
    ///
    /// # Errors
    ///
    /// When the text is neither.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let named = NAMED.iter().find(|(name, _)| *name == text);
        let rule = named.map_or(text, |(_, rule)| rule);
        if rule.len() > LONGEST {
            return Err(ZoneError);
        }
        let zone = TimeZone::posix(rule).map_err(|_| ZoneError)?;
        Ok(Self { rule: rule.to_owned(), zone })
    }

    /// Returns the time at which a day begins, if the calendar has it.
    pub fn beginning(&self, day: Date) -> Option<Timestamp> {
        self.zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
    }

    /// Returns the time that clocks show as this text: `2026-11-30T14:00`.
    pub fn time(&self, local: &str) -> Option<Timestamp> {
        self.zone.to_timestamp(local.parse::<DateTime>().ok()?).ok()
    }

    /// Returns the local date and time.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// Returns the next time after `at` at which the clocks change, if they ever do.
    pub(super) fn change_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.zone.following(at).next().map(|change| change.timestamp())
    }

    pub(super) fn rule(&self) -> &TimeZone {
        &self.zone
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.rule == other.rule
    }
}

impl Eq for Zone {}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(rule: String) -> Result<Self, ZoneError> {
        Self::parse(&rule)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dubai_is_what_its_rule_says() {
        let read = Zone::parse(&String::from(Zone::dubai())).unwrap();
        let at = "2026-07-01T00:00:00Z".parse().unwrap();
        assert_eq!(read.rule().to_datetime(at), Zone::dubai().rule().to_datetime(at));
    }

    #[test]
    fn a_zone_of_the_gulf_is_known_by_its_name() {
        assert_eq!(Zone::parse("Asia/Dubai"), Ok(Zone::dubai()));
        let noon = Zone::dubai().time("2026-11-30T12:00").map(|at| at.to_string());
        assert_eq!(noon.as_deref(), Some("2026-11-30T08:00:00Z"));
        assert_eq!(Zone::dubai().time("noon"), None);
        let at = "2026-07-01T00:00:00Z".parse().unwrap();
        for (name, rule) in NAMED {
            let zone = Zone::parse(name).unwrap();
            assert_eq!(String::from(zone.clone()), rule, "{name}");
            let hours = if rule == EAST { 4 } else { 3 };
            assert_eq!(zone.local(at).hour(), hours, "{name}");
            assert_eq!(zone.time(&zone.local(at).to_string()), Some(at), "{name}");
        }
    }

    #[test]
    fn only_names_of_the_gulf_and_rules_are_zones() {
        for wrong in ["", "Europe/Paris", "asia/dubai", "+04:00", "4"] {
            assert_eq!(Zone::parse(wrong), Err(ZoneError), "{wrong}");
        }
    }
}
