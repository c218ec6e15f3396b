//! Cases behind figures of days that were planned, and behind the actions that are overdue now.

use domain::{
    case::{
        action::Action,
        corrective_action::{Nature, Plan},
    },
    intake::kind::Kind,
    slug::Slug,
    staff::Role,
    wire::{Submission, console::ActionRequest},
};
use reqwest::StatusCode;
use tests::clerk::{Clerk, read, saying};

use super::{ROOM, clerk_with, database, slug, submit, to};

const ENTITY: &str = "dmi";

async fn page(clerk: &Clerk, query: &str) -> String {
    let answer = clerk.ask(&format!("/console/figures/{ENTITY}?lang=en&{query}")).await;
    assert_eq!(answer.status(), StatusCode::OK, "{query}");
    answer.text().await.unwrap()
}

/// Agrees an action that is due on a day far from all events of the case.
async fn agree(clerk: &Clerk, entity: &Slug) -> String {
    let complaint = Submission { kind: Kind::Complaint, ..to(entity.as_str(), "The siren.") };
    let reference = submit(&complaint).await.reference;
    clerk.does(reference, Action::Take, "").await;
    let [due, check_from] = ["2031-03-10", "2031-06-10"].map(|day| day.parse().unwrap());
    let plan = Plan { nature: Nature::Preventive, owner: clerk.id.clone(), due, check_from };
    let head = clerk.case(reference).await.head;
    let agreed = ActionRequest {
        root_cause: vec!["Rust.".to_owned()],
        ..saying(&head, Action::Act { plan }, "Mend it.")
    };
    let _: serde_json::Value = read(clerk.try_to(reference, &agreed).await, StatusCode::OK).await;
    reference.digits().to_owned()
}

#[tokio::test]
async fn the_cases_behind_planned_days_and_overdue_actions_are_listed() {
    let entity = slug(ENTITY);
    let boss = clerk_with(Role::Supervisor(entity.clone())).await;
    let reference = agree(&boss, &entity).await;
    let link = format!("/console/cases/{reference}\"");
    let due = page(&boss, "period=2031-03&cases=actions_on_time").await;
    assert!(due.contains(&link) && due.contains("0 of 1"), "{due}");
    let other = page(&boss, "period=2031-04&cases=actions_on_time").await;
    assert!(!other.contains(&link), "{other}");

    let none = page(&boss, "cases=actions_overdue").await;
    assert!(!none.contains(&link), "{none}");
    let past = format!(
        "UPDATE participations SET action_due = '2026-01-05' WHERE reference = '{reference}'"
    );
    {
        let _alone = ROOM.write().await;
        database().run(&[&past]);
    }
    let figures = page(&boss, "period=2031").await;
    assert!(figures.contains("cases=actions_overdue"), "{figures}");
    let overdue = page(&boss, "cases=actions_overdue").await;
    assert!(overdue.contains(&link) && overdue.contains("Actions overdue"), "{overdue}");

    // What can't be listed isn't: the address counts as one without it.
    let open = page(&boss, "cases=open").await;
    assert!(open.contains("id=\"short\""), "{open}");
}

#[tokio::test]
async fn the_cases_that_an_entity_returned_are_behind_its_figure() {
    let (from, there) = (slug("gdrfa"), slug("dma"));
    let [owner, other] = [&from, &there].map(|entity| Role::Supervisor((*entity).clone()));
    let (owner, other) = (clerk_with(owner).await, clerk_with(other).await);
    let reference = submit(&to_entity(&from)).await.reference;
    owner.does(reference, Action::Transfer { to: there.clone() }, "Theirs.").await;
    other.does(reference, Action::Return, "Not ours.").await;
    for indicator in ["returned", "handover_on_time"] {
        let path = format!("/console/figures/{there}?lang=en&period=all&cases={indicator}");
        let answer = other.ask(&path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{indicator}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("/console/cases/{}\"", reference.digits())), "{page}");
    }
}

fn to_entity(entity: &Slug) -> Submission {
    Submission { kind: Kind::Complaint, ..to(entity.as_str(), "The bell.") }
}
