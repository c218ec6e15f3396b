//! Actions on one case and on several: undo, bulk actions, evaluation.

use domain::{
    case::{
        Refusal,
        action::Action,
        event::{first_fault, first_fault_except},
        life_cycle::Verb,
        stage::Stage,
    },
    intake::kind::Kind,
    staff::Role,
    wire::{
        Problem, Submission,
        console::{History, Outcome, Verdict},
    },
};
use reqwest::StatusCode;
use serde_json::json;
use tests::clerk::{CASES, read, saying};

use super::{clerk, clerk_with, sent, slug, submit, to};

#[tokio::test]
async fn what_was_done_last_can_be_taken_back_in_time_by_whoever_did_it() {
    let (me, other) = (clerk("dcas").await, clerk("dcas").await);
    let reference = sent("dcas", "It came late.").await;
    let view = me.does(reference, Action::Transfer { to: slug("dc") }, "Theirs.").await;
    assert!(view.may.contains(&Verb::Undo) && view.undo_until.is_some());
    assert!(!other.case(reference).await.may.contains(&Verb::Undo));
    let refused = other.try_to(reference, &saying(&view.head, Action::Undo, "")).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let view = me.does(reference, Action::Undo, "").await;
    assert_eq!((view.stage, view.entity.as_str(), view.before.len()), (Stage::Received, "dcas", 0));
    assert_eq!(me.listed("queue=unassigned").await, [reference]);
    let theirs = clerk("dc").await;
    assert_eq!(theirs.ask(&format!("{CASES}/{reference}")).await.status(), StatusCode::NOT_FOUND);
    me.does(reference, Action::Take, "").await;
    tokio::time::sleep(std::time::Duration::from_secs(16)).await;
    let view = me.case(reference).await;
    assert!(!view.may.contains(&Verb::Undo));
    let late = me.try_to(reference, &saying(&view.head, Action::Undo, "")).await;
    let problem: Problem = read(late, StatusCode::CONFLICT).await;
    assert!(problem.kind.ends_with("/problems/refused"));
}

#[tokio::test]
async fn several_are_handled_at_once_and_each_for_itself() {
    let boss = clerk_with(Role::Supervisor(slug("dcaa"))).await;
    let (first, second, foreign) =
        (sent("dcaa", "One").await, sent("dcaa", "Two").await, sent("dm", "Three").await);
    let answer = Action::Answer { outcome: None };
    let outcomes: Vec<Outcome> = read(
        boss.does_to_all(&[first, foreign, second], &answer, "Thank you, it is done.").await,
        StatusCode::OK,
    )
    .await;
    let done: Vec<_> =
        outcomes.iter().map(|outcome| matches!(outcome.verdict, Verdict::Done { .. })).collect();
    assert_eq!(done, [true, false, true]);
    let again: Vec<Outcome> =
        read(boss.does_to_all(&[first], &Action::Accept, "").await, StatusCode::OK).await;
    let Verdict::Failed { problem } = &again[0].verdict else { panic!("{:?}", again[0]) };
    assert_eq!(
        problem.refusal,
        Some(Refusal::Stage(Stage::Answered)),
        "what the rules have against it"
    );
    let outcomes: Vec<Outcome> =
        read(boss.does_to_all(&[first, second], &Action::Close, "").await, StatusCode::OK).await;
    let Verdict::Done { stage, head, .. } = &outcomes[0].verdict else {
        panic!("{:?}", outcomes[0])
    };
    assert_eq!(*stage, Stage::Closed);
    let reopened = boss.try_to(first, &saying(head, Action::Undo, "")).await;
    assert_eq!(reopened.status(), StatusCode::OK);
    assert_eq!(
        boss.does_to_all(&[], &Action::Close, "").await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn marks_of_others_show_after_ones_own() {
    let (first, second) = (clerk("dsc").await, clerk("dsc").await);
    let boss = clerk_with(Role::Supervisor(slug("dsc"))).await;
    let reference = submit(&Submission { kind: Kind::Suggestion, ..to("dsc", "Count the trees.") })
        .await
        .reference;
    let criteria = first.case(reference).await.criteria.unwrap();
    let marks = |mark: u8| {
        let weights = serde_json::to_value(&criteria).unwrap()["weights"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>();
        let marks: serde_json::Map<_, _> =
            weights.into_iter().map(|name| (name, mark.into())).collect();
        serde_json::from_value::<Action>(json!({ "verb": "judge", "marks": marks })).unwrap()
    };
    assert!(first.case(reference).await.may.contains(&Verb::Judge));
    let view = first.does(reference, marks(4), "").await;
    assert!(!view.may.contains(&Verb::Judge), "nobody judges twice");
    assert_eq!(view.evaluation.unwrap().marks.len(), 1);
    let early = boss.case(reference).await;
    assert!(!early.may.contains(&Verb::Decide), "too few have judged");
    assert_eq!(early.evaluation.unwrap().marks.len(), 0);
    let hidden = second.case(reference).await;
    let evaluation = hidden.evaluation.unwrap();
    assert_eq!((evaluation.judges, evaluation.marks.len(), evaluation.result), (1, 0, None));
    assert_eq!(
        hidden.events.last().unwrap().deed,
        Action::Judge { marks: <_>::default(), nonce: None },
        "nor in the history"
    );
    let raw = async || second.get::<History>(&format!("{CASES}/{reference}/history")).await;
    let history = raw().await;
    let judged = history.events.last().unwrap();
    assert_eq!(history.withheld, [judged.sequence]);
    assert!(criteria.weights().keys().all(|name| !judged.what.contains(name.as_str())));
    assert_eq!(first_fault_except(&history.events, &history.head, &history.withheld), None);
    let view = second.does(reference, marks(5), "Good.").await;
    let evaluation = view.evaluation.unwrap();
    assert!(evaluation.marks.len() == 2 && evaluation.recommended == Some(true));
    let history = raw().await;
    assert_eq!((first_fault(&history.events, &history.head), history.withheld), (None, vec![]));
    let due = boss.case(reference).await;
    assert!(due.may.contains(&Verb::Decide) && !due.may.contains(&Verb::Judge));
    let evaluation = due.evaluation.unwrap();
    assert_eq!(evaluation.marks.len(), 2, "whoever decides sees what the judges think");
    assert_eq!(evaluation.recommended, Some(true));
    // Having seen them, a supervisor adds no marks, from an older page either.
    let late = saying(&due.head, marks(1), "");
    assert_eq!(boss.try_to(reference, &late).await.status(), StatusCode::FORBIDDEN);
    let decided =
        boss.does(reference, Action::Decide { accepted: true }, "We will count them.").await;
    assert_eq!(decided.stage, Stage::Answered);
}
