//! Histories of participations that came by e-mail.

use super::*;
use crate::{case::action::Outcome, sla::timer_result::TimerOutcome};

/// Life of an observation that came by e-mail, whose author was asked for nothing.
pub(crate) fn by_mail() -> Life {
    let mut life = Life::of(Kind::Observation);
    let first = &mut life.events[0];
    let receive =
        Action::Receive { kind: Kind::Observation, channel: Some(Channel::Email), guide: Some(1) };
    first.change = Change::plain(receive);
    life.case = Case::tell(&life.events).unwrap();
    life
}

fn classify(to: &str) -> Action {
    Action::Classify { kind: Kind::Complaint, to: slug(to) }
}

#[test]
fn what_came_by_mail_gets_its_kind_and_entity_by_its_author_once() {
    let mut life = by_mail();
    life.after(30, Actor::Customer, classify("dm"));
    let Case { kind, standing, clocks, before, news, .. } = &life.case;
    assert_eq!(
        (*kind, &standing.entity, standing.stage),
        (Kind::Complaint, &slug("dm"), Stage::Received)
    );
    let started = clocks.get(TimerName::Resolution, &slug("dm")).unwrap().started_at();
    assert_eq!((clocks.home(), started), (&slug("dm"), life.now), "its clock starts");
    assert!(before.contains(&slug("rta")));
    assert_eq!(*news, Some(2));
    assert!(life.is_told_the_same());
    assert_eq!(life.try_to(Actor::Customer, classify("dm")), Err(Refusal::Itself));
    assert_eq!(life.try_to(employee(1), Action::Decide { accepted: true }), Err(Refusal::Kind));

    let mut by_form = Life::of(Kind::Complaint);
    assert_eq!(by_form.try_to(Actor::Customer, classify("dm")), Err(Refusal::Itself));
}

#[test]
fn staff_classify_what_came_by_mail_until_they_have_answered_it() {
    let offers = |life: &Life| {
        life.case.options(&person(1), life.now, Hold::default()).contains(&Verb::Classify)
    };
    let mut life = by_mail();
    life.after(1, employee(1), Action::Take).after(1, employee(1), Action::Reply);
    assert!(offers(&life));
    life.after(28, employee(1), classify("dm"));
    let Case { kind, standing, owner, news, clocks, .. } = &life.case;
    assert_eq!((*kind, &standing.entity, owner), (Kind::Complaint, &slug("dm"), &None));
    assert_eq!((clocks.home(), *news), (&slug("dm"), Some(4)), "unread there");
    assert!(!offers(&life) && life.is_told_the_same());

    let mut own = by_mail();
    own.after(1, employee(1), Action::Take).after(1, employee(1), classify("rta"));
    assert_eq!((&own.case.owner, own.case.news), (&Some(person(1)), None));

    let mut taken = by_mail();
    taken.after(1, employee(1), Action::Take).after(1, Actor::Customer, classify("dm"));
    let mut kept = by_mail();
    kept.after(1, employee(1), Action::Take);
    kept.after(1, employee(1), samples::deeds()[Verb::Extend as usize].clone());
    assert!(!offers(&kept), "its customer was told by when");
    assert_eq!(kept.try_to(employee(1), classify("dm")), Err(Refusal::Itself));
    let mut answered = by_mail();
    answered.after(1, employee(1), Action::Answer { outcome: None });
    assert_eq!(answered.try_to(employee(1), classify("dm")), Err(Refusal::Stage(Stage::Answered)));
}

#[test]
fn an_entity_that_returned_a_mail_has_it_again_by_its_classification() {
    let mut life = by_mail();
    life.after(1, employee(1), Action::Transfer { to: slug("dm") });
    life.after(1, employee(2), Action::Return);
    assert!(life.case.returned.contains_key(&slug("dm")));
    life.after(1, employee(1), classify("dm"));
    assert_eq!(life.case.standing.entity, slug("dm"));
    assert!(life.case.returned.is_empty() && life.is_told_the_same());
}

#[test]
fn the_time_that_a_customer_waited_begins_with_their_mail() {
    let mut life = by_mail();
    life.after(216, employee(1), classify("dm"));
    life.after(24, employee(2), Action::Answer { outcome: Some(Outcome::Upheld) });
    assert_eq!(life.case.milestones.answer.unwrap().lived, 240 * 60);
}

/// The platform's team promised to see to a mail, and the entity to answer it.
#[test]
fn a_mail_that_waited_too_long_has_two_promises() {
    let mut life = by_mail();
    life.after(24 * 20, employee(1), classify("dm"));
    life.after(1, employee(2), Action::Answer { outcome: Some(Outcome::Upheld) });
    let results = life.case.milestones.results.iter();
    let of_full_answer: Vec<_> = results
        .filter(|result| result.clock == TimerName::Resolution)
        .map(|result| (result.entity.as_str(), result.outcome))
        .collect();
    assert_eq!(of_full_answer, [("rta", TimerOutcome::Missed), ("dm", TimerOutcome::Kept)]);
    assert!(life.is_told_the_same());
}

/// A promise that is made anew to the same entity is judged anew.
#[test]
fn an_entity_that_keeps_a_mail_promises_anew() {
    let mut life = by_mail();
    life.after(24 * 20, employee(1), classify("rta"));
    life.after(1, employee(1), Action::Answer { outcome: Some(Outcome::Upheld) });
    let results = life.case.milestones.results.iter();
    let of_full_answer: Vec<_> = results
        .filter(|result| result.clock == TimerName::Resolution)
        .map(|result| result.outcome)
        .collect();
    assert_eq!(of_full_answer, [TimerOutcome::Missed, TimerOutcome::Kept]);
}
