//! Fault: the edge is killed at the worst moment. Everything that it acknowledged must be stored
//! once and whole.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{
    intake::idempotency::IdempotencyKey,
    media::upload::PART,
    wire::{Acknowledgement, Contact, Submission},
};
use reqwest::StatusCode;
use tests::{
    client::Visitor,
    fixtures::{self, complaint, complaint_with, digest, picture},
    uploads::{PIECE, Upload, creation, metadata, number},
    workerd::Workerd,
};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    sync::mpsc,
    task::JoinSet,
    time::{sleep, timeout},
};

const SUBMISSIONS: usize = 500;
const CLIENTS: usize = 8;
const RESTARTS: usize = 20;

/// Sends with the same idempotency key until it is acknowledged, even if the edge is killed in
/// between.
async fn insist(
    visitor: &Visitor,
    key: &IdempotencyKey,
    submission: &Submission,
) -> Acknowledgement {
    loop {
        let sending = visitor.submission(key, submission).timeout(Duration::from_secs(20)).send();
        if let Ok(response) = sending.await {
            let status = response.status();
            let body = response.text().await.unwrap_or_default();
            if let Ok(acknowledgement) = serde_json::from_str(&body) {
                return acknowledgement;
            }
            let may_pass = matches!(status.as_u16(), 201 | 409 | 429 | 500..);
            assert!(may_pass, "{status}: {body}");
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Uploads a small picture in one request and retries until it is accepted. Incomplete uploads are
/// left to the sweep.
async fn insist_on_upload(visitor: &Visitor) -> String {
    loop {
        let request =
            creation(visitor, "100").header("Upload-Metadata", metadata("a.png", "image/png"));
        let request = request
            .header(reqwest::header::CONTENT_TYPE, PIECE)
            .body(picture(100))
            .timeout(Duration::from_secs(20));
        if let Ok(response) = request.send().await
            && response.status() == StatusCode::CREATED
            && number(&response, "Upload-Offset") == 100
        {
            return Upload::created(visitor, &response).id().to_owned();
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Returns a submission by its index: each has a suggestion, some have a contact, some have an
/// attachment.
async fn submission(visitor: &Visitor, place: usize) -> Submission {
    let attachments =
        if place.is_multiple_of(5) { vec![insist_on_upload(visitor).await] } else { vec![] };
    let email = Some(format!("{place}@example.org"));
    let contact = place.is_multiple_of(2).then_some(Contact { email, ..Contact::default() });
    let text = fixtures::key().as_str().into();
    Submission { suggestion: Some("Mend it.".into()), text, attachments, contact, ..complaint() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_submissions_through_twenty_kills_are_each_there_once() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (done, mut heard) = mpsc::unbounded_channel();
    let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (visitor, done, next) = (visitor.clone(), done.clone(), Arc::clone(&next));
        clients.spawn(async move {
            loop {
                let place = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                if place >= SUBMISSIONS {
                    break;
                }
                let (key, submission) = (fixtures::key(), submission(&visitor, place).await);
                let acknowledgement = insist(&visitor, &key, &submission).await;
                done.send((key, submission, acknowledgement)).unwrap();
            }
        });
    }
    drop(done);
    let mut acknowledged = HashMap::new();
    let mut restarts = 0;
    loop {
        // Completes a share of the work between two kills; the kill comes at a random moment.
        let share = (restarts + 1) * SUBMISSIONS / (RESTARTS + 1);
        while acknowledged.len() < share
            && let Some((key, submission, acknowledgement)) = heard.recv().await
        {
            acknowledged.insert(acknowledgement.reference, (key, submission, acknowledgement));
        }
        if restarts == RESTARTS {
            break;
        }
        let mut entropy = [0; 1];
        getrandom::fill(&mut entropy).unwrap();
        sleep(Duration::from_micros(u64::from(entropy[0]) * 100)).await;
        edge.kill();
        restarts += 1;
        edge.resume().await;
    }
    while let Some((key, submission, acknowledgement)) = heard.recv().await {
        acknowledged.insert(acknowledgement.reference, (key, submission, acknowledgement));
    }
    clients.join_all().await;
    assert_eq!(acknowledged.len(), SUBMISSIONS);
    for (key, submission, acknowledgement) in acknowledged.values().step_by(25) {
        assert_eq!(&insist(&visitor, key, submission).await, acknowledgement);
        let content = visitor.content(acknowledgement).await;
        assert_eq!((&content.text, &content.contact), (&submission.text, &submission.contact));
        let attached: Vec<_> =
            content.attachments.iter().map(|attachment| &attachment.id).collect();
        assert_eq!(attached, submission.attachments.iter().collect::<Vec<_>>());
        for attachment in &content.attachments {
            assert_eq!(visitor.get(&attachment.url).await.bytes().await.unwrap().len(), 100);
        }
    }
    edge.kill();
    let database = edge.database();
    database.assert_whole(SUBMISSIONS);
    let complaints = "FROM participations WHERE kind = 'complaint'";
    assert_eq!(
        database.count(&format!("SELECT COUNT(DISTINCT text) AS n {complaints}")),
        SUBMISSIONS as u64
    );
    assert_eq!(
        database.count("SELECT COUNT(*) AS n FROM attachments"),
        SUBMISSIONS.div_ceil(5) as u64
    );
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM outbox"), SUBMISSIONS.div_ceil(2) as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_goes_on_at_the_offset_that_it_is_told_after_each_kill() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let part = usize::try_from(PART).unwrap();
    let bytes = picture(6 * part + 4_321);
    let upload = Upload::create(&visitor, bytes.len(), "film.png", "image/png").await;
    let mut kills = 0;
    loop {
        let offset = upload.offset().await;
        if offset == bytes.len() {
            break;
        }
        let end = bytes.len().min(offset + 2 * part + 77);
        let sending = upload.piece(offset, bytes[offset..end].to_vec()).send();
        if kills < 5 {
            let mut entropy = [0; 1];
            getrandom::fill(&mut entropy).unwrap();
            let _ = timeout(Duration::from_millis(u64::from(entropy[0])), sending).await;
            edge.kill();
            kills += 1;
            edge.resume().await;
        } else {
            assert!(matches!(
                sending.await.unwrap().status(),
                StatusCode::NO_CONTENT | StatusCode::CONFLICT
            ));
        }
    }
    assert_eq!(number(&upload.head().await, "Upload-Length"), bytes.len());
    let acknowledgement = visitor.submit(&complaint_with(&[upload.id()])).await;
    let attachment = visitor.content(&acknowledgement).await.attachments.remove(0);
    let downloaded = visitor.get(&attachment.url).await.bytes().await.unwrap();
    assert_eq!(digest(&downloaded), digest(&bytes));
    edge.database().assert_whole(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_lost_after_the_commit_is_given_again() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (key, submission) = (fixtures::key(), complaint());
    let (host, body) =
        (edge.origin().replace("http://", ""), serde_json::to_string(&submission).unwrap());
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let head = format!(
        "POST /api/v1/participations HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        key.as_str(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The response is never read: the edge is killed as soon as the commit is visible.
    let database = edge.database();
    while database.count("SELECT COUNT(*) AS n FROM participations") == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    edge.kill();
    drop(stream);
    let committed = database.run(&["SELECT reference FROM participations"]);
    edge.resume().await;
    let acknowledgement = insist(&visitor, &key, &submission).await;
    assert_eq!(committed[0]["reference"], acknowledgement.reference.digits());
    assert_eq!(visitor.content(&acknowledgement).await.text, submission.text);
    database.assert_whole(1);
}
