//! Tests of the life-cycle table.

use super::*;

#[test]
fn whatever_must_be_said_to_the_customer_is_told_of() {
    for verb in Verb::ALL {
        let rule = verb.rule();
        let is_said = matches!(rule.words, Words::Must(Audience::Everyone))
            && matches!(rule.who, Who::Employee | Who::Supervisor);
        assert!(!is_said || verb.notice().is_some(), "{verb:?}");
        assert!(
            verb.notice().is_none() || !matches!(rule.words, Words::Must(Audience::Staff)),
            "{verb:?}"
        );
    }
}

#[test]
fn every_notice_but_of_links_files_and_dates_is_sent_by_a_verb() {
    use NoticeKind::{Code, Delayed, FileRefused, Link};
    for kind in NoticeKind::ALL {
        let is_sent = Verb::ALL.into_iter().any(|verb| verb.notice() == Some(kind));
        let is_other = matches!(kind, Link | Code | FileRefused | Delayed);
        assert_eq!(is_sent, !is_other, "{kind:?}");
    }
}

fn name(verb: Verb) -> String {
    serde_json::to_value(verb).unwrap().as_str().unwrap().to_owned()
}

/// Second, independent list of the table's transitions: the verbs that lead from one stage to
/// another.
const WAYS: &str = "
    received -> in_review: take assign reply judge
    received -> awaiting_customer: ask
    received -> transferred: transfer
    received -> answered: answer
    received -> withdrawn: withdraw erase
    received -> declined: merge decline
    received -> received: classify prioritise request_delay refuse_delay write note invite correct_contact escalate retract
    in_review -> awaiting_customer: ask
    in_review -> transferred: transfer
    in_review -> answered: answer decide
    in_review -> withdrawn: withdraw erase
    in_review -> declined: merge decline
    in_review -> in_review: classify take assign prioritise request_delay refuse_delay extend reply write note invite judge act complete check propose publish correct_contact escalate retract
    awaiting_customer -> in_review: write
    awaiting_customer -> answered: answer decide
    awaiting_customer -> closed: lapse
    awaiting_customer -> withdrawn: withdraw erase
    awaiting_customer -> declined: merge decline
    awaiting_customer -> awaiting_customer: take assign prioritise request_delay refuse_delay extend reply note invite judge act complete check propose publish correct_contact remind retract
    transferred -> in_review: accept return
    transferred -> withdrawn: withdraw erase
    transferred -> transferred: write note invite correct_contact escalate retract
    answered -> closed: close lapse
    answered -> reopened: reopen
    answered -> withdrawn: erase
    answered -> answered: reply write note invite plan implement act complete check propose publish rate correct_contact retract
    closed -> reopened: reopen
    closed -> closed: note invite plan implement act complete check propose publish rate correct_contact erase retract
    reopened -> in_review: take assign reply judge
    reopened -> awaiting_customer: ask
    reopened -> transferred: transfer
    reopened -> answered: answer decide
    reopened -> withdrawn: withdraw erase
    reopened -> declined: merge decline
    reopened -> reopened: prioritise request_delay refuse_delay extend write note invite act complete check propose publish correct_contact escalate retract
    withdrawn -> withdrawn: note invite complete check propose publish erase retract
    declined -> in_review: part
    declined -> answered: relay
    declined -> reopened: reopen
    declined -> declined: note invite complete check propose publish rate correct_contact erase retract
";

#[test]
fn every_verb_at_every_stage_leads_where_the_list_says() {
    let mut pairs = 0;
    for from in Stage::ALL {
        for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Undo) {
            let listed: Vec<&str> = WAYS
                .lines()
                .filter_map(|line| line.trim().split_once(": "))
                .filter(|(_, verbs)| verbs.split(' ').any(|listed| listed == name(verb)))
                .filter_map(|(way, _)| {
                    way.split_once(" -> ").filter(|(start, _)| *start == from.as_str())
                })
                .map(|(_, end)| end)
                .collect();
            let expected = match verb.outcome(from) {
                Next::Never => vec![],
                Next::Stay => vec![from.as_str()],
                Next::To(stage) => vec![stage.as_str()],
                Next::Before => panic!("{verb:?} leads back"),
            };
            assert_eq!(listed, expected, "{verb:?} when {from:?}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, Stage::ALL.len() * (Verb::ALL.len() - 1));
}

#[test]
fn what_can_be_undone_can_be_undone_where_it_led() {
    for verb in Verb::ALL {
        for from in Stage::ALL {
            let stage = match verb.outcome(from) {
                Next::Stay => from,
                Next::To(stage) => stage,
                Next::Never | Next::Before => continue,
            };
            if verb.is_undoable() {
                assert_eq!(Verb::Undo.outcome(stage), Next::Before, "{verb:?} when {from:?}");
                assert!(
                    verb.is_held() || verb.notice().is_none_or(NoticeKind::waits_for_undo),
                    "{verb:?} tells the customer something at once"
                );
            }
        }
    }
}

#[test]
fn what_staff_say_to_the_customer_is_held_and_its_notice_waits() {
    let held: Vec<_> = Verb::ALL.into_iter().filter(|verb| verb.is_held()).map(name).collect();
    let expected = ["extend", "reply", "ask", "relay", "decline", "answer", "decide"];
    assert_eq!(held, expected);
    for verb in Verb::ALL.into_iter().filter(|verb| verb.is_held()) {
        assert!(verb.is_undoable() && verb.notice().is_some(), "{verb:?}");
    }
}

#[test]
fn what_has_been_withdrawn_stays_withdrawn() {
    for verb in Verb::ALL {
        assert!(matches!(verb.outcome(Stage::Withdrawn), Next::Never | Next::Stay), "{verb:?}");
    }
}

#[test]
fn every_stage_can_be_reached_and_all_but_the_last_ones_left() {
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Received) {
        assert!(
            Verb::ALL
                .iter()
                .any(|verb| Stage::ALL.iter().any(|from| verb.outcome(*from) == Next::To(stage))),
            "{stage:?}"
        );
    }
    for stage in Stage::ALL {
        let leaves = Verb::ALL.iter().any(|verb| matches!(verb.outcome(stage), Next::To(_)));
        assert_eq!(leaves, stage != Stage::Withdrawn, "{stage:?}");
    }
}

#[test]
fn a_customer_always_reads_why_something_is_refused_or_put_off() {
    for verb in [Verb::Decline, Verb::Decide, Verb::Extend, Verb::Answer] {
        assert_eq!(verb.rule().words, Words::Must(Audience::Everyone), "{verb:?}");
    }
}
