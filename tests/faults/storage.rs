//! Faults of storage and schedule: a busy store, vanished visitors, and cron jobs that run twice or
//! not at all.

use std::time::Duration;

use domain::wire::{Acknowledgement, Contact, Submission};
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::header_of,
    channel,
    fixtures::{self, complaint, complaint_with, digest, picture},
    uploads::Upload,
    workerd::Workerd,
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

/// Statement that expires all present uploads.
const LONG_AGO: &str = "UPDATE uploads SET expires_at = '2020-01-01T00:00:00Z'";

/// Time before the tests.
const PAST: &str = "2020-01-01T00:00:00Z";

#[tokio::test]
async fn while_the_store_is_busy_one_waits_or_is_told_to() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let key = fixtures::key();
    let mut holder = edge.database().hold(3_000);
    let mut refused = 0;
    let acknowledged = loop {
        let response = visitor.submission(&key, &complaint()).send().await.unwrap();
        if response.status() == StatusCode::CREATED {
            break response.json::<Acknowledgement>().await.unwrap();
        }
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", edge.log());
        assert!(header_of(&response, header::RETRY_AFTER).parse::<u32>().is_ok());
        refused += 1;
        assert!(refused < 100, "busy for ever");
        sleep(Duration::from_millis(200)).await;
    };
    holder.wait().unwrap();
    assert_eq!(visitor.content(&acknowledged).await.text, complaint().text);
    edge.database().assert_whole(1);
}

#[tokio::test]
async fn of_a_visitor_who_vanishes_nothing_is_left() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let body = serde_json::to_string(&complaint()).unwrap();
    let host = edge.origin().replace("http://", "");
    for sent in [0, 1, body.len() / 2, body.len() - 1] {
        let mut stream = TcpStream::connect(&host).await.unwrap();
        let head = format!(
            "POST /api/v1/participations HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\nContent-Length: {}\r\n\r\n",
            fixtures::key().as_str(),
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body.as_bytes()[..sent]).await.unwrap();
        stream.flush().await.unwrap();
        sleep(Duration::from_millis(200)).await;
    }
    let bytes = picture(7 * 1024 * 1024);
    let upload = Upload::create(&visitor, bytes.len(), "film.png", "image/png").await;
    upload.cut(&bytes, 6 * 1024 * 1024).await;
    upload.settled_offset().await;
    let database = edge.database();
    database.assert_whole(0);
    database.run(&[LONG_AGO]);
    edge.strike().await;
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM uploads"), 0);
    assert_eq!(edge.media(), 0);
}

#[tokio::test]
async fn orphans_are_swept_and_nothing_that_is_claimed() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let bytes = picture(11 * 1024 * 1024);
    let claimed = visitor.upload(&bytes, "kept.png", "image/png").await;
    let acknowledgement = visitor.submit(&complaint_with(&[&claimed])).await;
    let count = edge.media();
    visitor.upload(&picture(6 * 1024 * 1024), "finished.png", "image/png").await;
    let half = Upload::create(&visitor, bytes.len(), "half.png", "image/png").await;
    half.take(0, &bytes[..10 * 1024 * 1024]).await;
    Upload::create(&visitor, 100, "empty.png", "image/png").await;
    let fresh = Upload::create(&visitor, 100, "fresh.png", "image/png").await;
    assert!(edge.media() > count);
    let database = edge.database();
    database.run(&[&format!("{LONG_AGO} WHERE id <> '{}'", fresh.id())]);
    // Two runs at once, then another one.
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    assert_eq!(edge.media(), count);
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM uploads"), 1);
    assert_eq!(fresh.offset().await, 0);
    database.assert_whole(1);
    let attachment = visitor.content(&acknowledgement).await.attachments.remove(0);
    assert_eq!(digest(&visitor.get(&attachment.url).await.bytes().await.unwrap()), digest(&bytes));
}

#[tokio::test]
async fn an_upload_that_has_expired_can_neither_go_on_nor_be_attached() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let finished = visitor.upload(&picture(100), "a.png", "image/png").await;
    let half = Upload::create(&visitor, 100, "b.png", "image/png").await;
    edge.database().run(&[LONG_AGO]);
    assert!(matches!(half.head().await.status().as_u16(), 404 | 410));
    let response = visitor.try_to_submit(&complaint_with(&[&finished])).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_clock_that_did_not_strike_for_days_makes_up_for_it() {
    let edge = Workerd::start(&[]).await;
    edge.visitor().submit(&complaint()).await;
    let database = edge.database();
    let today = database.count("SELECT COUNT(*) AS n FROM limits");
    assert!(today > 0);
    for day in ["2020-01-01", "2020-01-02", "2020-03-09"] {
        database.run(&[&format!(
            "INSERT INTO limits (client, day, what, count) VALUES ('x', '{day}', 'submission', 3)"
        )]);
    }
    edge.strike().await;
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM limits"), today);
    edge.strike().await;
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM limits"), today);
    database.assert_whole(1);
}

#[tokio::test]
async fn an_origin_is_registered_without_a_deployment_with_all_its_subdomains() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let from = |origin: &str| {
        visitor.submission(&fixtures::key(), &complaint()).header(header::ORIGIN, origin).send()
    };
    assert_eq!(from("https://a.new.example").await.unwrap().status(), StatusCode::FORBIDDEN);
    edge.database()
        .run(&["INSERT INTO origins (entity, origin) VALUES ('rta', 'https://*.new.example')"]);
    for (origin, status) in [
        ("https://a.new.example", StatusCode::CREATED),
        ("https://b.a.new.example", StatusCode::CREATED),
        ("https://new.example", StatusCode::FORBIDDEN),
        ("http://a.new.example", StatusCode::FORBIDDEN),
        ("https://a.new.example.evil.example", StatusCode::FORBIDDEN),
        ("https://anew.example", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(from(origin).await.unwrap().status(), status, "{origin}");
    }
    // The registration applies to this entity only.
    let other = Submission { entity: "iacad".into(), ..complaint() };
    let request = visitor
        .submission(&fixtures::key(), &other)
        .header(header::ORIGIN, "https://a.new.example");
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_submission_is_one_round_trip_and_one_more_with_attachments() {
    let edge = Workerd::start(&["LIMIT_SUBMISSIONS_PER_ENTITY:1000"]).await;
    edge.database()
        .run(&["INSERT INTO origins (entity, origin) VALUES ('rta', 'https://*.new.example')"]);
    let visitor = edge.visitor();
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let (first, second) = (
        visitor.upload(&picture(100), "a.png", "image/png").await,
        visitor.upload(&picture(100), "b.png", "image/png").await,
    );
    let submission = Submission {
        contact: Some(contact),
        suggestion: Some("Mend it.".into()),
        ..complaint_with(&[&first, &second])
    };
    // Fills the caches of origins and entity settings, which are read once a minute.
    visitor.submit(&complaint()).await;
    visitor
        .request(Method::GET, "/api/v1/participations/x")
        .header(header::ORIGIN, "https://a.new.example")
        .send()
        .await
        .unwrap();
    // The history covers the digests of attachments, which are looked up before.
    for (submission, origin, trips) in [
        (complaint(), "https://a.new.example", 1),
        (submission, "https://a.new.example", 2),
        (complaint(), &*edge.origin(), 1),
    ] {
        let response = visitor
            .submission(&fixtures::key(), &submission)
            .header(header::ORIGIN, origin)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        let id = header_of(&response, "Request-Id");
        let log = edge.log_with(&id).await;
        let line = log.lines().find(|line| line.contains(&id)).unwrap();
        assert!(line.contains("\"status\":201"), "{line}");
        assert!(line.contains(&format!("\"trips\":{trips},")), "{line}");
    }
}

#[tokio::test]
async fn the_directory_and_the_forms_questions_are_answered_without_the_database() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let trips = async |link: &str, cookie: &str| {
        let request = visitor.request(Method::GET, link).header(header::COOKIE, cookie);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{link}");
        let id = header_of(&response, "Request-Id");
        let log = edge.log_with(&id).await;
        let line = log.lines().find(|line| line.contains(&id)).unwrap().to_owned();
        let (_, trips) = line.split_once("\"trips\":").unwrap();
        trips.split(',').next().unwrap().parse::<u32>().unwrap()
    };
    let links = [
        "/api/v1/entities",
        "/api/v1/entities/rta",
        "/embed/rta/first",
        "/embed/rta/rest",
        "/embed/rta",
        "/f/rta",
        "/",
    ];
    for link in links {
        assert_eq!(trips(link, "").await, 0, "{link}");
    }
    // A browser that knows of a change later than the cached directory is answered anew, once.
    let soon = tests::staff::now().as_millisecond();
    let cookie = format!("__Host-changed={soon}");
    assert_eq!(trips("/api/v1/entities", &cookie).await, 1);
    assert_eq!(trips("/api/v1/entities", &cookie).await, 0);
}

#[tokio::test]
async fn what_a_request_reads_does_not_grow_with_what_is_stored() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let cost = async || {
        let submission = Submission { suggestion: Some("Mend it.".into()), ..complaint() };
        let sent = visitor.submission(&fixtures::key(), &submission).send().await.unwrap();
        let id = header_of(&sent, "Request-Id");
        let reference = sent.json::<Acknowledgement>().await.unwrap().reference;
        let looked_up = visitor.get(&format!("/api/v1/participations/{reference}")).await;
        let mut read = Vec::new();
        for id in [id, header_of(&looked_up, "Request-Id")] {
            let log = edge.log_with(&id).await;
            let line: serde_json::Value =
                serde_json::from_str(log.lines().find(|line| line.contains(&id)).unwrap()).unwrap();
            read.push((
                line["rows_read"].as_u64().unwrap(),
                line["rows_written"].as_u64().unwrap(),
            ));
        }
        read
    };
    // The first submission of a day creates the counters.
    cost().await;
    let before = cost().await;
    for _ in 0..40 {
        visitor.submit(&complaint()).await;
    }
    for ((read, written), (read_before, written_before)) in cost().await.into_iter().zip(before) {
        // One row of difference: a range scan ends at the following row, if there is one.
        assert!(
            read.abs_diff(read_before) <= 2 && written == written_before,
            "{read}, {written}: {read_before}, {written_before}"
        );
    }
}

#[tokio::test]
async fn a_file_that_was_left_is_erased_though_the_work_of_it_was_lost() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let mut sent = Vec::new();
    for _ in 0..3 {
        sent.push(visitor.submit(&complaint()).await);
    }
    let id = "a5".repeat(16);
    edge.database().run(&[
        &format!(
            "INSERT INTO profiles (id, created_at, left_at)
             VALUES ('{id}', '{PAST}', '{PAST}')"
        ),
        &format!(
            "INSERT INTO profile_participations (profile, participation, is_sent, added_at)
             SELECT '{id}', reference, 1, '{PAST}' FROM participations"
        ),
    ]);
    edge.strike().await;
    channel::until(&edge, "profiles", 0).await;
    for given in &sent {
        assert_eq!(visitor.content(given).await.text, "");
    }
}

#[tokio::test]
async fn a_log_tells_what_was_asked_and_nothing_of_who_asked_or_what_they_said() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let contact = Contact {
        name: Some("Salma Q".into()),
        email: Some("salma.q@example.org".into()),
        phone: Some("+971501234567".into()),
    };
    let submission =
        Submission { contact: Some(contact), text: "The lift is stuck.".into(), ..complaint() };
    let acknowledgement = visitor.submit(&submission).await;
    visitor.content(&acknowledgement).await;
    visitor
        .submission(&fixtures::key(), &submission)
        .header("Idempotency-Key", "Salma Q")
        .send()
        .await
        .unwrap();
    let broken = visitor
        .submission(&fixtures::key(), &submission)
        .body("{\"kind\":\"salma.q@example.org\"}")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), StatusCode::BAD_REQUEST);
    let id = header_of(&broken, "Request-Id");
    assert!(!id.is_empty());
    let log = edge.log_with(&id).await;
    let route = "\"method\":\"POST\",\"route\":\"/api/v1/participations\",\"status\":400";
    assert!(log.contains(&format!("\"request\":\"{id}\",{route}")), "{log}");
    assert!(
        log.contains("\"method\":\"GET\",\"route\":\"/api/v1/participations/{}\",\"status\":200"),
        "{log}"
    );
    for private in ["Salma", "salma.q", "501234567", "lift is stuck", &acknowledgement.tracking_key]
    {
        assert!(!log.contains(private), "{private}");
    }
}
