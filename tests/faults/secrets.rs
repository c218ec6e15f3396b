//! Copies of the database, and rotation of secrets.

use std::process::Command;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::wire::{Acknowledgement, Contact, Submission};
use reqwest::StatusCode;
use tests::{
    fixtures::{self, complaint},
    uploads::Upload,
    workerd::Workerd,
};

#[tokio::test]
async fn a_copy_of_the_database_names_nobody() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact {
        name: Some("Salma Q".into()),
        email: Some("salma.q@example.org".into()),
        phone: Some("+971501234567".into()),
    };
    let submission = Submission {
        contact: Some(contact.clone()),
        suggestion: Some("Mend it.".into()),
        ..complaint()
    };
    let key = fixtures::key();
    let acknowledgement: Acknowledgement =
        visitor.submission(&key, &submission).send().await.unwrap().json().await.unwrap();
    Upload::create(&visitor, 100, "a.png", "image/png").await;
    let database = edge.database();
    let tables = database.run(&[
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    ]);
    let mut filled = Vec::new();
    for table in tables.iter().map(|table| table["name"].as_str().unwrap()) {
        let all =
            serde_json::to_string(&database.run(&[&format!("SELECT * FROM \"{table}\"")])).unwrap();
        for private in [
            "Salma",
            "salma.q",
            "501234567",
            &acknowledgement.tracking_key,
            key.as_str(),
            "127.0.0.1",
        ] {
            assert!(!all.contains(private), "{private} in {table}");
        }
        filled.extend((all != "[]").then_some(table));
    }
    for table in
        ["participations", "events", "outbox", "uploads", "idempotency_keys", "limits", "origins"]
    {
        assert!(filled.contains(&table), "{table} is empty");
    }
    let rows = database.run(&["SELECT * FROM participations"]);
    assert_ne!(rows[0]["contact"], rows[1]["contact"]);
    assert_eq!(visitor.content(&acknowledgement).await.contact, Some(contact));
    // A contact is bound to its participation and can't be opened in another one.
    let other = visitor.submit(&submission).await;
    let moved = format!(
        "UPDATE participations SET contact = (SELECT contact FROM participations WHERE reference = '{}') WHERE reference = '{}'",
        acknowledgement.reference.digits(),
        other.reference.digits()
    );
    edge.database().run(&[&moved]);
    assert_eq!(
        visitor.open(other.reference, &other.tracking_key).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert!(!edge.log().contains("Salma"), "the log names someone");
}

#[tokio::test]
async fn contacts_are_sealed_anew_when_the_key_changes_and_what_was_open_is_sealed() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact { phone: Some("+971501234567".into()), ..Contact::default() };
    let submission = Submission { contact: Some(contact.clone()), ..complaint() };
    let (sealed, open) = (visitor.submit(&submission).await, visitor.submit(&submission).await);
    edge.kill();
    let database = edge.database();
    let as_before_sealing = format!(
        "UPDATE participations SET contact = '{{\"phone\":\"+971501234567\"}}', contact_key = '' WHERE reference = '{}'",
        open.reference.digits()
    );
    database.run(&[&as_before_sealing]);
    edge.add_key("CONTACT_KEYS", "2");
    edge.resume().await;
    for acknowledgement in [&sealed, &open] {
        assert_eq!(visitor.content(acknowledgement).await.contact.as_ref(), Some(&contact));
    }
    tokio::join!(edge.strike(), edge.strike());
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM participations WHERE contact_key = '2.seal'"),
        2
    );
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM participations WHERE contact LIKE '%50123%'"),
        0
    );
    for acknowledgement in [&sealed, &open] {
        assert_eq!(visitor.content(acknowledgement).await.contact.as_ref(), Some(&contact));
    }
}

/// Seals a text under a key itself, as it was done before sealing keys were derived.
fn sealed_under(key: &[u8], place: &str, plain: &str) -> String {
    const SCRIPT: &str = "const [key, place, plain] = process.argv.slice(1);
        const nonce = Buffer.alloc(12, 7);
        const cipher = require('crypto').createCipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce);
        cipher.setAAD(Buffer.from(place));
        const body = [cipher.update(plain, 'utf8'), cipher.final()];
        console.log(Buffer.concat([nonce, ...body, cipher.getAuthTag()]).toString('base64url'));";
    let key = URL_SAFE_NO_PAD.encode(key);
    let node = concat!(env!("CARGO_MANIFEST_DIR"), "/../node_modules/.bin/node");
    let output = Command::new(node).args(["-e", SCRIPT, &key, place, plain]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn a_contact_that_the_key_itself_sealed_still_opens_and_is_sealed_anew() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let given = visitor.submit(&complaint()).await;
    let digits = given.reference.digits();
    let sealed =
        sealed_under(&edge.secret("CONTACT_KEYS"), digits, "{\"email\":\"salma@example.org\"}");
    let database = edge.database();
    database.run(&[&format!(
        "UPDATE participations SET contact = '{sealed}', contact_key = '1' WHERE reference = '{digits}'"
    )]);
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    assert_eq!(visitor.content(&given).await.contact.as_ref(), Some(&contact));
    edge.strike().await;
    let rows = database.run(&["SELECT contact, contact_key FROM participations"]);
    assert_eq!(rows[0]["contact_key"], "1.seal");
    assert_ne!(rows[0]["contact"], sealed);
    assert_eq!(visitor.content(&given).await.contact, Some(contact));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_keys_that_is_killed_half_way_is_finished_by_the_next() {
    // More than one run seals, so that a late kill still interrupts the rotation.
    const MANY: u64 = 2_500;
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact { phone: Some("+971501234567".into()), ..Contact::default() };
    let mine = visitor.submit(&Submission { contact: Some(contact.clone()), ..complaint() }).await;
    edge.kill();
    let database = edge.database();
    // As migrated from unsealed contacts, so that the job has to seal all of them.
    let others = format!(
        "INSERT INTO participations (reference, kind, entity, stage, language, contact, contact_key, received_at, updated_at,
                                     first_response_due, resolution_due, salt, tracking_key_hash)
         SELECT printf('%012d', value), kind, entity, stage, language, '{{\"phone\":\"+971501234567\"}}', '', received_at, updated_at,
                first_response_due, resolution_due, salt, tracking_key_hash
         FROM participations, (WITH RECURSIVE n (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < {MANY}) SELECT value FROM n)"
    );
    database.run(&[&others]);
    edge.add_key("CONTACT_KEYS", "2");
    edge.resume().await;
    let (strike, address) = (visitor.clone(), "/cdn-cgi/local/scheduled");
    let job = tokio::spawn(async move {
        strike.request(reqwest::Method::GET, address).send().await.map(drop)
    });
    let sealed =
        || database.count("SELECT COUNT(*) AS n FROM participations WHERE contact_key = '2.seal'");
    while sealed() == 0 {}
    edge.kill();
    let _ = job.await;
    let half = sealed();
    assert!((1..MANY).contains(&half), "{half}");
    edge.resume().await;
    for _ in 0..3 {
        edge.strike().await;
    }
    assert_eq!(sealed(), MANY);
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM participations WHERE contact LIKE '%50123%'"),
        0
    );
    assert_eq!(visitor.content(&mine).await.contact, Some(contact));
}

#[tokio::test]
async fn tracking_keys_stay_what_they_were_when_their_secret_changes() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let key = fixtures::key();
    let first: Acknowledgement =
        visitor.submission(&key, &complaint()).send().await.unwrap().json().await.unwrap();
    edge.kill();
    edge.add_key("TRACKING_SECRET", "2");
    edge.resume().await;
    let again: Acknowledgement =
        visitor.submission(&key, &complaint()).send().await.unwrap().json().await.unwrap();
    assert_eq!(again, first);
    assert_eq!(visitor.content(&first).await.text, complaint().text);
    visitor.content(&visitor.submit(&complaint()).await).await;
}
