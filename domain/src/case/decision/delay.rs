//! Request of an employee that a supervisor make a case complex, which puts off the full answer.
//! The supervisor grants it by the change of priority, of which the customer is told, or refuses
//! it.

use jiff::civil::Date;

use super::{Refusal, apply::staff};
use crate::{
    case::{Case, DelayRequest, event::Actor},
    sla::priority::Priority,
};

impl Case {
    /// Returns whether a delay can be requested: the case isn't complex, and no request is open.
    pub(super) fn may_request_delay(&self) -> bool {
        self.priority != Priority::Complex && self.delay_request.is_none()
    }

    pub(super) fn request_delay(&mut self, actor: &Actor, on: Date) -> Result<(), Refusal> {
        if !self.may_request_delay() {
            return Err(Refusal::Itself);
        }
        let by = staff(actor).ok_or(Refusal::Actor)?.clone();
        self.delay_request = Some(DelayRequest { by, on });
        Ok(())
    }

    pub(super) fn refuse_delay(&mut self) -> Result<(), Refusal> {
        let stage = self.standing.stage;
        self.delay_request.take().map(drop).ok_or(Refusal::Stage(stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{
            action::{Action, Ground},
            histories::{Life, employee, person, slug},
            life_cycle::Verb,
            queue_order,
        },
        entity::hold::Hold,
        intake::kind::Kind,
    };

    const COMPLEX: Action = Action::Prioritise { priority: Priority::Complex };

    fn requested() -> Life {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, employee(1), Action::Take).after(1, employee(1), Action::RequestDelay);
        life
    }

    fn offers(life: &Life) -> [bool; 2] {
        let offered = life.case.options(&person(2), life.now, Hold::default());
        [Verb::RequestDelay, Verb::RefuseDelay].map(|verb| offered.contains(&verb))
    }

    #[test]
    fn a_request_moves_no_date_and_waits_for_a_supervisor() {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, employee(1), Action::Take);
        assert_eq!(offers(&life), [true, false]);
        let clocks = life.case.clocks.clone();
        life.after(1, employee(1), Action::RequestDelay);
        assert_eq!((offers(&life), &life.case.clocks), ([false, true], &clocks));
        let on = "2026-11-24".parse().unwrap();
        assert_eq!(life.case.delay_request, Some(DelayRequest { by: person(1), on }));
        assert_eq!(queue_order::action_due(&life.case), Some(on));
        assert_eq!(life.try_to(employee(2), Action::RequestDelay), Err(Refusal::Itself));
        assert_eq!(life.case.news, None, "the owner asked");
    }

    #[test]
    fn a_supervisor_grants_or_refuses_it_and_the_owner_has_news() {
        for (decision, priority) in
            [(COMPLEX, Priority::Complex), (Action::RefuseDelay, Priority::Ordinary)]
        {
            let mut life = requested();
            life.after(1, employee(2), decision);
            assert_eq!((life.case.priority, &life.case.delay_request), (priority, &None));
            assert_eq!(life.case.news, Some(life.case.standing.events));
            assert_eq!(queue_order::action_due(&life.case), None);
            assert_eq!(offers(&life), [priority == Priority::Ordinary, false]);
        }
        let mut life = requested();
        life.after(0, employee(2), COMPLEX).after(0, employee(2), Action::Undo);
        assert!(life.case.delay_request.is_some(), "an undone grant leaves the request open");
        let mut life = Life::of(Kind::Complaint);
        let nothing = life.try_to(employee(2), Action::RefuseDelay);
        assert_eq!(nothing, Err(Refusal::Stage(life.case.standing.stage)));
    }

    #[test]
    fn nobody_decides_a_request_of_a_case_that_has_ended_or_gone() {
        let to = slug("dm");
        let declined = Action::Decline { ground: Ground::OutOfScope };
        for deed in [Action::Answer { outcome: None }, declined, Action::Transfer { to }] {
            let mut life = requested();
            life.after(1, employee(1), deed);
            assert_eq!(life.case.delay_request, None);
        }
    }
}
