//! Merged cases, which wait for the answer of the case that they were merged into.
//!
//! The other case is answered for all of them: its answer reaches each as an event of its own
//! history. If it ends otherwise, each is parted from it and answered by itself again.

use jiff::Timestamp;

use super::{Case, Decided, Refusal, action::Action, life_cycle::Verb, stage::Stage};
use crate::{notice::NoticeKind, reference::Reference};

/// Maximum number of cases that wait for the answer of one: the answer is written to all of them in
/// one batch.
pub const JOINED_MAX: usize = 50;

impl Case {
    /// Returns whether the case waits for the answer of the one that it was merged into. Erased
    /// content isn't answered.
    pub fn waits(&self) -> bool {
        self.merged_into.is_some() && self.standing.stage == Stage::Declined && !self.is_erased
    }

    /// Returns whether the case waits for the answer of this other one.
    pub fn waits_for(&self, other: Reference) -> bool {
        self.waits() && self.merged_into == Some(other)
    }

    /// Returns whether the case was answered with this other one, by its answer at `since`.
    pub fn was_answered_with(&self, other: Reference, since: Timestamp) -> bool {
        self.merged_into == Some(other)
            && self.standing.stage == Stage::Answered
            && self.ended_at.is_some_and(|at| at >= since)
    }

    /// Checks that another case can be merged into this one, for whose answer `waiting` cases wait
    /// already.
    ///
    /// # Errors
    ///
    /// When this case is itself merged into another one; when it has ended, so that nobody will
    /// answer it; or when too many wait for it.
    pub fn takes_in(&self, waiting: usize) -> Result<(), Refusal> {
        if self.waits() {
            Err(Refusal::Merged)
        } else if self.ended_at.is_some() {
            Err(Refusal::Ended)
        } else if waiting < JOINED_MAX {
            Ok(())
        } else {
            Err(Refusal::Crowded)
        }
    }
}

impl Decided {
    /// Returns the notice that the event takes back, of a message or of another date, and the time
    /// of the event that wrote it. `before` is this case before the event.
    pub fn takes_back(&self, before: &Case) -> Option<(NoticeKind, Timestamp)> {
        let undone = before.undo.as_ref().filter(|_| self.event.change.deed == Action::Undo)?;
        let notice = match undone.verb {
            Verb::Prioritise => NoticeKind::Delayed,
            verb => verb.notice().filter(|_| verb.is_held())?,
        };
        Some((notice, before.standing.last_at))
    }

    /// Returns the action that the event brings to each case that waits for the answer of this
    /// one, if it brings any. `before` is this case before the event.
    pub fn passes_on(&self, before: &Case) -> Option<Action> {
        match &self.event.change.deed {
            Action::Answer { .. } | Action::Decide { .. } | Action::Relay { .. } => {
                Some(Action::Relay { from: self.event.reference, by: self.event.entity.clone() })
            }
            Action::Undo => {
                let answers = |verb| matches!(verb, Verb::Answer | Verb::Decide | Verb::Relay);
                before.undo.as_ref().is_some_and(|undo| answers(undo.verb)).then_some(Action::Undo)
            }
            _ => {
                (before.ended_at.is_none() && self.case.ended_at.is_some()).then_some(Action::Part)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        case::{
            Circumstances, Command,
            action::{Change, Ground},
            event::{Actor, Event},
            life_cycle::Words,
        },
        entity::{
            hold::Hold,
            policy::{EntityPolicies, EntityPolicy},
        },
        intake::kind::{Kind, Mood},
        media::file_digest::FileDigests,
        sla::calendar::Calendar,
        slug::Slug,
        staff::StaffId,
        text::Text,
    };

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn person() -> StaffId {
        StaffId::draw([1; 16])
    }

    fn staff() -> Actor {
        Actor::Staff(person())
    }

    fn policies() -> EntityPolicies {
        EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2028)))
    }

    fn other() -> Reference {
        Reference::draw([9; 8])
    }

    /// Case with its events, one an hour.
    struct Life {
        events: Vec<Event>,
        case: Case,
        now: Timestamp,
    }

    impl Life {
        fn of(number: u8) -> Self {
            let now = "2026-11-24T06:00:00Z".parse().unwrap();
            let first = Event {
                reference: Reference::draw([number; 8]),
                sequence: 1,
                at: now,
                actor: Actor::Customer,
                change: Change::plain(Action::Receive {
                    kind: Kind::Complaint,
                    channel: None,
                    guide: None,
                }),
                stage: Stage::Received,
                entity: slug("rta"),
                content_digest: String::new(),
                previous: Event::genesis(),
            };
            let case = Case::tell(std::slice::from_ref(&first)).unwrap();
            Self { events: vec![first], case, now }
        }

        fn decide(&self, actor: Actor, deed: Action) -> Result<Decided, Refusal> {
            let words = match deed.verb().rule().words {
                Words::None => None,
                Words::May(_) | Words::Must(_) => Text::parse("Because.").unwrap(),
            };
            let command = Command { words, ..Command::plain(actor, deed) };
            let (charters, files) = (policies(), FileDigests::default());
            let circumstances = Circumstances {
                now: self.now,
                charters: &charters,
                salt: "salt",
                files: &files,
                is_told: true,
            };
            self.case.decide(&command, &circumstances)
        }

        fn does(&mut self, actor: Actor, deed: Action) -> &mut Self {
            self.now += SignedDuration::from_hours(1);
            let Decided { event, case } = self.decide(actor, deed).unwrap();
            self.events.push(event);
            self.case = case;
            assert_eq!(Case::tell(&self.events).as_ref(), Ok(&self.case));
            self
        }

        fn merged() -> Self {
            let mut life = Self::of(1);
            life.does(staff(), Action::Take).does(staff(), Action::Merge { into: other() });
            life
        }
    }

    fn relay(by: &str) -> Action {
        Action::Relay { from: other(), by: slug(by) }
    }

    #[test]
    fn what_is_merged_is_answered_with_the_other_and_rated_then() {
        let mut life = Life::merged();
        assert!(life.case.waits_for(other()) && !life.case.waits_for(Reference::draw([3; 8])));
        let rate = || Action::Rate { rating: Mood::Happy };
        let early = life.decide(Actor::Customer, rate()).map(|_| ());
        assert_eq!(early, Err(Refusal::Stage(Stage::Declined)));
        assert_eq!(life.decide(staff(), relay("rta")).map(|_| ()), Err(Refusal::Actor));
        life.does(Actor::System, relay("rta")).does(Actor::Customer, rate());
        assert_eq!((life.case.standing.stage, life.case.waits()), (Stage::Answered, false));
        assert_eq!(life.case.owner, Some(person()));
        assert!(life.decide(Actor::System, relay("rta")).is_err(), "it is answered once");
        life.does(Actor::Customer, Action::Reopen);
        assert_eq!(life.case.merged_into, None, "it goes its own way again");
    }

    #[test]
    fn an_answer_that_is_taken_back_is_taken_back_from_those_that_it_reached() {
        let mut main = Life::of(9);
        main.does(staff(), Action::Take);
        main.now += SignedDuration::from_hours(1);
        let answered = main.decide(staff(), Action::Answer { outcome: None }).unwrap();
        let mut life = Life::merged();
        let waited = life.case.clone();
        life.does(Actor::System, relay("rta"));
        let since = life.case.standing.last_at;
        assert!(life.case.was_answered_with(other(), since));
        let later = since + SignedDuration::from_secs(1);
        assert!(!life.case.was_answered_with(other(), later), "an answer before doesn't count");

        let sent = answered.case.standing.last_at;
        let undone = Life { events: main.events.clone(), case: answered.case, now: sent };
        let undo = undone.decide(staff(), Action::Undo).unwrap();
        assert_eq!(undo.passes_on(&undone.case), Some(Action::Undo));
        assert_eq!(undo.takes_back(&undone.case), Some((NoticeKind::Answered, sent)));

        assert_eq!(life.decide(staff(), Action::Undo).map(|_| ()), Err(Refusal::Undo));
        let back = life.decide(Actor::System, Action::Undo).unwrap();
        assert!(back.case.waits_for(other()));
        assert_eq!(back.case.clocks, waited.clocks);
        assert_eq!(back.takes_back(&life.case), Some((NoticeKind::Answered, since)));
        life.now += SignedDuration::from_mins(1);
        let late = life.decide(Actor::System, Action::Undo).map(|_| ());
        assert_eq!(late, Err(Refusal::Undo), "its author has been told");
    }

    #[test]
    fn whoever_answered_has_custody_then_and_the_first_entity_sees_it() {
        let mut life = Life::merged();
        life.does(Actor::System, relay("dm"));
        assert_eq!(life.case.standing.entity, slug("dm"));
        assert_eq!(life.events.last().unwrap().entity, slug("dm"));
        assert!(life.case.before.contains(&slug("rta")) && life.case.owner.is_none());
    }

    #[test]
    fn what_is_parted_is_in_review_with_its_times_as_if_they_had_never_stopped() {
        let mut life = Life::of(1);
        life.does(staff(), Action::Take);
        let before = life.case.clone();
        life.does(staff(), Action::Merge { into: other() });
        assert!(life.case.options(&person(), life.now, Hold::default()).contains(&Verb::Part));
        life.does(staff(), Action::Part);
        assert_eq!((life.case.standing.stage, life.case.merged_into), (Stage::InReview, None));
        assert_eq!((&life.case.clocks, &life.case.owner), (&before.clocks, &before.owner));
        assert_eq!(life.case.ended_at, None);
        assert!(!life.case.options(&person(), life.now, Hold::default()).contains(&Verb::Part));
        // Whatever waited for the customer goes on: the question ended with the merge.
        let mut asked = Life::of(2);
        asked.does(staff(), Action::Ask).does(staff(), Action::Merge { into: other() });
        asked.does(Actor::System, Action::Part);
        assert!(asked.case.clocks.next_due(&slug("rta"), &policies()).is_some());
    }

    #[test]
    fn nothing_is_parted_or_answered_that_is_not_merged_or_was_erased() {
        let mut life = Life::of(1);
        life.does(staff(), Action::Decline { ground: Ground::OutOfScope });
        assert!(!life.case.options(&person(), life.now, Hold::default()).contains(&Verb::Part));
        assert_eq!(life.decide(staff(), Action::Part).map(|_| ()), Err(Refusal::NotMerged));
        let answered = life.decide(Actor::System, relay("rta")).map(|_| ());
        assert_eq!(answered, Err(Refusal::NotMerged));
        let mut erased = Life::merged();
        erased.does(Actor::Customer, Action::Erase);
        assert!(!erased.case.waits());
        assert_eq!(erased.decide(staff(), Action::Part).map(|_| ()), Err(Refusal::Erased));
    }

    #[test]
    fn an_answer_is_passed_on_and_any_other_end_parts() {
        let life = Life::of(9);
        let passed = |deed| {
            let actor = match deed {
                Action::Withdraw => Actor::Customer,
                _ => staff(),
            };
            life.decide(actor, deed).unwrap().passes_on(&life.case)
        };
        assert_eq!(passed(Action::Answer { outcome: None }), Some(relay("rta")));
        assert_eq!(passed(Action::Decline { ground: Ground::Abusive }), Some(Action::Part));
        assert_eq!(passed(Action::Withdraw), Some(Action::Part));
        assert_eq!(passed(Action::Reply), None);
        let mut ended = Life::of(9);
        ended.does(staff(), Action::Answer { outcome: None });
        let closed = ended.decide(staff(), Action::Close).unwrap();
        assert_eq!(closed.passes_on(&ended.case), None, "it was answered before");
        let mut chain = Life::merged();
        let before = chain.case.clone();
        let answered = chain.decide(Actor::System, relay("dm")).unwrap();
        let next = Action::Relay { from: before.standing.reference, by: slug("dm") };
        assert_eq!(answered.passes_on(&before), Some(next));
        chain.does(Actor::System, relay("dm"));
    }

    #[test]
    fn an_open_case_takes_in_others_until_as_many_wait_as_may() {
        let open = Life::of(9).case;
        assert_eq!(open.takes_in(JOINED_MAX - 1), Ok(()));
        assert_eq!(open.takes_in(JOINED_MAX), Err(Refusal::Crowded));
        assert_eq!(Life::merged().case.takes_in(0), Err(Refusal::Merged));
        let mut answered = Life::merged();
        answered.does(Actor::System, relay("rta"));
        assert_eq!(answered.case.takes_in(0), Err(Refusal::Ended));
    }
}
