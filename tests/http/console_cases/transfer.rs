//! Cases that move: to another entity and back, or into another case.

use domain::{
    case::{action::Action, event::first_fault, life_cycle::Verb, stage::Stage},
    intake::kind::Kind,
    sla::escalation::TimerName,
    wire::{Submission, console::History},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::{CASES, saying},
    client::Visitor,
    fixtures::{self, picture},
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
    let view = to.does(reference, Action::Answer { outcome: None }, "It is done.").await;
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
async fn an_entity_that_returned_a_case_sees_nothing_that_happens_since() {
    let (owner, other) = (clerk("mbrsc").await, clerk("mbrsg").await);
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(2_000), "roof.png", "image/png").await;
    let submission = Submission {
        attachments: vec![upload.clone()],
        contact: serde_json::from_value(json!({ "phone": "+971501234567" })).unwrap(),
        ..to("mbrsc", "The roof leaks.")
    };
    let acknowledgement = submit(&submission).await;
    let reference = acknowledgement.reference;
    owner.does(reference, Action::Transfer { to: slug("mbrsg") }, "Yours?").await;
    let path = format!("{CASES}/{reference}");
    assert!(other.case(reference).await.contact.is_some());
    let returned = other.does(reference, Action::Return, "Not ours.").await;
    assert!(returned.is_cut && returned.contact.is_none());

    // What happens since: messages with a file, a note, a transcript, a change of owner.
    let key = &acknowledgement.tracking_key;
    let later = visitor.upload(&picture(3_000), "later.png", "image/png").await;
    let body = json!({ "text": "My zebra crossing is flooded too.", "attachments": [later] });
    let message = visitor
        .request(Method::POST, &format!("/api/v1/participations/{reference}/messages"))
        .bearer_auth(key)
        .header("Idempotency-Key", fixtures::key().as_str())
        .json(&body);
    assert!(message.send().await.unwrap().status().is_success());
    owner.does(reference, Action::Note, "An internal giraffe.").await;
    owner.does(reference, Action::Take, "").await;
    let transcript = format!("/console/api/attachments/{upload}/transcript");
    owner.put(&transcript, &json!({ "text": "A secret walrus." })).await;

    let seen = other.case(reference).await;
    assert_eq!((&seen.head, &seen.text), (&returned.head, &"The roof leaks.".to_owned()));
    assert_eq!((seen.events.len(), seen.owner, seen.thread.len()), (3, None, 2));
    assert_eq!(seen.attachments.len(), 1);
    let whole = other.get::<Value>(&path).await.to_string();
    let history = other.get::<Value>(&format!("{path}/history")).await.to_string();
    let versions = other.get::<Value>(&transcript).await.to_string();
    for word in ["zebra", "giraffe", "walrus", "later.png", &later] {
        assert!(!(whole.clone() + &history + &versions).contains(word), "{word}");
    }
    let history: History = other.get(&format!("{path}/history")).await;
    assert_eq!((history.events.len(), first_fault(&history.events, &history.head)), (3, None));
    let file = |id: &str| format!("/console/api/attachments/{id}");
    assert_eq!(other.ask(&file(&upload)).await.status(), StatusCode::OK);
    assert_eq!(other.ask(&file(&later)).await.status(), StatusCode::NOT_FOUND);
    let later_transcript = format!("{}/transcript", file(&later));
    assert_eq!(other.ask(&later_transcript).await.status(), StatusCode::NOT_FOUND);
    let head: Value = other.get(&format!("{path}/head")).await;
    assert_eq!(head["head"], json!(returned.head));
    // Rows of queues and of the search would tell what has happened since.
    for query in ["queue=all", "q=roof", "q=walrus"] {
        assert!(!other.listed(query).await.contains(&reference), "{query}");
        assert!(owner.listed(query).await.contains(&reference), "{query}");
    }

    // Until the owner invites the entity.
    let view = owner.case(reference).await;
    assert!(view.may.contains(&Verb::Invite) && view.returned == [slug("mbrsg")]);
    let refused = other
        .try_to(reference, &saying(&returned.head, Action::Invite { to: slug("mbrsg") }, ""))
        .await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    owner.does(reference, Action::Invite { to: slug("mbrsg") }, "Please look.").await;
    let seen = other.case(reference).await;
    assert!(!seen.is_cut && seen.contact.is_some() && seen.events.len() > 5);
    assert!(other.listed("q=walrus").await.contains(&reference));
    assert_eq!(other.ask(&file(&later)).await.status(), StatusCode::OK);
    let view = owner.case(reference).await;
    assert!(!view.may.contains(&Verb::Invite));
    let again = owner
        .try_to(reference, &saying(&view.head, Action::Invite { to: slug("mbrsg") }, ""))
        .await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
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
