//! Hints about the text of a case: the place where it plainly belongs, and danger to people.

use domain::{
    case::{action::Action, life_cycle::Verb},
    reference::Reference,
    slug::Slug,
    staff::Role,
    wire::{Submission, console::ProposedPlace},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::clerk::{CASES, Clerk};

use super::{clerk, clerk_with, sent, slug, submit, to};

/// Text about the municipality's waste collection.
const BINS: &str = "The garbage has not been collected for a week, the bins are full and smell.";

const WIRES: &str = "The open wires could catch fire near our building.";

async fn proposal(clerk: &Clerk, reference: Reference) -> Option<ProposedPlace> {
    clerk.case(reference).await.proposal
}

/// Returns the mark of a case in the list of all cases.
async fn is_marked(clerk: &Clerk, reference: Reference) -> bool {
    let rows = clerk.cases("queue=all&sort=newest").await.rows;
    rows.into_iter().find(|row| row.reference == reference).unwrap().danger
}

#[tokio::test]
async fn a_case_at_the_wrong_entity_has_a_proposal_and_one_at_the_right_entity_has_none() {
    let wrong = clerk("dha").await;
    let reference = sent("dha", BINS).await;
    let place = proposal(&wrong, reference).await.unwrap();
    assert_eq!((place.entity, place.service), (slug("dm"), Some(slug("waste-collection"))));
    assert!((0.7..1.0).contains(&place.probability), "{}", place.probability);

    let right = clerk("dm").await;
    assert_eq!(proposal(&right, sent("dm", BINS).await).await, None);
    let case: Value = right.get(&format!("{CASES}/{}", sent("dm", BINS).await)).await;
    assert_eq!((&case["proposal"], &case["danger"]), (&json!(null), &json!(false)));
    let in_its_service = Submission { service: Some("waste-collection".into()), ..to("dm", BINS) };
    let reference = submit(&in_its_service).await.reference;
    assert_eq!(proposal(&right, reference).await, None);
    let elsewhere = Submission { service: Some("public-parks".into()), ..to("dm", BINS) };
    let reference = submit(&elsewhere).await.reference;
    let service = proposal(&right, reference).await.unwrap().service;
    assert_eq!(service.as_ref().map(Slug::as_str), Some("waste-collection"));
}

#[tokio::test]
async fn what_waits_at_the_platforms_team_has_a_proposal() {
    let team = clerk("sawtak").await;
    let place = proposal(&team, sent("sawtak", BINS).await).await.unwrap();
    assert_eq!(place.entity, slug("dm"));
}

#[tokio::test]
async fn only_those_who_may_transfer_the_case_get_a_proposal() {
    let (from, to) = (clerk("dha").await, clerk("dm").await);
    let auditor = clerk_with(Role::Auditor).await;
    let reference = sent("dha", BINS).await;
    let case = auditor.case(reference).await;
    assert_eq!((case.text.as_str(), case.proposal), (BINS, None));
    let unseen = to.ask(&format!("{CASES}/{reference}")).await;
    assert_eq!(unseen.status(), StatusCode::NOT_FOUND);
    assert!(!unseen.text().await.unwrap().contains("proposal"));

    // Whoever has returned the case isn't proposed again.
    let given = from.does(reference, Action::Transfer { to: slug("dm") }, "Theirs.").await;
    assert_eq!(given.proposal, None);
    assert_eq!(proposal(&to, reference).await, None);
    to.does(reference, Action::Return, "Not ours.").await;
    let returned = from.case(reference).await;
    assert!(returned.may.contains(&Verb::Transfer));
    assert_eq!(returned.proposal, None);
}

#[tokio::test]
async fn a_text_about_danger_is_marked_until_the_case_has_ended() {
    let clerk = clerk("det").await;
    let reference = sent("det", WIRES).await;
    let priority = clerk.case(reference).await.priority;
    assert!(clerk.case(reference).await.danger && is_marked(&clerk, reference).await);
    let answered = clerk.does(reference, Action::Answer { outcome: None }, "Covered.").await;
    assert!(!answered.danger && !is_marked(&clerk, reference).await);
    assert_eq!(answered.priority, priority, "a mark decides nothing");
    let other = sent("det", "The bill came twice this month.").await;
    assert!(!clerk.case(other).await.danger && !is_marked(&clerk, other).await);
}
