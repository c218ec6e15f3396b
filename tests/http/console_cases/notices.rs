//! Words of staff for the author: the notices that they cause, and templates with gaps.

use domain::{
    case::{action::Action, life_cycle::Verb},
    reference::Reference,
    sla::priority::Priority,
    staff::Role,
    wire::{Contact, Problem, Submission, console::CasePage},
};
use reqwest::StatusCode;
use tests::{
    clerk::{read, saying},
    client::Visitor,
};

use super::{ROOM, clerk, clerk_with, database, sent, slug, submit, to};

/// Returns the kinds of the notices about a participation, oldest first.
async fn templates(reference: Reference) -> Vec<String> {
    let _alone = ROOM.write().await;
    let rows = database().run(&[&format!(
        "SELECT template FROM outbox WHERE participation = '{}' ORDER BY julianday(created_at)",
        reference.digits()
    )]);
    rows.into_iter().map(|row| row["template"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_customer_who_can_be_reached_is_told_of_questions_and_answers() {
    let me = clerk("iacad").await;
    let reachable = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let nameless = Contact { name: Some("Salma".into()), ..Contact::default() };
    let with_email =
        submit(&Submission { contact: Some(reachable), ..to("iacad", "One") }).await.reference;
    let with_name =
        submit(&Submission { contact: Some(nameless), ..to("iacad", "Two") }).await.reference;
    for reference in [with_email, with_name] {
        me.does(reference, Action::Ask, "Which branch?").await;
        me.does(reference, Action::Answer { outcome: None }, "It is done.").await;
    }
    assert_eq!(templates(with_email).await, ["received", "asked", "answered"]);
    assert_eq!(templates(with_name).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_customer_is_told_of_a_transfer_once_it_is_accepted() {
    let (from, to_whom) = (clerk("awqaf").await, clerk("dccpft").await);
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let sent = Submission { contact: Some(contact), ..to("awqaf", "The pool is closed.") };
    let reference = submit(&sent).await.reference;
    from.does(reference, Action::Transfer { to: slug("dccpft") }, "They run the pool.").await;
    assert_eq!(templates(reference).await, ["received"], "nobody has accepted it yet");
    to_whom.does(reference, Action::Accept, "").await;
    assert_eq!(templates(reference).await, ["received", "transferred"]);
}

#[tokio::test]
async fn a_supervisor_says_that_a_case_is_complex_and_the_customer_is_told() {
    let me = clerk("awqaf").await;
    let boss = clerk_with(Role::Supervisor(slug("awqaf"))).await;
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let sent = Submission { contact: Some(contact), ..to("awqaf", "Three deeds are lost.") };
    let given = submit(&sent).await;
    let reference = given.reference;
    let complex = || Action::Prioritise { priority: Priority::Complex };
    let head = me.case(reference).await.head;
    let tried = me.try_to(reference, &saying(&head, complex(), "Three offices.")).await;
    assert_eq!(tried.status(), StatusCode::FORBIDDEN);
    boss.does(reference, complex(), "Three offices.").await;
    assert_eq!(templates(reference).await, ["received", "delayed"]);
    let due = Visitor::new().status(reference).await.resolution_due;
    assert!(due > given.resolution_due, "{due}");
    boss.does(reference, Action::Undo, "").await;
    assert_eq!(templates(reference).await, ["received"], "it was taken back in time");
    let urgent = Action::Prioritise { priority: Priority::Urgent };
    me.does(reference, urgent, "A hearing is tomorrow.").await;
    assert_eq!(templates(reference).await, ["received"], "what comes sooner isn't told");
}

#[tokio::test]
async fn an_employee_asks_for_a_delay_and_a_supervisor_grants_or_refuses_it() {
    let me = clerk("awqaf").await;
    let boss = clerk_with(Role::Supervisor(slug("awqaf"))).await;
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let given = submit(&Submission { contact: Some(contact), ..to("awqaf", "Four deeds.") }).await;
    let reference = given.reference;
    me.does(reference, Action::Take, "").await;
    let status = async || Visitor::new().status(reference).await;
    let known = status().await.timeline;
    let asks = || me.does(reference, Action::RequestDelay, "The archive answers next week.");
    let view = asks().await;
    assert_eq!(view.delay_requested_by.as_ref(), Some(&me.id));
    assert!(!view.may.iter().any(|verb| [Verb::RequestDelay, Verb::RefuseDelay].contains(verb)));
    let seen = boss.case(reference).await;
    assert!(seen.may.contains(&Verb::RefuseDelay) && !seen.may.contains(&Verb::RequestDelay));
    let told = {
        let _alone = ROOM.write().await;
        database().run(&[&format!(
            "SELECT template FROM outbox WHERE participation = '{}' AND staff = '{}'",
            reference.digits(),
            boss.id.as_str()
        )])
    };
    let told: Vec<_> = told.iter().map(|row| row["template"].as_str().unwrap()).collect();
    assert_eq!(told, ["delay_requested"]);
    let due: CasePage = boss.get("/console/api/cases?queue=actions_due").await;
    assert!(due.rows.iter().any(|row| row.reference == reference), "it waits for a decision");

    let refused = boss.does(reference, Action::RefuseDelay, "Ask the other archive.").await;
    assert_eq!((refused.priority, refused.delay_requested_by), (Priority::Ordinary, None));
    assert_eq!(status().await.resolution_due, given.resolution_due);
    asks().await;
    let complex = Action::Prioritise { priority: Priority::Complex };
    let granted = boss.does(reference, complex, "Yes.").await;
    assert_eq!((granted.priority, granted.delay_requested_by), (Priority::Complex, None));
    assert!(status().await.resolution_due > given.resolution_due);
    let to_customer =
        templates(reference).await.into_iter().filter(|name| name != "delay_requested");
    assert_eq!(to_customer.collect::<Vec<_>>(), ["received", "delayed"], "told once, of the grant");
    let public = status().await.timeline;
    assert_eq!(public, known, "what staff ask one another leaves no trace");
}

#[tokio::test]
async fn nothing_is_said_to_a_customer_that_a_template_left_open() {
    let me = clerk("awqaf").await;
    let reference = sent("awqaf", "Hello.").await;
    let view = me.case(reference).await;
    let open = me.try_to(reference, &saying(&view.head, Action::Reply, "Come to {{place}}.")).await;
    let problem: Problem = read(open, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem.errors[0].pointer, "/words");
    let someone = Action::Assign { to: domain::staff::StaffId::draw([9; 16]) };
    let boss = clerk_with(Role::Supervisor(slug("awqaf"))).await;
    let nobody = boss.try_to(reference, &saying(&view.head, someone, "")).await;
    assert_eq!(nobody.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        boss.does(reference, Action::Assign { to: me.id.clone() }, "").await.owner,
        Some(me.id)
    );
}
