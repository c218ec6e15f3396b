//! Text messages: hours, budgets, and gateways that say nothing.

use serde_json::json;
use tests::{
    delivery::{gateway::Gateway, mail_server::MailServer},
    workerd::{INSTRUMENTED, Workerd},
};

use super::{OVERDUE, contact, submit, tomorrow_at, until_settled, until_state, variables};

const PHONE: &str = "+971501234567";

#[tokio::test]
async fn a_gateway_that_accepted_before_the_kill_is_asked_and_gets_the_text_once() {
    let gateway = Gateway::listen().await;
    gateway.mute(1);
    let settings = gateway.twilio();
    let mut edge = Workerd::start(&variables(&settings, &[INSTRUMENTED])).await;
    tomorrow_at(&edge, 10).await;
    let number = submit(&edge, contact(None, Some(PHONE))).await.reference;
    let accepted = gateway.until_accepted(1).await.remove(0);
    assert_eq!(accepted.fields["To"], PHONE);
    assert!(accepted.fields["Body"].contains(&number.to_string()), "{:?}", accepted.fields);
    edge.kill();
    edge.resume().await;
    tomorrow_at(&edge, 10).await;
    edge.database().run(&[OVERDUE]);
    edge.strike().await;
    until_settled(&edge).await;
    until_state(&edge, "twilio", "sent").await;
    assert_eq!(gateway.accepted().len(), 1);
    let row = edge.database().run(&["SELECT their_id FROM deliveries"]).remove(0);
    assert_eq!(row["their_id"], accepted.id.as_str());
}

#[tokio::test]
async fn a_text_whose_answer_never_came_is_asked_for_and_goes_out_once() {
    let gateway = Gateway::listen().await;
    gateway.mute(1);
    let settings = gateway.twilio();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED, "DELIVERY_PAUSE:0"])).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(None, Some(PHONE))).await;
    let accepted = gateway.until_accepted(1).await.remove(0);
    // The gateway has taken it, and the edge waits for its answer in vain.
    until_state(&edge, "twilio", "sent").await;
    until_settled(&edge).await;
    assert_eq!(gateway.accepted().len(), 1);
    let row = edge.database().run(&["SELECT their_id FROM deliveries"]).remove(0);
    assert_eq!(row["their_id"], accepted.id.as_str());
}

#[tokio::test]
async fn what_was_taken_is_not_sent_again_though_its_outcome_was_lost() {
    let gateway = Gateway::listen().await;
    let settings = gateway.unifonic();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED])).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(None, Some(PHONE))).await;
    until_settled(&edge).await;
    // Killed between the two statements, if they weren't one batch.
    edge.database().run(&["UPDATE outbox SET outcome = NULL, settled_at = NULL, due_at = ''"]);
    edge.strike().await;
    until_settled(&edge).await;
    assert_eq!(gateway.accepted().len(), 1);
    let fields = gateway.accepted().remove(0).fields;
    assert_eq!(fields["Recipient"], "971501234567");
    assert_eq!(fields["CorrelationID"].len(), 32);
}

#[tokio::test]
async fn a_text_of_the_night_is_sent_in_the_morning() {
    let gateway = Gateway::listen().await;
    let settings = gateway.twilio();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED])).await;
    let evening = tomorrow_at(&edge, 22).await;
    submit(&edge, contact(None, Some(PHONE))).await;
    let waits = "SELECT COUNT(*) AS n FROM outbox WHERE outcome IS NULL AND taken_until IS NULL
                 AND due_at > created_at AND due_at LIKE '%T03:00:00Z'";
    for _ in 0..100 {
        if edge.database().count(waits) == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(
        edge.database().count(waits),
        1,
        "{:?}",
        edge.database().run(&["SELECT * FROM outbox"])
    );
    edge.strike().await;
    assert!(gateway.accepted().is_empty());
    let now = tests::staff::now().as_second();
    // 07:10 on the next morning.
    edge.instruments((evening + 9 * 3_600 + 600 - now) * 1_000).await;
    edge.strike().await;
    gateway.until_accepted(1).await;
    until_settled(&edge).await;
}

#[tokio::test]
async fn a_spent_budget_waits_for_tomorrow() {
    let gateway = Gateway::listen().await;
    let settings = gateway.unifonic();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED, "BUDGET_SMS:3"])).await;
    tomorrow_at(&edge, 10).await;
    // A receipt in Arabic takes several parts, so the second one is beyond the budget.
    submit(&edge, contact(None, Some(PHONE))).await;
    gateway.until_accepted(1).await;
    until_settled(&edge).await;
    submit(&edge, contact(None, Some(PHONE))).await;
    let waits = "SELECT COUNT(*) AS n FROM outbox WHERE outcome IS NULL
                 AND due_at LIKE '%T00:00:00Z'";
    for _ in 0..100 {
        if edge.database().count(waits) == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(edge.database().count(waits), 1);
    assert_eq!(gateway.accepted().len(), 1);
}

#[tokio::test]
async fn each_error_of_a_gateway_has_its_reaction() {
    let gateway = Gateway::listen().await;
    let settings = gateway.twilio();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED, "DELIVERY_PAUSE:0"])).await;
    tomorrow_at(&edge, 10).await;
    // Wrong credentials are mended by an operator, so the text is sent again.
    gateway.fail(401, json!({ "code": 20003, "status": 401 }));
    submit(&edge, contact(None, Some("+971501234561"))).await;
    gateway.until_accepted(1).await;
    // The owner doesn't want any.
    gateway.fail(400, json!({ "code": 21610, "status": 400 }));
    submit(&edge, contact(None, Some("+971501234562"))).await;
    until_state(&edge, "twilio", "failed").await;
    until_settled(&edge).await;
    let row = edge.database().run(&["SELECT cause FROM suppressions"]).remove(0);
    assert_eq!(row["cause"], "unsubscribed");
    assert_eq!(gateway.accepted().len(), 1);
}

#[tokio::test]
async fn a_message_beyond_the_budget_of_a_whole_day_goes_another_way() {
    let (gateway, server) = (Gateway::listen().await, MailServer::start().await);
    let settings = [gateway.twilio(), server.variables("smtp://127.0.0.1")].concat();
    let more = ["DELIVERY_ORDER:twilio,smtp", "BUDGET_SMS:1", INSTRUMENTED];
    let edge = Workerd::start(&variables(&settings, &more)).await;
    tomorrow_at(&edge, 10).await;
    // A receipt in Arabic takes more parts than one.
    submit(&edge, contact(Some("salma@example.org"), Some(PHONE))).await;
    server.until_taken(1).await;
    until_settled(&edge).await;
    assert!(gateway.accepted().is_empty());
    let row = edge.database().run(&["SELECT * FROM deliveries WHERE way = 'twilio'"]).remove(0);
    assert_eq!(row["state"], "failed");
}

#[tokio::test]
async fn an_answer_of_another_shape_is_read_and_the_text_goes_out_once() {
    let gateway = Gateway::listen().await;
    let settings = gateway.unifonic();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED, "DELIVERY_PAUSE:0"])).await;
    tomorrow_at(&edge, 10).await;
    // Codes are texts or numbers, and data that there aren't are empty texts, lists or null.
    for (phone, data) in [("+971501234561", json!("")), ("+971501234562", json!([]))] {
        gateway.fail(200, json!({ "success": false, "errorCode": 482, "data": data }));
        submit(&edge, contact(None, Some(phone))).await;
        until_settled(&edge).await;
    }
    assert!(gateway.accepted().is_empty());
    gateway.answer_in_numbers();
    submit(&edge, contact(None, Some(PHONE))).await;
    until_state(&edge, "unifonic", "sent").await;
    until_settled(&edge).await;
    assert_eq!(gateway.accepted().len(), 1);
}
