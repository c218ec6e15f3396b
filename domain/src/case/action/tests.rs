//! Tests of actions as they are stored.

use super::*;

#[test]
fn only_a_complex_case_is_told_of_by_its_priority() {
    let notice = |priority| Action::Prioritise { priority }.notice();
    assert_eq!(notice(Priority::Complex), Some(NoticeKind::Delayed));
    assert_eq!((notice(Priority::Urgent), notice(Priority::Ordinary)), (None, None));
    for deed in samples::deeds() {
        assert_eq!(deed.notice(), deed.verb().notice(), "{deed:?}");
    }
}

#[test]
fn a_ground_has_the_same_name_in_forms_and_on_the_wire() {
    for ground in Ground::ALL {
        assert_eq!(serde_json::to_value(ground).unwrap(), ground.as_str());
    }
}

#[test]
fn each_verb_has_its_deed_under_the_same_name() {
    let verbs: Vec<_> = samples::deeds().iter().map(Action::verb).collect();
    assert_eq!(verbs, Verb::ALL);
    for deed in samples::deeds() {
        let name = serde_json::to_value(&deed).unwrap()["verb"].clone();
        assert_eq!(name, serde_json::to_value(deed.verb()).unwrap());
    }
}

#[test]
fn a_judgement_has_a_nonce_and_older_ones_are_read_without() {
    let old = r#"{"verb":"judge","marks":{"benefit":4}}"#;
    let change = Change::decode(old).unwrap();
    assert_eq!(change.encode(), old);
    let with = |nonce: &str| Change::plain(change.deed.clone().with_nonce(nonce.to_owned()));
    assert_ne!(with("a").encode(), with("b").encode());
    assert_eq!(Change::decode(&with("a").encode()), Some(with("a")));
    // The nonce of a client doesn't count.
    assert_eq!(with("a").deed.with_nonce("b".to_owned()), with("b").deed);
    assert_eq!(with("a").deed.without_scores(), change.deed.without_scores());
    assert_eq!(Action::Take.with_nonce("a".to_owned()), Action::Take);
}

#[test]
fn a_change_is_read_as_it_was_written() {
    let promised = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
    for terms in
        [None, Some(Terms::Agreement(promised)), Some(Terms::Criteria(Criteria::default()))]
    {
        for deed in samples::deeds() {
            let change = Change { terms: terms.clone(), ..Change::plain(deed) };
            assert_eq!(Change::decode(&change.encode()), Some(change));
        }
    }
    let first = r#"{"verb":"receive","kind":"complaint","channel":"web","guide":1}"#;
    assert_eq!(Change::plain(samples::deeds()[0].clone()).encode(), first);
    let earlier = Action::Receive { kind: Kind::Complaint, channel: None, guide: None };
    let encoded = r#"{"verb":"receive","kind":"complaint"}"#;
    assert_eq!(Change::decode(encoded), Some(Change::plain(earlier.clone())));
    assert_eq!(Change::plain(earlier).encode(), encoded);
    let transfer = Change::plain(Action::Transfer { to: Slug::parse("dm").unwrap() });
    assert_eq!(transfer.encode(), r#"{"verb":"transfer","to":"dm"}"#);
}
