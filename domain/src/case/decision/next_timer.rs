//! Next time-driven action of a case: escalation to staff as a timer runs out, reminder of a
//! question to the customer, or closure of a case that nobody continues.

use jiff::Timestamp;

use crate::{
    case::{
        Case, Question,
        action::Action,
        life_cycle::{Next, Verb},
        stage::Stage,
    },
    entity::policy::EntityPolicies,
    sla::agreement::PATIENCE,
};

impl Case {
    /// Returns the next time-driven action and its time, provided that no other event comes before
    /// it.
    pub fn alarm(&self, charters: &EntityPolicies) -> Option<(Timestamp, Action)> {
        let escalation = self.escalation(charters);
        let lapse = self.lapse(charters);
        escalation.into_iter().chain(lapse).min_by_key(|(at, _)| *at)
    }

    fn escalation(&self, charters: &EntityPolicies) -> Option<(Timestamp, Action)> {
        if Verb::Escalate.outcome(self.standing.stage) == Next::Never {
            return None;
        }
        let next = self
            .clocks
            .escalations(&self.standing.entity, charters)
            .min_by_key(|(at, _, level)| (*at, *level));
        next.map(|(at, clock, level)| (at, Action::Escalate { clock, level }))
    }

    fn lapse(&self, charters: &EntityPolicies) -> Option<(Timestamp, Action)> {
        let calendar = &charters.of(&self.standing.entity).calendar;
        match (self.standing.stage, self.question, self.ended_at) {
            (Stage::AwaitingCustomer, Some(Question { reminded: None, since }), _) => {
                Some((PATIENCE.end(since, calendar), Action::Remind))
            }
            (Stage::AwaitingCustomer, Some(Question { reminded: Some(since), .. }), _)
            | (Stage::Answered, _, Some(since)) => {
                Some((PATIENCE.end(since, calendar), Action::Lapse))
            }
            _ => None,
        }
    }
}
