//! Activity of staff over all cases: `GET /console/api/activity`, `…/people`, and
//! `POST …/export`.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Names, ReadingKind};
use crate::{
    access::activity::Period, case::action::Action, reference::Reference, slug::Slug,
    staff::StaffId,
};

/// Part of the activity: the query of the list, and the body of
/// `POST /console/api/activity/export`, whose response is a file of comma-separated values (RFC
/// 4180).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFilter {
    /// Only what this person has done and read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<StaffId>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl ActivityFilter {
    /// Returns the days that are asked about.
    pub const fn period(&self) -> Period {
        Period { from: self.from, to: self.to }
    }
}

/// `GET`: a page of the activity, the latest entry first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Entries, at most [`super::PAGE`].
    pub entries: Vec<ActivityEntry>,
    /// Cursor for the parameter `after` of the next page; `None` on the last page.
    pub next: Option<String>,
    /// Names of the people whom the entries name.
    pub names: Names,
}

/// Something that a person did or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    /// Time of the entry.
    pub at: Timestamp,
    /// Person who did or read it.
    pub person: StaffId,
    /// Case in question.
    pub reference: Reference,
    /// Action or reading.
    pub what: Done,
}

/// Content of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Done {
    /// The person acted on the case.
    Act {
        /// Action without scores; `None` if this version can't read it.
        deed: Option<Action>,
        /// Entity that had custody afterwards.
        entity: Slug,
        /// Entity that had custody before, if the action moved the case.
        from: Option<Slug>,
        /// Reason that was given for moving the case, until the content is erased.
        reason: Option<String>,
    },
    /// The person read in the case.
    Read {
        /// Kind of the reading.
        what: ReadingKind,
    },
}

impl ActivityEntry {
    /// Returns everyone whom the entry names.
    pub fn people(&self) -> impl Iterator<Item = &StaffId> {
        let assigned = match &self.what {
            Done::Act { deed: Some(Action::Assign { to }), .. } => Some(to),
            _ => None,
        };
        [&self.person].into_iter().chain(assigned)
    }

    /// Returns the reason that the entry shows, which is a part of the case's content.
    pub fn reason(&self) -> Option<&str> {
        if let Done::Act { reason, .. } = &self.what { reason.as_deref() } else { None }
    }
}

/// `GET …/people`: the people whose activity can be asked for, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivePeople {
    /// All staff, also those who may no longer sign in.
    pub people: Vec<ActivePerson>,
}

/// Person whose activity can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivePerson {
    /// Id of the person.
    pub id: StaffId,
    /// Name of the person.
    pub name: String,
    /// Entities at which the person has a role now. They tell people of one name apart.
    pub entities: Vec<Slug>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_its_person_and_whom_a_case_was_assigned_to() {
        let (boss, colleague) = (StaffId::draw([1; 16]), StaffId::draw([2; 16]));
        let entry = |deed| ActivityEntry {
            at: Timestamp::UNIX_EPOCH,
            person: boss.clone(),
            reference: Reference::draw([7; 8]),
            what: Done::Act {
                deed: Some(deed),
                entity: Slug::parse("rta").unwrap(),
                from: None,
                reason: None,
            },
        };
        let assigned = entry(Action::Assign { to: colleague.clone() });
        assert_eq!(assigned.people().collect::<Vec<_>>(), [&boss, &colleague]);
        let json = serde_json::to_string(&assigned).unwrap();
        assert_eq!(serde_json::from_str::<ActivityEntry>(&json).unwrap(), assigned);
        assert_eq!(entry(Action::Take).people().collect::<Vec<_>>(), [&boss]);
    }
}
