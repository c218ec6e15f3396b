//! Notices to staff: of a case that is late or nearly so, of a delay that somebody asks for, of the
//! working day that begins, and of the report of a month.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    sla::{calendar::Calendar, escalation::Level},
    staff::StaffId,
};

/// Kind of a notice to a member of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffNoticeKind {
    /// A timer of the case is about to run out.
    DueSoon,
    /// A timer of the case has run out.
    Late,
    /// An employee asks for a delay of the case, which a supervisor grants or refuses.
    DelayRequested,
    /// The working day begins: the number of cases that wait.
    Day,
    /// A month has been closed: its report.
    Report,
}

impl StaffNoticeKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::DueSoon, Self::Late, Self::DelayRequested, Self::Day, Self::Report];

    /// Returns the kind that tells of an escalation.
    pub const fn of(level: Level) -> Self {
        match level {
            Level::Owner => Self::DueSoon,
            Level::Supervisor | Level::Head => Self::Late,
        }
    }

    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DueSoon => "due_soon",
            Self::Late => "late",
            Self::DelayRequested => "delay_requested",
            Self::Day => "day",
            Self::Report => "report",
        }
    }

    /// Returns the kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Returns the event type on the wire: `staff.` and the name in the store.
    pub fn event(self) -> String {
        format!("staff.{}", self.as_str())
    }
}

/// Recipients of a notice about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipients<'a> {
    /// The owner of the case, if the owner alone is told. One who doesn't handle cases of the
    /// entity any more counts as none.
    pub owner: Option<&'a StaffId>,
    /// Names of the roles at the entity that are told where there is no such owner.
    pub roles: &'static [&'static str],
}

impl<'a> Recipients<'a> {
    /// Returns who is told of an escalation. The head of an entity is its administrators and
    /// supervisors.
    pub const fn of(level: Level, owner: Option<&'a StaffId>) -> Self {
        match level {
            Level::Owner => Self { owner, roles: &["supervisor"] },
            Level::Supervisor => Self { owner: None, roles: &["supervisor"] },
            Level::Head => Self { owner: None, roles: &["supervisor", "administrator"] },
        }
    }

    /// Returns who is told that an employee asks for a delay.
    pub const fn of_delay_request() -> Self {
        Self { owner: None, roles: &["supervisor"] }
    }
}

/// Notices that a person wants. Everybody wants those of cases until they switch them off, and none
/// of reports until they ask for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedNotices {
    /// Cases of theirs that are late or nearly so, and delays that they are asked for.
    pub late: bool,
    /// The cases that wait, at the start of each working day.
    pub daily: bool,
    /// The report of each month that is closed. Without it, that stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<bool>,
}

impl Default for WantedNotices {
    fn default() -> Self {
        Self { late: true, daily: true, monthly: None }
    }
}

/// Returns the day, if it's a working day whose work has begun.
pub fn begun_day(calendar: &Calendar, now: Timestamp) -> Option<Date> {
    let local = calendar.local(now);
    let since_midnight = SignedDuration::from_hours(local.hour().into())
        + SignedDuration::from_mins(local.minute().into())
        + SignedDuration::from_secs(local.second().into());
    let midnight = now.checked_sub(since_midnight).ok()?;
    let worked = calendar.work_between(midnight, now);
    (worked > SignedDuration::ZERO).then(|| local.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_the_name_that_it_is_stored_under() {
        for kind in StaffNoticeKind::ALL {
            assert_eq!(StaffNoticeKind::named(kind.as_str()), Some(kind));
        }
        assert_eq!(StaffNoticeKind::named("received"), None);
    }

    #[test]
    fn the_owner_is_told_first_and_the_supervisors_where_there_is_none() {
        let owner = StaffId::draw([1; 16]);
        let told = |level| Recipients::of(level, Some(&owner));
        let supervisors = &["supervisor"][..];
        let first = told(Level::Owner);
        assert_eq!((first.owner, first.roles), (Some(&owner), supervisors));
        let second = told(Level::Supervisor);
        assert_eq!((second.owner, second.roles), (None, supervisors));
        assert_eq!(told(Level::Head).roles, ["supervisor", "administrator"]);
        assert_eq!(StaffNoticeKind::of(Level::Owner), StaffNoticeKind::DueSoon);
    }

    #[test]
    fn a_day_has_begun_with_its_first_working_hour() {
        // In Dubai, work begins at half past seven: 03:30 UTC.
        let calendar = Calendar::federal(2026..=2026);
        let day = |at: &str| begun_day(&calendar, at.parse().unwrap());
        let tuesday = Some("2026-11-24".parse().unwrap());
        assert_eq!(day("2026-11-24T03:29:00Z"), None);
        assert_eq!(day("2026-11-24T04:00:00Z"), tuesday);
        assert_eq!(day("2026-11-24T19:00:00Z"), tuesday, "in the evening too, after an outage");
        assert_eq!(day("2026-11-22T06:00:00Z"), None, "on a Sunday nobody works");
    }
}
