//! Tests on whole histories: hand-written ones and random ones.

use proptest::prelude::*;

use super::*;
use crate::{
    case::{
        action::{Change, Ground, samples},
        corrective_action::{Nature, Plan, RootCause},
        event::first_fault,
        life_cycle::Verb,
        stage::Stage,
    },
    entity::{
        hold::Hold,
        policy::{EntityPolicies, EntityPolicy},
    },
    intake::contact::Contact,
    media::{
        file_digest::{FileDigest, FileDigests},
        upload::UploadId,
    },
    sla::{
        calendar::Calendar,
        escalation::{Level, TimerName},
    },
    text::Text,
};

mod mail;
mod random;

pub(crate) use mail::by_mail;
pub(crate) use random::{attempted, attempts};

const START: &str = "2026-11-24T06:00:00Z";

fn charters() -> EntityPolicies {
    EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2028)))
}

pub(crate) fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

pub(crate) fn person(number: u8) -> StaffId {
    StaffId::draw([number; 16])
}

pub(crate) fn employee(number: u8) -> Actor {
    Actor::Staff(person(number))
}

/// Case with all its events.
pub(crate) struct Life {
    pub(crate) events: Vec<Event>,
    pub(crate) case: Case,
    pub(crate) now: Timestamp,
    pub(crate) charters: EntityPolicies,
}

impl Life {
    pub(crate) fn of(kind: Kind) -> Self {
        let now = START.parse().unwrap();
        let first = Event {
            reference: Reference::draw([1; 8]),
            sequence: 1,
            at: now,
            actor: Actor::Customer,
            change: Change::plain(Action::Receive { kind, channel: None, guide: None }),
            stage: Stage::Received,
            entity: slug("rta"),
            content_digest: String::new(),
            previous: Event::genesis(),
        };
        Self {
            case: Case::tell(std::slice::from_ref(&first)).unwrap(),
            events: vec![first],
            now,
            charters: charters(),
        }
    }

    fn decide(&self, command: &Command) -> Result<Decided, Refusal> {
        self.case.decide(
            command,
            &Circumstances {
                now: self.now,
                charters: &self.charters,
                salt: "salt",
                files: &FileDigests::default(),
                is_told: true,
            },
        )
    }

    pub(crate) fn attempt(&mut self, command: &Command) -> Result<(), Refusal> {
        let Decided { event, case } = self.decide(command)?;
        self.events.push(event);
        self.case = case;
        Ok(())
    }

    /// Takes an action, with text if the action allows or requires any.
    pub(crate) fn try_to(&mut self, actor: Actor, deed: Action) -> Result<(), Refusal> {
        let command = worded(actor, deed);
        self.attempt(&command)
    }

    pub(crate) fn after(&mut self, hours: i64, actor: Actor, deed: Action) -> &mut Self {
        self.now += jiff::SignedDuration::from_hours(hours);
        let name = format!("{deed:?}");
        self.try_to(actor, deed).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        self
    }

    fn is_told_the_same(&self) -> bool {
        Case::tell(&self.events).as_ref() == Ok(&self.case)
    }
}

pub(crate) fn worded(actor: Actor, deed: Action) -> Command {
    use crate::case::life_cycle::Words;
    let words = match deed.verb().rule().words {
        Words::None => None,
        Words::May(_) | Words::Must(_) => Text::parse("Because.").unwrap(),
    };
    let root_cause = matches!(deed, Action::Act { .. })
        .then(|| RootCause::parse(&["It rained.".into()]).unwrap());
    let public_words = matches!(deed, Action::Propose { .. }).then(lesson::tests::words);
    let contact = matches!(deed, Action::CorrectContact).then(contact);
    Command { words, root_cause, public_words, contact, ..Command::plain(actor, deed) }
}

fn contact() -> Contact {
    Contact { name: None, email: Some("salma@example.org".into()), phone: None }
}

#[test]
fn a_contact_is_corrected_by_its_author_until_the_content_is_erased() {
    let mut life = Life::of(Kind::Complaint);
    let before = life.case.clone();
    life.after(1, Actor::Customer, Action::CorrectContact);
    let event = life.events.last().unwrap();
    let stored = r#"{"verb":"correct_contact","day":"2026-11-24","told":true}"#;
    assert_eq!(event.change.encode(), stored, "no address in clear");
    assert_eq!(life.case.clocks, before.clocks);
    assert_eq!(
        life.try_to(employee(1), Action::CorrectContact),
        Err(Refusal::Actor),
        "staff don't replace it"
    );
    let without = Command::plain(Actor::Customer, Action::CorrectContact);
    assert_eq!(life.decide(&without).map(|_| ()), Err(Refusal::WordsMissing));
    let smuggled = Command { contact: Some(contact()), ..worded(Actor::Customer, Action::Write) };
    assert_eq!(life.decide(&smuggled).map(|_| ()), Err(Refusal::WordsUnwanted));
    assert!(life.is_told_the_same());
    life.after(1, employee(1), Action::Answer { outcome: None })
        .after(1, employee(1), Action::Close)
        .after(1, Actor::Customer, Action::Erase);
    assert_eq!(life.try_to(Actor::Customer, Action::CorrectContact), Err(Refusal::Erased));
}

#[test]
fn a_message_covers_the_bytes_of_each_attachment_whoever_sends_it() {
    let id = UploadId::draw([7; 16]);
    let life = Life::of(Kind::Complaint);
    for (actor, deed) in [(Actor::Customer, Action::Write), (employee(1), Action::Reply)] {
        let command = Command { attachments: vec![id.clone()], ..worded(actor, deed) };
        let digest = |file: u8| {
            let files = [(id.clone(), FileDigest::new([file; 32]))].into_iter().collect();
            let circumstances = Circumstances {
                now: life.now,
                charters: &life.charters,
                salt: "salt",
                files: &files,
                is_told: true,
            };
            life.case.decide(&command, &circumstances).unwrap().event.content_digest
        };
        assert_eq!(digest(1), digest(1));
        assert_ne!(digest(1), digest(2));
    }
}

#[test]
fn a_complaint_goes_to_another_entity_and_back_to_its_customer() {
    let mut life = Life::of(Kind::Complaint);
    let promised = life.case.clocks.due(&life.charters);
    life.after(1, employee(1), Action::Take).after(
        1,
        employee(1),
        Action::Transfer { to: slug("dm") },
    );
    assert_eq!((life.case.owner.as_ref(), life.case.standing.stage), (None, Stage::Transferred));
    life.after(20, employee(2), Action::Accept);
    assert_eq!(life.case.owner, Some(person(2)), "whoever accepts takes it");
    assert_eq!(
        life.case.clocks.due(&life.charters),
        promised,
        "a transfer doesn't move what was promised"
    );
    life.after(1, employee(2), Action::Ask);
    assert!(life.case.question.is_some());
    life.after(30, Actor::Customer, Action::Write);
    assert!(
        life.case.clocks.due(&life.charters).resolution > promised.resolution,
        "waiting for the customer doesn't count"
    );
    let plan = Plan {
        nature: Nature::Corrective,
        owner: person(2),
        due: jiff::civil::date(2026, 12, 10),
        check_from: jiff::civil::date(2026, 12, 20),
    };
    life.after(1, employee(2), Action::Act { plan })
        .after(1, employee(2), Action::Answer { outcome: None })
        .after(5, Actor::Customer, Action::Rate { rating: Mood::Happy })
        .after(5, employee(3), Action::Close);
    assert_eq!(life.case.standing.entity, slug("dm"));
    assert_eq!((life.case.rating, life.case.actions.len()), (Some(Mood::Happy), 1));
    assert!(life.case.before.contains(&slug("rta")));
    assert!(life.is_told_the_same());
}

#[test]
fn what_is_returned_is_its_former_owners_again() {
    let mut life = Life::of(Kind::Observation);
    life.after(1, employee(1), Action::Take)
        .after(1, employee(1), Action::Transfer { to: slug("dm") })
        .after(1, employee(2), Action::Return);
    assert_eq!((life.case.standing.entity.as_str(), &life.case.owner), ("rta", &Some(person(1))));
    assert_eq!(
        life.try_to(employee(1), Action::Transfer { to: slug("rta") }),
        Err(Refusal::Itself)
    );
}

#[test]
fn a_case_can_be_reopened_for_thirty_days_and_no_longer() {
    for (days, outcome) in [(30, Ok(())), (31, Err(Refusal::TooLate))] {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, employee(1), Action::Answer { outcome: None });
        life.now += jiff::SignedDuration::from_hours(24 * days);
        assert_eq!(life.try_to(Actor::Customer, Action::Reopen), outcome);
    }
    let mut life = Life::of(Kind::Complaint);
    let decline = Action::Decline { ground: Ground::OutOfScope };
    life.after(1, employee(1), decline).after(1, Actor::Customer, Action::Reopen);
    assert!(life.case.clocks.get(TimerName::Resolution, &slug("rta")).unwrap().runs());
    assert_eq!(life.case.ended_at, None);
}

#[test]
fn only_who_did_the_last_thing_takes_it_back_and_only_at_once() {
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Take);
    let before = life.case.clone();
    life.after(1, employee(1), Action::Transfer { to: slug("dm") });
    assert_eq!(life.try_to(employee(2), Action::Undo), Err(Refusal::Undo));
    let mut late =
        Life { events: life.events.clone(), case: life.case.clone(), ..Life::of(Kind::Complaint) };
    late.now = life.now + jiff::SignedDuration::from_secs(UNDO_SECONDS + 1);
    assert_eq!(late.try_to(employee(1), Action::Undo), Err(Refusal::Undo));
    life.now += jiff::SignedDuration::from_secs(UNDO_SECONDS);
    life.try_to(employee(1), Action::Undo).unwrap();
    assert_eq!(
        Case { standing: before.standing.clone(), ..life.case.clone() },
        Case { undo: None, ..before }
    );
    assert_eq!(life.case.standing.events, 4);
    assert_eq!(
        life.try_to(employee(1), Action::Undo),
        Err(Refusal::Undo),
        "what was taken back can't be taken back again"
    );
    assert!(life.is_told_the_same());
}

#[test]
fn a_message_is_taken_back_while_it_is_held_and_leaves_the_case_as_it_was() {
    let decline = Action::Decline { ground: Ground::OutOfScope };
    for deed in [Action::Reply, Action::Ask, Action::Answer { outcome: None }, decline] {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, employee(1), Action::Take);
        let before = life.case.clone();
        life.after(1, employee(1), deed.clone());
        let end = life.charters.hold().undo_until(life.now).unwrap();
        assert_eq!(life.case.undo_until(&person(1), life.charters.hold()), Some(end));
        assert_eq!(life.case.undo_until(&person(2), life.charters.hold()), None, "{deed:?}");
        life.now = end + jiff::SignedDuration::from_secs(1);
        assert_eq!(life.try_to(employee(1), Action::Undo), Err(Refusal::Undo), "{deed:?}");
        life.now = end;
        let none = life.charters.clone().holding(Hold::of(0));
        let charters = std::mem::replace(&mut life.charters, none);
        assert_eq!(life.try_to(employee(1), Action::Undo), Err(Refusal::Undo), "it went at once");
        life.charters = charters;
        life.try_to(employee(1), Action::Undo).unwrap();
        let after = Case { standing: before.standing.clone(), ..life.case.clone() };
        assert_eq!(after, Case { undo: None, ..before }, "{deed:?}");
        assert!(life.is_told_the_same());
    }
}

#[test]
fn a_case_goes_to_a_deputy_once_and_keeps_its_news() {
    let mut life = Life::of(Kind::Complaint);
    let deputy = || Action::Assign { to: person(2) };
    life.after(1, employee(1), Action::Take).after(1, Actor::Customer, Action::Write);
    life.after(0, Actor::System, deputy());
    assert_eq!((life.case.owner.as_ref(), life.case.news), (Some(&person(2)), Some(3)));
    assert_eq!(life.try_to(Actor::System, deputy()), Err(Refusal::Itself));
    assert!(life.is_told_the_same());
}

#[test]
fn a_message_that_something_followed_stays() {
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Reply);
    life.try_to(Actor::Customer, Action::Write).unwrap();
    assert_eq!(life.try_to(employee(1), Action::Undo), Err(Refusal::Undo));
}

#[test]
fn a_clock_tells_each_level_once() {
    let mut life = Life::of(Kind::Complaint);
    let escalate = |level| Action::Escalate { clock: TimerName::Resolution, level };
    life.after(1, Actor::System, escalate(Level::Supervisor));
    assert_eq!(life.try_to(Actor::System, escalate(Level::Owner)), Err(Refusal::Told));
    assert_eq!(life.try_to(Actor::System, escalate(Level::Supervisor)), Err(Refusal::Told));
    life.after(1, Actor::System, escalate(Level::Head));
}

/// Lets `days` pass, takes the due time-driven actions at intervals of `every` hours, and returns
/// them with their times.
fn left_alone(life: &mut Life, days: i64, every: i64) -> Vec<(Timestamp, Action)> {
    let mut done = Vec::new();
    let end = life.now + jiff::SignedDuration::from_hours(24 * days);
    while life.now < end {
        life.now += jiff::SignedDuration::from_hours(every);
        while let Some((at, deed)) =
            life.case.alarm(&life.charters).filter(|(at, _)| *at <= life.now)
        {
            life.try_to(Actor::System, deed.clone()).unwrap();
            done.push((at, deed));
        }
    }
    done
}

#[test]
fn who_never_answers_is_told_of_three_times_by_each_clock() {
    for every in [1, 24 * 60] {
        let mut life = Life::of(Kind::Complaint);
        let told = left_alone(&mut life, 60, every);
        let expected = [TimerName::FirstResponse, TimerName::Resolution]
            .into_iter()
            .flat_map(|clock| Level::ALL.map(|level| Action::Escalate { clock, level }));
        let deeds: Vec<_> = told.iter().map(|(_, deed)| deed.clone()).collect();
        assert_eq!(deeds, expected.collect::<Vec<_>>(), "however late the clock looks");
        assert!(told.is_sorted_by_key(|(at, _)| *at));
        let (supervisor, _) = told[4];
        assert_eq!(
            supervisor,
            life.case.clocks.due(&life.charters).resolution,
            "the supervisor is told when it is due"
        );
    }
}

#[test]
fn a_question_without_an_answer_is_asked_again_and_then_closed() {
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Ask);
    let done = left_alone(&mut life, 60, 1);
    assert_eq!(
        done.iter().map(|(_, deed)| deed).collect::<Vec<_>>(),
        [&Action::Remind, &Action::Lapse]
    );
    assert_eq!((life.case.standing.stage, life.case.alarm(&life.charters)), (Stage::Closed, None));
}

#[test]
fn an_answer_without_an_echo_is_closed() {
    let mut life = Life::of(Kind::Observation);
    life.after(1, employee(1), Action::Answer { outcome: None });
    assert_eq!(left_alone(&mut life, 60, 1).len(), 1);
    assert_eq!(life.case.standing.stage, Stage::Closed);
    assert!(life.is_told_the_same());
}

#[test]
fn a_suggestion_is_decided_by_two_who_judge() {
    let mut life = Life::of(Kind::Suggestion);
    let judge = |number| (employee(number), samples::deeds()[Verb::Judge as usize].clone());
    let (first, marks) = judge(1);
    life.after(1, first, marks);
    assert!(matches!(
        life.try_to(employee(3), Action::Decide { accepted: true }),
        Err(Refusal::Evaluation(_))
    ));
    let (second, marks) = judge(2);
    life.after(1, second, marks).after(1, employee(3), Action::Decide { accepted: true });
    assert_eq!(life.case.standing.stage, Stage::Answered);
    let implement = |day| Action::Implement { on: jiff::civil::date(2026, 11, day), savings: None };
    for day in [23, 25] {
        let refused = life.try_to(employee(1), implement(day));
        assert_eq!(refused, Err(Refusal::ImplementedOn), "received and decided on the 24th");
    }
    life.after(20, employee(1), implement(25));
    assert_eq!(life.try_to(employee(1), implement(24)), Err(Refusal::NotAccepted));
}

#[test]
fn words_are_there_where_they_must_be_and_nowhere_else() {
    let life = Life::of(Kind::Complaint);
    let wordless = |deed| life.decide(&Command::plain(employee(1), deed)).map(|_| ());
    assert_eq!(wordless(Action::Answer { outcome: None }), Err(Refusal::WordsMissing));
    assert_eq!(wordless(Action::Take), Ok(()));
    let talkative = Command {
        words: Text::parse("Mine!").unwrap(),
        ..Command::plain(employee(1), Action::Take)
    };
    assert_eq!(life.decide(&talkative).map(|_| ()), Err(Refusal::WordsUnwanted));
}

#[test]
fn to_what_was_erased_nothing_more_is_said() {
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Answer { outcome: None })
        .after(1, employee(1), Action::Close)
        .after(1, Actor::Customer, Action::Erase);
    assert_eq!(life.try_to(Actor::Customer, Action::Reopen), Err(Refusal::Erased));
    let rating = Command::plain(Actor::Customer, Action::Rate { rating: Mood::Neutral });
    assert_eq!(life.attempt(&rating), Ok(()));
}

#[test]
fn an_impossible_history_is_named_by_its_event() {
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Answer { outcome: None }).after(
        1,
        employee(1),
        Action::Close,
    );
    life.events.swap(1, 2);
    assert_eq!(Case::tell(&life.events), Err(Impossible(3)));
    assert_eq!(Case::tell(&[]), Err(Impossible(1)));
}

proptest! {
    #[test]
    fn any_life_can_be_told_from_its_events_alone(kind in 0..3_usize, attempts in attempts()) {
        let mut life = Life::of(Kind::ALL[kind]);
        for attempt in attempts {
            life.now += jiff::SignedDuration::from_secs(attempt.3);
            let before = (life.events.len(), life.case.clone());
            if life.attempt(&attempted(attempt, &life.case)).is_ok() {
                let last = life.events.last().unwrap();
                prop_assert_eq!(life.events.len(), before.0 + 1);
                prop_assert_eq!((last.stage, &last.entity), (life.case.standing.stage, &life.case.standing.entity));
            } else {
                prop_assert_eq!(&life.case, &before.1);
            }
            let has_ended = matches!(life.case.standing.stage, Stage::Answered | Stage::Closed | Stage::Withdrawn | Stage::Declined);
            prop_assert_eq!(life.case.ended_at.is_some(), has_ended);
            prop_assert_eq!(life.case.question.is_some(), life.case.standing.stage == Stage::AwaitingCustomer);
            prop_assert_eq!(life.case.handed_over.is_some(), life.case.standing.stage == Stage::Transferred);
            let rushes = life.case.clocks.next_due(&life.case.standing.entity, &life.charters).is_some();
            prop_assert!(!(has_ended && rushes), "nothing is due of what has ended");
            if let Some((at, deed)) = life.case.alarm(&life.charters) {
                let circumstances = Circumstances { now: at.max(life.now), charters: &life.charters, salt: "salt", files: &FileDigests::default(), is_told: true };
                let outcome = life.case.decide(&Command::plain(Actor::System, deed), &circumstances);
                prop_assert!(outcome.is_ok(), "what time does is always allowed: {:?}", outcome);
            }
        }
        prop_assert!(life.is_told_the_same());
        let recorded: Vec<_> = life.events.iter().map(Event::recorded).collect();
        prop_assert_eq!(first_fault(&recorded, &life.case.standing.head), None);
    }
}
