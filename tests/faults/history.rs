//! Faults: tampering with history in the database. Also erasure, by the author and after the
//! retention period.

use domain::{
    case::stage::Stage,
    media::file_digest::FileDigest,
    reference::Reference,
    wire::{Acknowledgement, Contact, Place, Submission},
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::json;
use tests::{
    client::{PARTICIPATIONS, Visitor},
    fixtures::{complaint, complaint_with, digest, photograph, picture},
    workerd::Workerd,
};

async fn erase(visitor: &Visitor, reference: Reference, key: &str) -> Response {
    let request = visitor.request(Method::DELETE, &format!("{PARTICIPATIONS}/{reference}"));
    request.header(header::AUTHORIZATION, format!("Bearer {key}")).send().await.unwrap()
}

async fn with_everything(visitor: &Visitor) -> Acknowledgement {
    let upload = visitor.upload(&picture(7 * 1024 * 1024), "a.png", "image/png").await;
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    visitor
        .submit(&Submission {
            contact: Some(contact),
            place: Some(Place { address: Some("Gate 4".into()), ..Place::default() }),
            page: Some("https://rta.example/pay".into()),
            ..complaint_with(&[&upload])
        })
        .await
}

#[tokio::test]
async fn every_way_to_change_history_is_found_and_named() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mut numbers = Vec::new();
    for _ in 0..6 {
        let acknowledgement = visitor.submit(&complaint()).await;
        // A second event for each, to be removed and moved.
        assert_eq!(
            erase(&visitor, acknowledgement.reference, &acknowledgement.tracking_key)
                .await
                .status(),
            StatusCode::NO_CONTENT
        );
        numbers.push(acknowledgement.reference.digits().to_owned());
    }
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
    let [changed, removed, cut, moved, inserted, _] = &numbers[..] else { unreachable!() };
    let row = |number: &str, sequence: u8| {
        format!("participation = '{number}' AND sequence = {sequence}")
    };
    edge.database().tamper(&[
        &format!("UPDATE events SET stage = 'answered' WHERE {}", row(changed, 2)),
        &format!("DELETE FROM events WHERE {}", row(removed, 1)),
        &format!("DELETE FROM events WHERE {}", row(cut, 2)),
        &format!("UPDATE events SET sequence = 3 - sequence + 10 WHERE participation = '{moved}'"),
        &format!("UPDATE events SET sequence = sequence - 10 WHERE participation = '{moved}'"),
        &format!("UPDATE events SET sequence = 3 WHERE {}", row(inserted, 2)),
        &format!(
            "INSERT INTO events SELECT participation, 2, at, actor, stage, entity, content_digest, hash, hash, what FROM events WHERE {}",
            row(inserted, 1)
        ),
    ]);
    let (is_whole, output) = edge.verify_history();
    assert!(!is_whole);
    for (number, sequence) in [(changed, 2), (removed, 1), (cut, 2), (moved, 1), (inserted, 2)] {
        assert!(
            output.contains(&format!("({number}, {sequence})")),
            "{number}, {sequence}: {output}"
        );
    }
    assert!(output.contains("1 histories are whole"), "{output}");
}

/// Sends a message with these uploads.
async fn write(visitor: &Visitor, to: &Acknowledgement, uploads: &[&str]) {
    let request = visitor
        .request(Method::POST, &format!("{PARTICIPATIONS}/{}/messages", to.reference))
        .header(header::AUTHORIZATION, format!("Bearer {}", to.tracking_key))
        .json(&json!({ "text": "See the picture.", "attachments": uploads }));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn an_exchanged_text_or_file_is_found_and_named() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let plain = visitor.submit(&complaint()).await;
        write(&visitor, &plain, &[]).await;
        numbers.push(plain.reference.digits().to_owned());
    }
    // A file of several parts, and one that loses its location on the way: the digest is of the
    // bytes that are stored.
    for _ in 0..3 {
        let whole = with_everything(&visitor).await;
        let photograph = visitor.upload(&photograph(20_000), "b.jpg", "image/jpeg").await;
        write(&visitor, &whole, &[&photograph]).await;
        numbers.push(whole.reference.digits().to_owned());
        let content = visitor.content(&whole).await;
        for attachment in content.attachments.iter().chain(&content.messages[0].attachments) {
            let bytes = visitor.get(&attachment.url).await.bytes().await.unwrap();
            let sha256 = FileDigest::new(digest(&bytes).try_into().unwrap());
            let row = edge
                .database()
                .run(&[&format!("SELECT sha256 FROM attachments WHERE id = '{}'", attachment.id)]);
            assert_eq!(row[0]["sha256"], sha256.as_str(), "{}", attachment.name);
        }
    }
    edge.kill();
    let (is_whole, output) = edge.verify_files();
    assert!(is_whole && output.contains("5 histories are whole"), "{output}");
    let [text, message, file, row, _] = &numbers[..] else { unreachable!() };
    let of_message = |number: &str| format!("participation = '{number}' AND message IS NOT NULL");
    edge.database().run(&[
        &format!("UPDATE participations SET text = 'All is well.' WHERE reference = '{text}'"),
        &format!("UPDATE messages SET text = 'All is well.' WHERE participation = '{message}'"),
        // Another file of the same history takes its place, and then its row agrees with it.
        &format!(
            "UPDATE attachments SET object_key =
             (SELECT object_key FROM attachments WHERE participation = '{file}' AND message IS NULL)
             WHERE {}",
            of_message(file)
        ),
        &format!(
            "UPDATE attachments SET (object_key, sha256) =
             (SELECT object_key, sha256 FROM attachments
              WHERE participation = '{row}' AND message IS NULL)
             WHERE {}",
            of_message(row)
        ),
    ]);
    let (is_whole, output) = edge.verify_history();
    assert!(!is_whole && output.contains("2 histories are whole"), "{output}");
    for (number, sequence) in [(text, 1), (message, 2), (row, 2)] {
        let found = format!("content of events row ({number}, {sequence})");
        assert!(output.contains(&found), "{found}: {output}");
    }
    let (is_whole, output) = edge.verify_files();
    assert!(!is_whole && output.contains("1 histories are whole"), "{output}");
    let found =
        edge.database().run(&[&format!("SELECT id FROM attachments WHERE {}", of_message(file))]);
    let id = found[0]["id"].as_str().unwrap();
    assert!(output.contains(&format!("file {id} of {file}")), "{output}");
}

#[tokio::test]
async fn what_its_author_takes_back_is_gone_and_its_history_stays() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mine = with_everything(&visitor).await;
    let other = visitor.submit(&complaint()).await;
    assert!(edge.media() > 0);
    for key in [other.tracking_key.as_str(), "", "short"] {
        assert_eq!(erase(&visitor, mine.reference, key).await.status(), StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        assert_eq!(
            erase(&visitor, mine.reference, &mine.tracking_key).await.status(),
            StatusCode::NO_CONTENT
        );
    }
    let content = visitor.content(&mine).await;
    assert!(content.text.is_empty() && content.contact.is_none() && content.attachments.is_empty());
    assert_eq!(content.place, None);
    let left = "SELECT COUNT(*) AS n FROM participations WHERE coalesce(location, location_key) IS NOT NULL";
    assert_eq!(edge.database().count(left), 0);
    let status = visitor.status(mine.reference).await;
    assert_eq!((status.stage, status.timeline.len()), (Stage::Withdrawn, 2));
    assert_eq!(visitor.content(&other).await.text, complaint().text);
    assert_eq!(edge.media(), 0);
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
}

#[tokio::test]
async fn what_has_ended_long_ago_is_emptied_once_and_what_is_open_is_kept() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (over, open, recent) = (
        with_everything(&visitor).await,
        with_everything(&visitor).await,
        with_everything(&visitor).await,
    );
    let database = edge.database();
    let age = |acknowledgement: &Acknowledgement, stage: &str, at: &str| {
        let set = format!("SET stage = '{stage}', updated_at = {at}");
        database.run(&[&format!(
            "UPDATE participations {set} WHERE reference = '{}'",
            acknowledgement.reference.digits()
        )]);
    };
    age(&over, "closed", "'2020-01-01T00:00:00Z'");
    age(&open, "in_review", "'2020-01-01T00:00:00Z'");
    age(&recent, "closed", "updated_at");
    let media = edge.media();
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    assert!(edge.media() < media);
    let emptied = visitor.content(&over).await;
    assert!(emptied.text.is_empty() && emptied.place.is_none());
    for participation in [&open, &recent] {
        let content = visitor.content(participation).await;
        assert!(
            !content.text.is_empty() && content.contact.is_some() && content.attachments.len() == 1
        );
        assert!(content.place.is_some());
    }
    assert_eq!(visitor.status(over.reference).await.timeline.len(), 2);
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM participations"), 3);
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
}

#[tokio::test]
async fn who_takes_a_complaint_back_takes_back_the_suggestion_that_came_with_it() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let submission =
        Submission { contact: Some(contact), suggestion: Some("Mend it.".into()), ..complaint() };
    let (erased, kept) = (visitor.submit(&submission).await, visitor.submit(&submission).await);
    let database = edge.database();
    assert_eq!(database.count("SELECT COUNT(DISTINCT salt) AS n FROM participations"), 4);
    // Two requests at once, as from a double click.
    let erase = || erase(&visitor, erased.reference, &erased.tracking_key);
    let (one, other) = tokio::join!(erase(), erase());
    assert_eq!([one.status(), other.status()], [StatusCode::NO_CONTENT; 2]);
    let left = "SELECT COUNT(*) AS n FROM participations WHERE text IS NOT NULL AND contact IS NOT NULL AND salt <> ''";
    assert_eq!(database.count(left), 2);
    let suggestion = erased.suggestion_reference.unwrap();
    let answer = visitor.open(suggestion, &erased.tracking_key).await;
    let content = answer.json::<domain::wire::Status>().await.unwrap().content.unwrap();
    assert!(content.text.is_empty() && content.contact.is_none());
    assert_eq!(visitor.status(suggestion).await.timeline.len(), 2);
    assert!(!visitor.content(&kept).await.text.is_empty());
    edge.kill();
    let (is_whole, output) = edge.verify_history();
    assert!(is_whole, "{output}");
}
