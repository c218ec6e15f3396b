//! What can be done to a case as it stands, before anybody tries.

use jiff::{SignedDuration, Timestamp};

use super::{Case, Refusal, UNDO_SECONDS};
use crate::{
    access::{policy::Custody, staff::StaffId},
    case::{
        event::Actor,
        life_cycle::{Next, Verb, Who},
    },
    sla::escalation::Level,
};

impl Case {
    /// Whose it is and was.
    pub const fn hands(&self) -> Custody<'_> {
        Custody { now: &self.standing.entity, before: &self.before }
    }

    /// Whom its clocks have told, the highest of them.
    pub fn escalated(&self) -> Option<Level> {
        self.clocks.escalated(&self.standing.entity)
    }

    /// What a member of staff can do now, as far as the case itself is asked: the table, what it is, and whose the last thing was.
    pub fn options(&self, person: &StaffId, now: Timestamp) -> Vec<Verb> {
        let by_staff = |verb: &Verb| matches!(verb.rule().who, Who::Employee | Who::Supervisor);
        let all = Verb::ALL
            .into_iter()
            .filter(by_staff)
            .filter(|verb| verb.rule().kinds.include(self.kind));
        let possible = all.filter(|verb| verb.outcome(self.standing.stage) != Next::Never);
        possible
            .filter(|verb| {
                *verb != Verb::Undo || self.undo_until(person).is_some_and(|until| now <= until)
            })
            .collect()
    }

    /// Until when this person can take the last thing back.
    pub fn undo_until(&self, person: &StaffId) -> Option<Timestamp> {
        let is_theirs = self
            .undo
            .as_ref()
            .is_some_and(|undo| matches!(&undo.actor, Actor::Staff(id) if id == person));
        let until = self.standing.last_at.checked_add(SignedDuration::from_secs(UNDO_SECONDS)).ok();
        until.filter(|_| is_theirs && Verb::Undo.outcome(self.standing.stage) != Next::Never)
    }

    /// Whether another case can be answered with this one.
    ///
    /// # Errors
    ///
    /// When this one is answered with another one itself, or nobody will answer it any more.
    pub const fn takes_in(&self) -> Result<(), Refusal> {
        match (&self.merged_into, self.ended_at) {
            (None, None) => Ok(()),
            _ => Err(Refusal::Ended),
        }
    }
}
