//! E-mail that comes in: a corpus of mails, replies to notices, an autoresponder, and an edge that
//! is killed meanwhile.

mod corpus;
mod kills;
mod waiting;

use std::collections::BTreeSet;

use domain::{
    case::{action::Action, life_cycle::Verb},
    channel::mail::{address::reply_to, plan::ACKNOWLEDGED_A_DAY},
    crypto::signature::Secret,
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
    wire::{Contact, Submission},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::{Clerk, saying},
    fixtures::complaint,
    mail::{DOMAIN, Delivered, Mail, VARIABLES},
    receiver::Receiver,
    workerd::Workerd,
};

use corpus::{Case, Expected, Taken};

const RTA: &str = "rta@voice.example";

/// Query of all participations with what a mail makes of them.
const PARTICIPATIONS: &str = "SELECT reference, entity, channel, language, kind, coalesce(text, '') AS text,
    (SELECT count(*) FROM outbox WHERE participation = reference) AS notices,
    (SELECT json_group_array(name || '|' || media_type) FROM attachments WHERE participation = reference) AS files
    FROM participations ORDER BY received_at";

fn participations(edge: &Workerd) -> Vec<Value> {
    edge.database().run(&[PARTICIPATIONS])
}

fn references(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().filter_map(|row| row["reference"].as_str().map(str::to_owned)).collect()
}

/// Checks a participation against what is expected of a mail.
fn check(name: &str, row: &Value, expected: &Taken) {
    assert_eq!(row["channel"], "email", "{name}");
    assert_eq!(row["kind"], "observation", "{name}");
    assert_eq!(row["entity"], expected.entity, "{name}");
    assert_eq!(row["language"], expected.language, "{name}: {row}");
    let text = row["text"].as_str().unwrap();
    for says in &expected.says {
        assert!(text.contains(says), "{name}: {text}");
    }
    let files: Vec<String> = serde_json::from_str(row["files"].as_str().unwrap()).unwrap();
    let files: BTreeSet<_> = files.iter().map(String::as_str).collect();
    let listed: Vec<_> =
        expected.files.iter().map(|(name, kind)| format!("{name}|{kind}")).collect();
    assert_eq!(files, listed.iter().map(String::as_str).collect::<BTreeSet<_>>(), "{name}");
    assert_eq!(row["notices"] == 1, expected.is_answered, "{name}: {row}");
}

#[tokio::test]
async fn each_mail_of_the_corpus_becomes_what_it_should() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    let cases = corpus::all();
    assert!(cases.len() >= 60, "{}", cases.len());
    let mut seen = references(&participations(&edge));
    for (place, Case { name, mut mail, expected }) in cases.into_iter().enumerate() {
        // Each author is acknowledged a few times a day alone.
        let author = format!("salma{place}@example.org");
        mail.raw = replaced(&mail.raw, b"salma@example.org", author.as_bytes());
        mail.from = mail.from.replace("salma@example.org", &author);
        let delivered = mail.deliver(&visitor).await;
        let rows = participations(&edge);
        let new: Vec<_> =
            rows.iter().filter(|row| !seen.contains(row["reference"].as_str().unwrap())).collect();
        match (&expected, delivered) {
            (Expected::Taken(taken), Delivered::Accepted) => {
                assert_eq!(new.len(), 1, "{name}: {}", edge.log());
                check(name, new[0], taken);
                assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted, "{name}, again");
                assert_eq!(participations(&edge).len(), rows.len(), "{name}, again");
            }
            (Expected::Ignored, Delivered::Accepted) => assert!(new.is_empty(), "{name}"),
            (Expected::Rejected(why), Delivered::Rejected(text)) => {
                assert!(new.is_empty() && text.contains(why), "{name}: {text}");
            }
            (_, delivered) => panic!("{name}: {delivered:?}"),
        }
        seen = references(&rows);
    }
    assert_eq!(waiting(&edge), 0);
}

/// Returns the number of mails that wait to be taken in.
fn waiting(edge: &Workerd) -> usize {
    edge.media_keys("mail/").len()
}

fn replaced(raw: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(place) = rest.windows(from.len()).position(|window| window == from) {
        all.extend_from_slice(&rest[..place]);
        all.extend_from_slice(to);
        rest = &rest[place + from.len()..];
    }
    all.extend_from_slice(rest);
    all
}

/// Returns the address that a notice to this author names.
fn reply_address(edge: &Workerd, reference: Reference, email: &str) -> String {
    reply_to(&Secret::new(edge.secret("LINK_SECRET")), reference, email, DOMAIN)
}

async fn sent(edge: &Workerd, email: &str) -> Reference {
    let contact = Contact { email: Some(email.to_owned()), ..Contact::default() };
    let complaint = Submission { contact: Some(contact), ..complaint() };
    edge.visitor().submit(&complaint).await.reference
}

/// Returns the texts that the author of a participation has written since.
fn messages(edge: &Workerd, reference: Reference) -> Vec<String> {
    let sql = format!(
        "SELECT coalesce(text, '') AS text FROM messages WHERE participation = '{}' ORDER BY sequence",
        reference.digits()
    );
    let rows = edge.database().run(&[&sql]);
    rows.iter().filter_map(|row| row["text"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_reply_goes_into_its_thread_by_the_secret_address_alone() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    let reference = sent(&edge, "salma@example.org").await;
    let before = participations(&edge).len();
    let address = reply_address(&edge, reference, "salma@example.org");
    let text = "It was gate 5.\r\n\r\nOn Tuesday, Sawtak wrote:\r\n> Your participation";
    let reply = Mail::plain(&address, "reply", "Re: Your participation", text);
    for _ in 0..2 {
        assert_eq!(reply.deliver(&visitor).await, Delivered::Accepted);
    }
    // The store keeps what was quoted: it's taken off for display alone.
    let [message] = &messages(&edge, reference)[..] else { panic!("one message") };
    assert!(message.starts_with("It was gate 5.") && message.contains("> Your"), "{message}");

    // The author's own address is no proof, nor is the secret of another one.
    let elsewhere = reply_address(&edge, reference, "other@example.org");
    let forged = Mail::plain(&elsewhere, "forged", "Re: x", "Close it.");
    assert!(
        matches!(forged.deliver(&visitor).await, Delivered::Rejected(why) if why.contains("hold"))
    );
    let away = "Subject: Away\r\nAuto-Submitted: auto-replied\r\n";
    let away = Mail::new(&address, "away", away, b"I am away.");
    assert_eq!(away.deliver(&visitor).await, Delivered::Accepted);
    assert_eq!(messages(&edge, reference).len(), 1);
    assert_eq!(participations(&edge).len(), before);
    assert_eq!(edge.database().run(&[&notices_of(reference)]).len(), 1, "no answer to a reply");
}

fn notices_of(reference: Reference) -> String {
    format!("SELECT id FROM outbox WHERE participation = '{}'", reference.digits())
}

#[tokio::test]
async fn two_mails_under_one_message_id_are_two() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    for text in ["The first.", "The second.", "The first."] {
        let mail = Mail::plain(RTA, "same", "Gate 4", text);
        assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted);
    }
    let other = Mail::plain("iacad@voice.example", "same", "Gate 4", "The first.");
    assert_eq!(other.deliver(&visitor).await, Delivered::Accepted);
    assert_eq!(participations(&edge).len(), 3);
}

#[tokio::test]
async fn an_autoresponder_that_hides_is_answered_a_few_times_a_day() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    for number in 0..300 {
        // It answers to the address that notices come from, to the entity, and to the thread.
        let rows = participations(&edge);
        let last = rows.last().and_then(|row| row["reference"].as_str());
        let thread = last.map(|digits| {
            let reference = Reference::parse(digits).unwrap();
            reply_address(&edge, reference, "robot@example.org")
        });
        let to = match (number % 3, thread) {
            (0, _) | (_, None) => RTA.to_owned(),
            (1, _) => "notices@voice.example".to_owned(),
            (_, Some(thread)) => thread,
        };
        let headers = format!("Subject: Away {number}\r\nContent-Type: text/plain\r\n");
        Mail::by("robot@example.org", &to, &format!("away-{number}"), &headers, b"I am away.")
            .deliver(&visitor)
            .await;
    }
    let notices = edge.database().run(&["SELECT id FROM outbox"]);
    assert_eq!(notices.len(), usize::try_from(ACKNOWLEDGED_A_DAY).unwrap());
}

#[tokio::test]
async fn without_a_domain_no_mail_is_received() {
    let edge = Workerd::start(&[]).await;
    let mail = Mail::plain(RTA, "off", "Gate 4", "It is broken.");
    assert!(matches!(mail.deliver(&edge.visitor()).await, Delivered::Rejected(_)));
    assert!(participations(&edge).is_empty());
}

/// Returns the tracking key in the link of the only notice.
fn key_of(receiver: &Receiver) -> String {
    let notice = receiver.sent().into_values().next().unwrap();
    let (_, rest) = notice.data.status_url.split_once("/open/").unwrap();
    rest.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_author_of_a_mail_chooses_kind_and_entity_once_and_its_clock_starts() {
    let receiver = Receiver::listen().await;
    let edge = Workerd::start(&[VARIABLES[0], VARIABLES[1], &receiver.variable()]).await;
    let visitor = edge.visitor();
    let mail = Mail::plain("help@voice.example", "choose", "Gate 4", "It is broken.");
    assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted);
    receiver.until_sent(1).await;
    let rows = participations(&edge);
    let reference = rows[0]["reference"].as_str().unwrap();
    assert_eq!(rows[0]["entity"], "sawtak");
    let path = format!("/api/v1/participations/{reference}");
    let key = key_of(&receiver);
    let read = async || -> Value {
        let request = visitor.request(Method::GET, &path).bearer_auth(&key);
        request.send().await.unwrap().json().await.unwrap()
    };
    let before = read().await;
    assert_eq!(before["unclassified"], true, "{before}");
    let page = visitor.request(Method::GET, &format!("/p/{reference}?lang=en")).bearer_auth(&key);
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("data-call=\"classification\"") && page.contains("value=\"rta\""));
    let choose = async |entity: &str| {
        let body = json!({ "kind": "complaint", "entity": entity });
        let path = format!("{path}/classification");
        let request = visitor.request(Method::POST, &path).bearer_auth(&key).json(&body);
        request.send().await.unwrap()
    };
    assert_eq!(choose("nobody-here").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(choose("rta").await.status(), StatusCode::OK);
    let after = read().await;
    assert_eq!((&after["kind"], &after["entity"]), (&json!("complaint"), &json!("rta")));
    assert!(after["unclassified"].is_null(), "{after}");
    assert!(after["resolution_due"] != before["resolution_due"], "{after}");
    assert_eq!(choose("dm").await.status(), StatusCode::CONFLICT);
    let (is_sound, output) = edge.verify_history();
    assert!(is_sound, "{output}");
    let kind = edge.database().run(&["SELECT kind, turn FROM participations"]);
    assert_eq!((&kind[0]["kind"], &kind[0]["turn"]), (&json!("complaint"), &json!("rta")));
}

#[tokio::test]
async fn staff_choose_for_an_author_who_did_not() {
    let edge = Workerd::start(&VARIABLES).await;
    let visitor = edge.visitor();
    let mail = Mail::plain("help@voice.example", "unchosen", "Gate 4", "It is broken.");
    assert_eq!(mail.deliver(&visitor).await, Delivered::Accepted);
    let reference = participations(&edge)[0]["reference"].as_str().unwrap().to_owned();
    let reference = Reference::parse(&reference).unwrap();
    let clerk = |entity: &str| Clerk::of(entity, &visitor, &edge.database());
    let (team, rta) = (clerk("sawtak"), clerk("rta"));
    team.does(reference, Action::Take, "").await;
    let before = team.case(reference).await;
    assert!(before.may.contains(&Verb::Classify), "{:?}", before.may);
    let classify = |to: &str| {
        let to = Slug::parse(to).unwrap();
        Action::Classify { kind: Kind::Complaint, to }
    };
    let unknown = team.try_to(reference, &saying(&before.head, classify("nobody-here"), "")).await;
    assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
    team.does(reference, classify("rta"), "").await;
    let after = rta.case(reference).await;
    assert_eq!((after.kind, after.entity.as_str()), (Kind::Complaint, "rta"));
    assert!(!after.may.contains(&Verb::Classify) && after.owner.is_none());
    assert!(after.clocks != before.clocks, "its clock starts");
    let again = rta.try_to(reference, &saying(&after.head, classify("dm"), "")).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    let (is_sound, output) = edge.verify_history();
    assert!(is_sound, "{output}");
    let (agrees, output) = edge.operate(&["verify-figures"]);
    assert!(agrees, "{output}");
}
