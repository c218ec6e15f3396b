//! Fault: the edge is killed while a message of staff is held, or the message is taken back, even
//! twice at once. Nothing is lost, nothing is told twice, and what was taken back is never told.

use domain::{
    case::{action::Action, life_cycle::Audience, stage::Stage},
    reference::Reference,
    wire::{Acknowledgement, Contact, Submission},
};
use reqwest::StatusCode;
use tests::{
    clerk::{Clerk, saying},
    client::Visitor,
    fixtures::complaint,
    receiver::Receiver,
    workerd::{INSTRUMENTED, Workerd},
};

/// Variable with the longest hold, so that a slow restart doesn't outlast it.
const HOLD: &str = "HOLD_SECONDS:60";

/// Milliseconds after which no message is held any more.
const LATER: i64 = 120_000;

/// Statement that makes all pending notices overdue.
const OVERDUE: &str = "UPDATE outbox SET due_at = '2020-01-01T00:00:00Z' WHERE due_at IS NOT NULL";

async fn reachable(visitor: &Visitor) -> Acknowledgement {
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    visitor.submit(&Submission { contact: Some(contact), ..complaint() }).await
}

/// Returns a member of staff, created while the edge is down.
async fn clerk(edge: &mut Workerd) -> Clerk {
    edge.kill();
    let clerk = Clerk::of("rta", &edge.visitor(), &edge.database());
    edge.resume().await;
    clerk
}

/// Returns the texts that the author reads.
async fn texts(visitor: &Visitor, given: &Acknowledgement) -> Vec<String> {
    let messages = visitor.content(given).await.messages;
    messages.into_iter().map(|message| message.text).collect()
}

/// Returns the number of notices of a kind about a participation.
fn notices(edge: &Workerd, reference: Reference, template: &str) -> u64 {
    edge.database().count(&format!(
        "SELECT COUNT(*) AS n FROM outbox WHERE participation = '{}' AND template = '{template}'",
        reference.digits()
    ))
}

#[tokio::test]
async fn an_answer_that_is_held_while_the_edge_is_killed_is_told_once() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[INSTRUMENTED, HOLD, &receiver.variable()]).await;
    let visitor = edge.visitor();
    let given = reachable(&visitor).await;
    let before = visitor.status(given.reference).await;
    let me = clerk(&mut edge).await;
    let view =
        me.does(given.reference, Action::Answer { outcome: None }, "The machine is mended.").await;
    assert!(view.stage == Stage::Answered && view.undo_until.is_some());
    assert_eq!(visitor.status(given.reference).await, before, "nothing shows yet");
    assert_eq!(texts(&visitor, &given).await, Vec::<String>::new());
    edge.kill();
    // What was in the queue is lost.
    edge.database().run(&[OVERDUE]);
    edge.resume().await;
    assert_eq!(texts(&visitor, &given).await, Vec::<String>::new());
    edge.instruments(LATER).await;
    assert_eq!(visitor.status(given.reference).await.stage, Stage::Answered);
    assert_eq!(texts(&visitor, &given).await, ["The machine is mended."]);
    edge.strike().await;
    edge.strike().await;
    receiver.until_sent(2).await;
    let mut kinds: Vec<_> = receiver.sent().into_values().map(|notice| notice.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["participation.answered", "participation.received"]);
    let late = me.case(given.reference).await;
    let undo = me.try_to(given.reference, &saying(&late.head, Action::Undo, "")).await;
    assert_eq!(undo.status(), StatusCode::CONFLICT, "it can't be taken back any more");
}

#[tokio::test]
async fn what_is_taken_back_is_never_told_and_staff_see_that_it_was() {
    let receiver = Receiver::listen().await;
    let mut edge = Workerd::start(&[INSTRUMENTED, HOLD, &receiver.variable()]).await;
    let visitor = edge.visitor();
    let given = reachable(&visitor).await;
    let before = visitor.status(given.reference).await;
    let me = clerk(&mut edge).await;
    let sent = me.does(given.reference, Action::Answer { outcome: None }, "It is too late.").await;
    assert_eq!(notices(&edge, given.reference, "answered"), 1);
    let undo = saying(&sent.head, Action::Undo, "");
    let (one, other) =
        tokio::join!(me.try_to(given.reference, &undo), me.try_to(given.reference, &undo));
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
    assert_eq!(notices(&edge, given.reference, "answered"), 0);
    let view = me.case(given.reference).await;
    assert_eq!(view.stage, Stage::Received);
    let [message] = &view.thread[..] else { panic!("{:?}", view.thread) };
    assert!(message.taken_back && message.text == "It is too late.");
    assert_eq!(message.audience, Audience::Staff);
    edge.kill();
    edge.resume().await;
    edge.instruments(LATER).await;
    assert_eq!(visitor.status(given.reference).await, before);
    assert_eq!(texts(&visitor, &given).await, Vec::<String>::new());
    edge.instruments(0).await;
    me.does(given.reference, Action::Reply, "We look at it.").await;
    assert_eq!(texts(&visitor, &given).await, Vec::<String>::new());
    edge.instruments(LATER).await;
    assert_eq!(texts(&visitor, &given).await, ["We look at it."]);
    edge.kill();
    let (holds, output) = edge.verify_history();
    assert!(holds, "{output}");
}

#[tokio::test]
async fn an_answer_that_is_taken_back_is_taken_back_from_the_cases_that_waited_for_it() {
    let mut edge = Workerd::start(&[INSTRUMENTED, HOLD]).await;
    let visitor = edge.visitor();
    let (main, other) = (reachable(&visitor).await, reachable(&visitor).await);
    let me = clerk(&mut edge).await;
    me.does(other.reference, Action::Merge { into: main.reference }, "").await;
    me.does(main.reference, Action::Answer { outcome: None }, "It is too late.").await;
    assert_eq!(me.case(other.reference).await.stage, Stage::Answered);
    let told = visitor.status(other.reference).await;
    assert_eq!((told.stage, told.merged), (Stage::Declined, true), "nothing shows yet");
    me.does(main.reference, Action::Undo, "").await;
    let waiting = me.case(other.reference).await;
    assert_eq!((waiting.stage, waiting.merged_into), (Stage::Declined, Some(main.reference)));
    for given in [&main, &other] {
        assert_eq!(notices(&edge, given.reference, "answered"), 0);
    }
    me.does(main.reference, Action::Answer { outcome: None }, "The machine is mended.").await;
    edge.instruments(LATER).await;
    for given in [&main, &other] {
        assert_eq!(texts(&visitor, given).await, ["The machine is mended."]);
        assert_eq!(visitor.status(given.reference).await.stage, Stage::Answered);
    }
}
