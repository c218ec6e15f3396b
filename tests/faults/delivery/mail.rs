//! Mail by SMTP: what arrives, what is refused, and what a broken connection leaves.

use tests::{
    delivery::{
        gateway::{Accepted, Gateway},
        mail_server::{MailServer, Tls},
    },
    server::tls::Certificate,
    workerd::Workerd,
};

use super::{OVERDUE, contact, submit, until_settled, until_state, variables};

const PLAIN: &str = "smtp://127.0.0.1";

#[tokio::test]
async fn a_receipt_arrives_as_text_and_as_html_from_right_to_left() {
    let server = MailServer::start().await;
    let edge = Workerd::start(&variables(&server.variables(PLAIN), &[])).await;
    let number = submit(&edge, contact(Some("salma@example.org"), None)).await.reference;
    let mail = server.until_taken(1).await.remove(0);
    assert_eq!(mail.to, ["salma@example.org"]);
    for body in [&mail.text, &mail.html] {
        assert!(body.contains(&number.to_string()) && body.contains("/open/"), "{body}");
    }
    assert!(mail.html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", mail.html);
    assert!(mail.subject.chars().any(|letter| ('ا'..='ي').contains(&letter)), "{}", mail.subject);
    let header = |name: &str| mail.headers.get(name).cloned().unwrap_or_default();
    assert_eq!(
        (&*header("auto-submitted"), &*header("content-language")),
        ("auto-generated", "ar")
    );
    assert!(header("message-id").ends_with("@voice.example>"), "{:?}", mail.headers);
    assert!(!header("date").is_empty() && header("subject").contains("=?utf-8?B?"));
    assert_eq!(header("list-unsubscribe"), "", "a receipt isn't optional");
    assert!(mail.raw.is_ascii() && mail.raw.lines().all(|line| line.len() <= 78));
    until_state(&edge, "smtp", "sent").await;
    until_settled(&edge).await;
    let row = edge.database().run(&["SELECT * FROM deliveries"]).remove(0).to_string();
    assert!(!row.contains("salma"), "{row}");
}

#[tokio::test]
async fn a_server_is_reached_by_tls_and_by_starttls() {
    let certificate = Certificate::for_localhost();
    let (path, key) = (certificate.path(), certificate.key());
    for (address, from_first) in [("smtp+starttls://localhost", false), ("smtps://localhost", true)]
    {
        let tls = Tls { certificate: &path, key: &key, from_first };
        let server = MailServer::start_with(Some(tls)).await;
        let mut edge = Workerd::stopped(&variables(&server.variables(address), &[]));
        edge.trust(&certificate);
        edge.resume().await;
        submit(&edge, contact(Some("salma@example.org"), None)).await;
        assert!(server.until_taken(1).await[0].is_secure, "{address}");
        until_state(&edge, "smtp", "sent").await;
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_offers_no_starttls() {
    let server = MailServer::start().await;
    let settings = server.variables("smtp+starttls://localhost");
    let edge = Workerd::start(&variables(&settings, &["DELIVERY_PAUSE:3600"])).await;
    submit(&edge, contact(Some("salma@example.org"), None)).await;
    until_state(&edge, "smtp", "waiting").await;
    let row = edge.database().run(&["SELECT detail FROM deliveries"]).remove(0);
    assert_eq!(row["detail"], "the server offers no STARTTLS");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn what_is_refused_for_now_is_sent_later() {
    let server = MailServer::start().await;
    let settings = server.variables(PLAIN);
    let edge = Workerd::start(&variables(&settings, &["DELIVERY_PAUSE:0"])).await;
    submit(&edge, contact(Some("later-2@example.org"), None)).await;
    server.until_taken(1).await;
    until_settled(&edge).await;
    let row = edge.database().run(&["SELECT failures, failed_of FROM outbox"]).remove(0);
    assert_eq!((&row["failures"], &row["failed_of"]), (&2.into(), &"SMTP 451 4.7.1".into()));
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn an_address_that_does_not_exist_gets_nothing_more_and_the_phone_gets_the_notice() {
    let server = MailServer::start().await;
    let gateway = Gateway::listen().await;
    let settings = [server.variables(PLAIN), gateway.unifonic()].concat();
    let edge = Workerd::start(&variables(&settings, &[tests::workerd::INSTRUMENTED])).await;
    super::tomorrow_at(&edge, 10).await;
    let both = contact(Some("unknown@example.org"), Some("+971501234567"));
    submit(&edge, both).await;
    gateway.until_accepted(1).await;
    until_settled(&edge).await;
    let first = edge.database().run(&["SELECT * FROM deliveries WHERE way = 'smtp'"]).remove(0);
    assert_eq!(
        (&first["state"], &first["cause"], &first["detail"]),
        (&"failed".into(), &"no_such_address".into(), &"SMTP 550 5.1.1".into())
    );
    // The next notice doesn't try the address again, in whatever case it's typed.
    submit(&edge, contact(Some("Unknown@example.org"), None)).await;
    until_settled(&edge).await;
    until_state(&edge, "smtp", "withheld").await;
    let kept = edge.database().run(&["SELECT * FROM suppressions"]);
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].to_string().contains("nknown"), "{kept:?}");
}

#[tokio::test]
async fn a_full_mailbox_is_no_reason_to_suppress_it() {
    let server = MailServer::start().await;
    let edge = Workerd::start(&variables(&server.variables(PLAIN), &[])).await;
    submit(&edge, contact(Some("full@example.org"), None)).await;
    until_state(&edge, "smtp", "failed").await;
    until_settled(&edge).await;
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM suppressions"), 0);
    // A refusal of one mailbox is no dead letter, which an operator would have to see to.
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM outbox"), 0);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_reply_repeats_the_message_under_its_id() {
    let server = MailServer::start().await;
    let settings = server.variables(PLAIN);
    let edge = Workerd::start(&variables(&settings, &["DELIVERY_PAUSE:0"])).await;
    submit(&edge, contact(Some("cut-1@example.org"), None)).await;
    let taken = server.until_taken(2).await;
    until_settled(&edge).await;
    assert_eq!(taken[0].headers["message-id"], taken[1].headers["message-id"]);
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn a_provider_that_accepted_before_the_kill_gets_the_message_once() {
    let gateway = Gateway::listen().await;
    gateway.mute(1);
    let settings = gateway.resend();
    let mut edge = Workerd::start(&variables(&settings, &[])).await;
    submit(&edge, contact(Some("salma@example.org"), None)).await;
    gateway.until_accepted(1).await;
    edge.kill();
    edge.resume().await;
    edge.database().run(&[OVERDUE]);
    edge.strike().await;
    until_settled(&edge).await;
    until_state(&edge, "resend", "sent").await;
    // In the morning of a working day staff get their digests beside it.
    let accepted = gateway.accepted();
    let is_hers = |mail: &&Accepted| mail.json["to"][0] == "salma@example.org";
    let [mail] = accepted.iter().filter(is_hers).collect::<Vec<_>>()[..] else {
        panic!("{accepted:?}")
    };
    assert_eq!(gateway.requests() - accepted.len(), 1, "one request was repeated");
    assert_eq!(mail.json["headers"]["Auto-Submitted"], "auto-generated");
}

#[tokio::test]
async fn a_provider_that_asks_for_patience_gets_it() {
    let gateway = Gateway::listen().await;
    gateway.fail(429, serde_json::json!({ "name": "rate_limit_exceeded" }));
    let settings = gateway.resend();
    let edge = Workerd::start(&variables(&settings, &["DELIVERY_PAUSE:0"])).await;
    submit(&edge, contact(Some("salma@example.org"), None)).await;
    until_state(&edge, "resend", "waiting").await;
    let due = edge.database().run(&["SELECT due_at, failed_of FROM outbox"]).remove(0);
    assert_eq!(due["failed_of"], "status 429 rate_limit_exceeded");
    assert!(gateway.accepted().is_empty());
}
