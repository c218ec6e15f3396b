//! Actions that are available on a case in its present state.

use jiff::{SignedDuration, Timestamp};

use crate::{
    case::{
        Case, Custody, UNDO_SECONDS,
        corrective_action::{CorrectiveAction, Progress},
        evaluation::{Decision, Evaluation},
        event::Actor,
        lesson::Lesson,
        life_cycle::{Next, Verb},
    },
    entity::hold::Hold,
    intake::kind::Kind,
    sla::escalation::Level,
    staff::StaffId,
};

/// Seconds that a person has to undo what isn't held.
const TO_DECIDE: u32 = 10;

impl Verb {
    /// Returns the seconds that a person has to undo an action with this verb, without the margin
    /// for the network; `None` if it can't be undone.
    pub const fn undo_seconds(self, hold: Hold) -> Option<u32> {
        let seconds = if self.is_held() { hold.seconds_to_decide() } else { TO_DECIDE };
        if self.is_undoable() && seconds > 0 { Some(seconds) } else { None }
    }
}

impl Case {
    /// Returns the custody of the case: the entity that has it, and those that had it before.
    pub const fn hands(&self) -> Custody<'_> {
        Custody { now: &self.standing.entity, before: &self.before, returned: &self.returned }
    }

    /// Returns the highest level to which the running timers of the case have escalated.
    pub fn escalated(&self) -> Option<Level> {
        self.clocks.escalated(&self.standing.entity)
    }

    /// Returns the actions that a member of staff can take now, as far as the case decides: by the
    /// life-cycle table, by the kind, and, for an undo, by the actor of the last action.
    /// Permissions aren't checked here.
    pub fn options(&self, person: &StaffId, now: Timestamp, hold: Hold) -> Vec<Verb> {
        let all = Verb::ALL
            .into_iter()
            .filter(|verb| verb.rule().who.is_staff())
            .filter(|verb| verb.rule().kinds.include(self.kind));
        let possible = all.filter(|verb| verb.outcome(self.standing.stage) != Next::Never);
        possible
            .filter(|verb| *verb != Verb::Invite || !self.returned.is_empty())
            .filter(|verb| self.is_due(*verb, person))
            .filter(|verb| {
                *verb != Verb::Undo
                    || self.undo_until(person, hold).is_some_and(|until| now <= until)
            })
            .collect()
    }

    /// Returns whether a step of an evaluation or of a corrective action is due, or taking, parting
    /// or a request is possible; any other action always is. Whoever sees to an action doesn't
    /// check its effect.
    fn is_due(&self, verb: Verb, person: &StaffId) -> bool {
        let evaluation = self.evaluation.as_ref();
        let decision = evaluation.and_then(Evaluation::decision);
        match verb {
            Verb::Classify => self.is_unclassified,
            Verb::Take => self.owner.as_ref() != Some(person),
            Verb::Judge => evaluation.is_none_or(|evaluation| evaluation.awaits(person)),
            Verb::Decide => evaluation.is_some_and(Evaluation::is_ready),
            Verb::Plan | Verb::Implement => {
                matches!(decision, Some(Decision::Accepted | Decision::Planned(_)))
            }
            Verb::Complete => {
                self.actions.iter().any(|action| matches!(action.progress(), Progress::Open))
            }
            Verb::Check => self.actions.iter().any(|action| action.is_checked_by(person)),
            Verb::Propose => !self.is_erased && self.changes().next().is_some(),
            Verb::Publish => {
                let awaits = |lesson: &Lesson| !lesson.is_published && lesson.by != *person;
                !self.is_erased && self.lessons.values().any(awaits)
            }
            Verb::Part => self.waits(),
            Verb::RequestDelay => self.may_request_delay(),
            Verb::RefuseDelay => self.delay_request.is_some(),
            _ => true,
        }
    }

    /// Returns whether a suggestion was implemented, or the corrective action of this number found
    /// effective, so that there is something to tell the public.
    pub(super) fn has_changed(&self, action: usize) -> bool {
        if self.kind == Kind::Suggestion {
            return action == 0 && self.milestones.implemented.is_some();
        }
        let effective = |action: &CorrectiveAction| {
            matches!(action.progress(), Progress::Checked { effective: true, .. })
        };
        self.actions.get(action).is_some_and(effective)
    }

    /// Returns the numbers of what has changed something: of effective corrective actions, or 0 for
    /// an implemented suggestion.
    pub fn changes(&self) -> impl Iterator<Item = usize> {
        (0..self.actions.len().max(1)).filter(|action| self.has_changed(*action))
    }

    /// Returns the deadline until which this person can undo the last action.
    pub fn undo_until(&self, person: &StaffId, hold: Hold) -> Option<Timestamp> {
        let is_theirs = self
            .undo
            .as_ref()
            .is_some_and(|undo| matches!(&undo.actor, Actor::Staff(id) if id == person));
        self.undo_ends(hold).filter(|_| is_theirs)
    }

    /// Returns the deadline until which the last action can be undone by its actor.
    pub(super) fn undo_ends(&self, hold: Hold) -> Option<Timestamp> {
        let last_at = self.standing.last_at;
        let until = if self.undo.as_ref()?.verb.is_held() {
            hold.undo_until(last_at)
        } else {
            last_at.checked_add(SignedDuration::from_secs(UNDO_SECONDS)).ok()
        };
        until.filter(|_| Verb::Undo.outcome(self.standing.stage) != Next::Never)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{
            action::Action,
            histories::{Life, employee, person},
        },
        intake::kind::Kind,
    };

    #[test]
    fn nobody_is_offered_to_take_what_they_have() {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, employee(1), Action::Take);
        let takes = |number| {
            life.case.options(&person(number), life.now, Hold::default()).contains(&Verb::Take)
        };
        assert_eq!([takes(1), takes(2)], [false, true]);
    }

    #[test]
    fn a_message_can_be_undone_for_the_hold_and_anything_else_for_ten_seconds() {
        let seconds = |verb: Verb, hold| verb.undo_seconds(Hold::of(hold));
        assert_eq!([0, 4, 20].map(|hold| seconds(Verb::Reply, hold)), [None, Some(4), Some(20)]);
        assert_eq!([0, 20].map(|hold| seconds(Verb::Take, hold)), [Some(10), Some(10)]);
        assert_eq!(seconds(Verb::Note, 20), None);
    }
}
