//! Histories of participations that came by e-mail.

use super::*;

/// Life of an observation that came by e-mail, whose author was asked for nothing.
fn by_mail() -> Life {
    let mut life = Life::of(Kind::Observation);
    let first = &mut life.events[0];
    let receive =
        Action::Receive { kind: Kind::Observation, channel: Some(Channel::Email), guide: Some(1) };
    first.change = Change::plain(receive);
    life.case = Case::tell(&life.events).unwrap();
    life
}

#[test]
fn what_came_by_mail_gets_its_kind_and_entity_by_its_author_once() {
    let classify = || Action::Classify { kind: Kind::Complaint, to: slug("dm") };
    let mut life = by_mail();
    life.after(30, Actor::Customer, classify());
    let Case { kind, standing, clocks, before, news, .. } = &life.case;
    assert_eq!(
        (*kind, &standing.entity, standing.stage),
        (Kind::Complaint, &slug("dm"), Stage::Received)
    );
    assert_eq!((clocks.home(), clocks.received_at()), (&slug("dm"), life.now), "its clock starts");
    assert!(before.contains(&slug("rta")));
    assert_eq!(*news, Some(2));
    assert!(life.is_told_the_same());
    assert_eq!(life.try_to(Actor::Customer, classify()), Err(Refusal::Itself));
    assert_eq!(life.try_to(employee(1), Action::Decide { accepted: true }), Err(Refusal::Kind));

    assert_eq!(Life::of(Kind::Complaint).try_to(Actor::Customer, classify()), Err(Refusal::Itself));
    assert_eq!(by_mail().try_to(employee(1), classify()), Err(Refusal::Actor));
    let mut taken = by_mail();
    taken.after(1, employee(1), Action::Take);
    let refused = Err(Refusal::Stage(Stage::InReview));
    assert_eq!(taken.try_to(Actor::Customer, classify()), refused);
}
