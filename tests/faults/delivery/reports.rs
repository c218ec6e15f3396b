//! Reports of gateways and providers, the page that ends optional notices, and what the console and
//! the health check show of all that.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    case::action::Action,
    crypto::signature::{Secret, sign_twilio, sign_webhook},
    delivery::{Cause, state::State},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::Clerk,
    client::Visitor,
    delivery::{
        gateway::{Gateway, SID, TOKEN},
        mail_server::MailServer,
    },
    mail::{Delivered, Mail, multipart, part},
    staff,
    workerd::{INSTRUMENTED, Workerd},
};

use super::{contact, submit, tomorrow_at, until_settled, until_state, variables};

const PHONE: &str = "+971501234567";

/// Posts a report as Twilio does, with this signature or the right one.
async fn report(
    visitor: &Visitor,
    callback: &str,
    fields: &[(&str, &str)],
    signature: Option<&str>,
) -> StatusCode {
    let mut all = vec![("AccountSid".to_owned(), SID.to_owned())];
    all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let right = sign_twilio(TOKEN, callback, &all);
    let signature = signature.unwrap_or(&right);
    let path = &callback[callback.find("/in/").unwrap()..];
    let request = visitor.request(Method::POST, path).header("x-twilio-signature", signature);
    request.form(&all).send().await.unwrap().status()
}

#[tokio::test]
async fn a_report_counts_if_it_is_signed_and_once() {
    let gateway = Gateway::listen().await;
    let settings = gateway.twilio();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED])).await;
    tomorrow_at(&edge, 10).await;
    let visitor = edge.visitor();
    submit(&edge, contact(None, Some(PHONE))).await;
    let accepted = gateway.until_accepted(1).await.remove(0);
    until_settled(&edge).await;
    let callback = accepted.fields["StatusCallback"].clone();
    let delivered = [("MessageSid", accepted.id.as_str()), ("MessageStatus", "delivered")];
    let post = async |fields: &[(&str, &str)], signature| {
        report(&visitor, &callback, fields, signature).await
    };
    for wrong in ["", "bm8=", "k7OghtkjNMd83DcY8bpTohjn4jw="] {
        assert_eq!(post(&delivered, Some(wrong)).await, StatusCode::FORBIDDEN, "{wrong}");
    }
    until_state(&edge, "twilio", "sent").await;
    assert_eq!(post(&delivered, None).await, StatusCode::NO_CONTENT);
    until_state(&edge, "twilio", "delivered").await;
    // Reports that come late, again, or of the future change nothing.
    for status in ["sent", "delivered", "undelivered", "levitated"] {
        assert_eq!(post(&[("MessageStatus", status)], None).await, StatusCode::NO_CONTENT);
    }
    until_state(&edge, "twilio", "delivered").await;
    let health: Value = visitor.get("/healthz").await.json().await.unwrap();
    assert_eq!(health["ways"], json!(["twilio"]));
    assert_eq!(health["figures"]["deliveries"]["twilio"]["delivered"], 1, "{health}");
}

#[tokio::test]
async fn a_number_that_is_gone_is_suppressed_by_its_report_and_the_mail_goes_out() {
    let (gateway, server) = (Gateway::listen().await, MailServer::start().await);
    let settings = [gateway.twilio(), server.variables("smtp://127.0.0.1")].concat();
    let order = ["DELIVERY_ORDER:twilio,smtp", INSTRUMENTED];
    let edge = Workerd::start(&variables(&settings, &order)).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(Some("salma@example.org"), Some(PHONE))).await;
    let accepted = gateway.until_accepted(1).await.remove(0);
    until_settled(&edge).await;
    assert!(server.taken().is_empty());
    let fields = [("MessageStatus", "undelivered"), ("ErrorCode", "30005")];
    let callback = &accepted.fields["StatusCallback"];
    assert_eq!(report(&edge.visitor(), callback, &fields, None).await, StatusCode::NO_CONTENT);
    server.until_taken(1).await;
    until_settled(&edge).await;
    let row = edge.database().run(&["SELECT * FROM deliveries WHERE way = 'twilio'"]).remove(0);
    assert_eq!((&row["state"], &row["detail"]), (&"failed".into(), &"code 30005".into()));
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM suppressions"), 1);
}

#[tokio::test]
async fn a_report_that_comes_before_the_answer_lets_the_mail_go_out() {
    let (gateway, server) = (Gateway::listen().await, MailServer::start().await);
    gateway.delay(Duration::from_secs(8));
    let settings = [gateway.twilio(), server.variables("smtp://127.0.0.1")].concat();
    let order = ["DELIVERY_ORDER:twilio,smtp", INSTRUMENTED];
    let edge = Workerd::start(&variables(&settings, &order)).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(Some("salma@example.org"), Some(PHONE))).await;
    let callback = gateway.until_accepted(1).await.remove(0).fields["StatusCallback"].clone();
    let fields = [("MessageStatus", "failed"), ("ErrorCode", "30008")];
    assert_eq!(report(&edge.visitor(), &callback, &fields, None).await, StatusCode::NO_CONTENT);
    until_state(&edge, "twilio", "failed").await;
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM outbox WHERE outcome IS NULL"), 1);
    server.until_taken(1).await;
    until_settled(&edge).await;
    until_state(&edge, "smtp", "sent").await;
    assert_eq!((gateway.accepted().len(), server.taken().len()), (1, 1));
}

#[tokio::test]
async fn a_providers_events_are_signed_and_a_bounce_is_told() {
    let gateway = Gateway::listen().await;
    let settings = gateway.resend();
    let mut edge = Workerd::start(&variables(&settings, &[])).await;
    edge.kill();
    let clerk = Clerk::of("rta", &edge.visitor(), &edge.database());
    edge.resume().await;
    let reference = submit(&edge, contact(Some("salma@example.org"), None)).await.reference;
    let id = gateway.until_accepted(1).await.remove(0).id;
    until_settled(&edge).await;
    let event = json!({ "type": "email.bounced", "data": { "email_id": id,
                        "bounce": { "type": "Permanent", "subType": "General" } } })
    .to_string();
    let post = async |secret: &Secret| {
        let now = staff::now().as_second();
        let signature = sign_webhook(secret, "msg_1", now, &event);
        let request = edge.visitor().request(Method::POST, "/in/mail/resend");
        let request = request.header("svix-id", "msg_1").header("svix-timestamp", now);
        let request = request.header("svix-signature", signature).body(event.clone());
        request.send().await.unwrap().status()
    };
    assert_eq!(post(&Secret::new(vec![8; 24])).await, StatusCode::FORBIDDEN);
    let right = Secret::new(STANDARD.decode(STANDARD.encode([9; 24])).unwrap());
    assert_eq!(post(&right).await, StatusCode::NO_CONTENT);
    assert_eq!(post(&right).await, StatusCode::NO_CONTENT);
    until_settled(&edge).await;
    clerk.does(reference, Action::Take, "").await;
    let told = clerk.case(reference).await.deliveries.remove(0);
    assert_eq!(told.kind, "received");
    assert_eq!((told.state, told.cause), (State::Bounced, Some(Cause::NoSuchAddress)));
    assert_eq!(gateway.accepted().len(), 1);
}

#[tokio::test]
async fn unifonics_reports_need_the_key_of_their_address() {
    let gateway = Gateway::listen().await;
    let settings = gateway.unifonic();
    let edge = Workerd::start(&variables(&settings, &[INSTRUMENTED])).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(None, Some(PHONE))).await;
    gateway.until_accepted(1).await;
    until_settled(&edge).await;
    let post = async |key: &str| {
        let path = format!("/in/sms/unifonic?key={key}");
        let request = edge.visitor().request(Method::POST, &path);
        let fields = [("MessageID", "1"), ("DLR", "Delivered"), ("Recipient", "971501234567")];
        request.form(&fields).send().await.unwrap().status()
    };
    assert_eq!(post("wrong").await, StatusCode::FORBIDDEN);
    assert_eq!(post("report-key").await, StatusCode::NO_CONTENT);
    until_state(&edge, "unifonic", "delivered").await;
}

#[tokio::test]
async fn optional_notices_end_by_one_click_and_the_answer_still_comes() {
    let server = MailServer::start().await;
    let settings = server.variables("smtp://127.0.0.1");
    let mut edge = Workerd::start(&variables(&settings, &["HOLD_SECONDS:0"])).await;
    edge.kill();
    let clerk = Clerk::of("rta", &edge.visitor(), &edge.database());
    edge.resume().await;
    let visitor = edge.visitor();
    let reference = submit(&edge, contact(Some("salma@example.org"), None)).await.reference;
    clerk.does(reference, Action::Take, "").await;
    clerk.does(reference, Action::Reply, "We look into it.").await;
    let news = server.until_taken(2).await.remove(1);
    let header = &news.headers["list-unsubscribe"];
    assert_eq!(news.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    let link = header.trim_matches(['<', '>']).replace(['\r', '\n', ' '], "");
    let path = &link[link.find("/unsubscribe/").unwrap()..];
    assert!(news.text.contains(&link) && news.html.contains("/unsubscribe/"), "{}", news.text);
    // Filters of mail follow links: that ends nothing.
    let page = visitor.get(path).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.text().await.unwrap().contains("method=\"post\""));
    let rows = "SELECT COUNT(*) AS n FROM unsubscribed";
    assert_eq!(edge.database().count(rows), 0);
    let forged = visitor.request(Method::POST, &path.replacen("/a", "/a1", 1));
    assert_eq!(forged.send().await.unwrap().status(), StatusCode::NOT_FOUND);
    for _ in 0..2 {
        let click = visitor.request(Method::POST, path);
        let click = click.form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
        assert_eq!(click.status(), StatusCode::OK);
    }
    assert_eq!(edge.database().count(rows), 1);
    clerk.does(reference, Action::Reply, "Still on it.").await;
    until_state(&edge, "none", "withheld").await;
    clerk.does(reference, Action::Answer { outcome: None }, "It is mended.").await;
    let taken = server.until_taken(3).await;
    until_settled(&edge).await;
    assert_eq!(server.taken().len(), 3);
    assert!(!taken[2].headers.contains_key("list-unsubscribe"), "{:?}", taken[2].headers);
    let case = clerk.case(reference).await;
    let withheld: Vec<_> =
        case.deliveries.iter().filter(|told| told.state == State::Withheld).collect();
    assert_eq!(withheld[0].cause, Some(Cause::Unsubscribed));
    let beside = case.thread.iter().find(|message| message.text == "We look into it.").unwrap();
    assert!(case.deliveries.iter().any(|told| told.told_at == beside.at), "{:?}", case.deliveries);
}

/// A server took the notice and couldn't deliver it: its report comes as a mail to the notice's own
/// address.
#[tokio::test]
async fn a_mail_that_comes_back_is_recorded_and_the_phone_gets_the_notice() {
    let server = MailServer::start().await;
    let gateway = Gateway::listen().await;
    let settings = [server.variables("smtp://127.0.0.1"), gateway.unifonic()].concat();
    let more = ["MAIL_DOMAIN:voice.example", INSTRUMENTED];
    let edge = Workerd::start(&variables(&settings, &more)).await;
    tomorrow_at(&edge, 10).await;
    submit(&edge, contact(Some("gone@example.org"), Some("+971501234567"))).await;
    let sent = server.until_taken(1).await.remove(0);
    until_state(&edge, "smtp", "sent").await;
    let report = |action: &str, code: &str| {
        let status =
            format!("Reporting-MTA: dns; mx.example.org\r\n\r\nAction: {action}\r\nStatus: {code}");
        let parts = [
            part("Content-Type: text/plain", b"It came back."),
            part("Content-Type: message/delivery-status", status.as_bytes()),
        ];
        multipart("b", &parts)
    };
    let headers = "Subject: Undelivered\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";
    let by_daemon = |to: &str, id: &str, body: &[u8]| Mail {
        from: "<>".to_owned(),
        ..Mail::by("MAILER-DAEMON@example.org", to, id, headers, body)
    };
    let visitor = edge.visitor();
    let (notice, _) = sent.sender.rsplit_once('@').unwrap().0.rsplit_once('.').unwrap();
    let forged = format!("{notice}.{}@voice.example", "a".repeat(16));
    for (to, id, body) in [
        (&forged, "forged", report("failed", "5.1.1")),
        (&sent.sender, "late", report("delayed", "4.4.1")),
    ] {
        let mail = by_daemon(to, id, &body);
        assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted, "{id}");
    }
    until_state(&edge, "smtp", "deferred").await;
    assert_eq!(gateway.accepted().len(), 0);
    let back = by_daemon(&sent.sender, "back", &report("failed", "5.1.1"));
    assert_eq!(back.deliver(&visitor).await, Delivered::Accepted);
    until_state(&edge, "smtp", "bounced").await;
    gateway.until_accepted(1).await;
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM suppressions"), 1);
    // Doubled, it changes nothing.
    assert_eq!(back.deliver(&visitor).await, Delivered::Accepted);
    until_settled(&edge).await;
    assert_eq!(gateway.accepted().len(), 1);
    let participations = "SELECT COUNT(*) AS n FROM participations";
    assert_eq!(edge.database().count(participations), 1, "no report is a participation");
}
