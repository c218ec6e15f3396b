//! Cases that move: to another entity and back, or into another case.

use domain::{
    case::{action::Action, stage::Stage},
    intake::kind::Kind,
    sla::escalation::TimerName,
    wire::Submission,
};
use reqwest::StatusCode;
use tests::{
    clerk::{CASES, saying},
    client::Visitor,
};

use super::{clerk, sent, slug, submit, to};

#[tokio::test]
async fn a_transfer_is_accepted_or_returned_and_both_see_it() {
    let (from, to) = (clerk("dfwac").await, clerk("dff").await);
    let reference = sent("dfwac", "A transferred word").await;
    let before = to.ask(&format!("{CASES}/{reference}")).await;
    assert_eq!(before.status(), StatusCode::NOT_FOUND);
    from.does(reference, Action::Transfer { to: slug("dff") }, "It is about the future.").await;
    assert_eq!(to.listed("q=transferred").await, [reference]);
    let view = from.case(reference).await;
    let forbidden = from.try_to(reference, &saying(&view.head, Action::Reply, "Still ours?")).await;
    assert_eq!(forbidden.status(), StatusCode::FORBIDDEN);
    let view = to.does(reference, Action::Return, "Not ours.").await;
    assert_eq!((view.entity.as_str(), view.stage), ("dfwac", Stage::InReview));
    from.does(reference, Action::Transfer { to: slug("dff") }, "Please look again.").await;
    let view = to.does(reference, Action::Accept, "").await;
    assert_eq!((view.entity.as_str(), view.stage), ("dff", Stage::InReview));
    assert!(view.clocks.iter().any(|clock| clock.name == TimerName::Own));
    let view = to.does(reference, Action::Answer, "It is done.").await;
    assert_eq!(from.case(reference).await.head, view.head, "whoever had it sees what became of it");
    let public = Visitor::new().status(reference).await;
    assert_eq!((public.entity.as_str(), public.stage), ("dff", Stage::Answered));
    let unknown = from.case(sent("dfwac", "Another").await).await;
    let nowhere = from
        .try_to(
            unknown.reference,
            &saying(&unknown.head, Action::Transfer { to: slug("nowhere") }, "?"),
        )
        .await;
    assert_eq!(nowhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_way_of_a_complaint_does_not_show_the_suggestion_that_stayed() {
    let (first, second) = (clerk("mbrhe").await, clerk("dwe").await);
    let both = Submission { suggestion: Some("Stays here.".into()), ..to("mbrhe", "Moves on.") };
    let reference = submit(&both).await.reference;
    first.does(reference, Action::Transfer { to: slug("dwe") }, "Theirs.").await;
    second.does(reference, Action::Accept, "").await;
    second.does(reference, Action::Transfer { to: slug("faa") }, "Theirs.").await;
    let companion = second.case(reference).await.companion.unwrap();
    assert_eq!((companion.kind, companion.text), (Kind::Suggestion, None));
    let companion = first.case(reference).await.companion.unwrap();
    assert_eq!(companion.text.as_deref(), Some("Stays here."));
}

#[tokio::test]
async fn merged_cases_link_both_ways_and_neither_is_gone() {
    let me = clerk("dhca").await;
    let (first, second) =
        (sent("dhca", "The lift stands still.").await, sent("dhca", "The lift again.").await);
    let merged = me.does(second, Action::Merge { into: first }, "").await;
    assert_eq!((merged.stage, merged.merged_into), (Stage::Declined, Some(first)));
    let target = me.case(first).await;
    assert_eq!(
        (target.stage, &target.merged_here[..], target.text.as_str()),
        (Stage::Received, &[second][..], "The lift stands still.")
    );
    let back = me.try_to(first, &saying(&target.head, Action::Merge { into: second }, "")).await;
    assert_eq!(back.status(), StatusCode::CONFLICT);
    let hidden = sent("dm", "Elsewhere.").await;
    let elsewhere =
        me.try_to(first, &saying(&target.head, Action::Merge { into: hidden }, "")).await;
    assert_eq!(elsewhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
}
