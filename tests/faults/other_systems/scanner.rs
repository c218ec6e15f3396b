//! Faults of the malware scanner: killed, slow, full, and with wrong answers. Files wait, and
//! nobody who sends one does.

use std::time::{Duration, Instant};

use domain::{
    media::scan::Scan,
    wire::{Acknowledgement, Attachment, Contact, Submission},
};
use reqwest::StatusCode;
use serde_json::Value;
use tests::{
    assertions::problem,
    clerk::Clerk,
    client::Visitor,
    fixtures::{complaint_with, picture},
    receiver::Receiver,
    scanner::{Clamd, LARGEST, Manner, StandIn, eicar},
    server::tls::{Certificate, Tunnel},
    workerd::Workerd,
};
use tokio::time::sleep;

/// Uploads these files and sends them with a contact.
async fn send(visitor: &Visitor, files: &[(&[u8], &str, &str)]) -> Acknowledgement {
    let mut ids = Vec::new();
    for (bytes, name, media_type) in files {
        ids.push(visitor.upload(bytes, name, media_type).await);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let contact = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    visitor.submit(&Submission { contact: Some(contact), ..complaint_with(&ids) }).await
}

async fn files(visitor: &Visitor, given: &Acknowledgement) -> Vec<Attachment> {
    visitor.content(given).await.attachments
}

/// Waits until the first file is in this state, for at most half a minute.
async fn until(visitor: &Visitor, given: &Acknowledgement, state: Scan) {
    for _ in 0..150 {
        if files(visitor, given).await[0].scan == Some(state) {
            return;
        }
        sleep(Duration::from_millis(200)).await;
    }
    panic!("{:?}, not {state:?}", files(visitor, given).await[0].scan);
}

async fn health(visitor: &Visitor) -> Value {
    visitor.get("/healthz").await.json().await.unwrap()
}

/// Makes all waiting files due, and runs the cron jobs.
async fn strike(edge: &Workerd) {
    edge.database().run(&["UPDATE attachments SET scan_due_at = '' WHERE scan = 'waiting'"]);
    edge.strike().await;
}

#[tokio::test]
async fn a_file_opens_as_its_scan_allows_and_its_author_hears_of_a_refusal() {
    let (scanner, receiver) = (Clamd::start().await, Receiver::listen().await);
    let edge = Workerd::start(&[&scanner.variable(), &receiver.variable()]).await;
    let visitor = edge.visitor();
    let large = picture(LARGEST + 1_000);
    let given = send(
        &visitor,
        &[
            (&eicar(), "note.txt", "text/plain"),
            (&picture(5_000), "gate.png", "image/png"),
            (&large, "large.png", "image/png"),
        ],
    )
    .await;
    until(&visitor, &given, Scan::Infected).await;
    for _ in 0..150 {
        if files(&visitor, &given).await.iter().all(|file| file.scan != Some(Scan::Waiting)) {
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    let own = files(&visitor, &given).await;
    let states: Vec<_> = own.iter().map(|file| file.scan.unwrap()).collect();
    assert_eq!(states, [Scan::Infected, Scan::Clean, Scan::Unscannable]);
    // The author opens what is theirs, but for what is infected.
    let refused = problem(visitor.get(&own[0].url).await, StatusCode::FORBIDDEN).await;
    assert!(refused.kind.ends_with("/infected"), "{}", refused.kind);
    for file in &own[1..] {
        assert_eq!(visitor.get(&file.url).await.status(), StatusCode::OK, "{}", file.name);
    }
    receiver.until_sent(2).await;
    let told: Vec<_> = receiver.sent().into_values().map(|notice| notice.kind).collect();
    assert!(told.contains(&"participation.file_refused".to_owned()), "{told:?}");

    let clerk = Clerk::of("rta", &visitor, &edge.database());
    let seen = clerk.case(given.reference).await.attachments;
    assert_eq!(clerk.ask(&seen[1].file.url).await.status(), StatusCode::OK);
    for (file, state) in seen.iter().zip(states) {
        for acknowledged in [None, Some(Scan::Waiting), Some(Scan::Unscannable)] {
            let choice = acknowledged
                .map(|scan| format!("?acknowledged={}", scan.as_str()))
                .unwrap_or_default();
            let found = clerk.ask(&format!("{}{choice}", file.file.url)).await.status();
            let expected = match state.opens(acknowledged) {
                Ok(()) => StatusCode::OK,
                Err(_) => StatusCode::FORBIDDEN,
            };
            assert_eq!(found, expected, "{} {choice}", file.file.name);
        }
    }
    assert_eq!(health(&visitor).await["scanner"], "ok");
}

#[tokio::test]
async fn a_scanner_is_asked_over_tls_and_only_if_its_certificate_is_trusted() {
    let (scanner, certificate) = (Clamd::start().await, Certificate::for_localhost());
    let tunnel = Tunnel::start(&certificate, scanner.port()).await;
    let variable = format!("SCANNER:clamds://localhost:{}", tunnel.port());
    let mut edge = Workerd::start(&[&variable, "DELIVERY_PAUSE:1"]).await;
    let visitor = edge.visitor();
    let given = send(&visitor, &[(&eicar(), "note.txt", "text/plain")]).await;
    let failures = "SELECT COALESCE(MAX(scan_failures), 0) AS n FROM attachments";
    for _ in 0..150 {
        if edge.database().count(failures) > 0 {
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    assert!(edge.database().count(failures) > 0, "{}", edge.log());
    assert_eq!(files(&visitor, &given).await[0].scan, Some(Scan::Waiting));

    edge.kill();
    edge.trust(&certificate);
    edge.resume().await;
    strike(&edge).await;
    until(&visitor, &given, Scan::Infected).await;
    let clean = send(&visitor, &[(&picture(300_000), "gate.png", "image/png")]).await;
    until(&visitor, &clean, Scan::Clean).await;
}

#[tokio::test]
async fn while_the_scanner_is_away_files_wait_and_nobody_else_does() {
    let mut scanner = Clamd::stopped();
    let edge = Workerd::start(&[&scanner.variable(), "DELIVERY_PAUSE:1"]).await;
    let visitor = edge.visitor();
    let started = Instant::now();
    let given = send(&visitor, &[(&picture(5_000), "gate.png", "image/png")]).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let own = files(&visitor, &given).await;
    assert_eq!(own[0].scan, Some(Scan::Waiting));
    assert_eq!(visitor.get(&own[0].url).await.status(), StatusCode::OK, "it is the author's own");
    let clerk = Clerk::of("rta", &visitor, &edge.database());
    let link = clerk.case(given.reference).await.attachments[0].file.url.clone();
    let refused = problem(clerk.ask(&link).await, StatusCode::FORBIDDEN).await;
    assert!(refused.kind.ends_with("/unacknowledged"), "{}", refused.kind);
    assert_eq!(clerk.ask(&format!("{link}?acknowledged=waiting")).await.status(), StatusCode::OK);
    let mut is_told = false;
    for _ in 0..150 {
        if health(&visitor).await["scanner"] == "failing" {
            is_told = true;
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    assert!(is_told, "{}", edge.log());
    let told = health(&visitor).await;
    assert_eq!(
        (&told["status"], &told["alerts"][0]["condition"]),
        (&"warning".into(), &"scanner".into())
    );

    scanner.resume().await;
    strike(&edge).await;
    until(&visitor, &given, Scan::Clean).await;
    assert_eq!(health(&visitor).await["scanner"], "ok");
    assert_eq!(clerk.ask(&link).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_scanner_that_is_full_slow_or_answers_wrongly_leaves_a_file_waiting() {
    let scanner = StandIn::listen(Manner::Full).await;
    let edge =
        Workerd::start(&[&scanner.variable(), "SCANNER_PATIENCE:1", "DELIVERY_PAUSE:1"]).await;
    let visitor = edge.visitor();
    for manner in [
        Manner::Full,
        Manner::Silent,
        Manner::Says("stream: OK"),
        Manner::Says("stream: "),
        Manner::Says("OK\0"),
        Manner::Says("stream: Can't allocate memory ERROR\0"),
        Manner::Interrupts("COMMAND READ TIMED OUT ERROR\0"),
        Manner::Interrupts(""),
    ] {
        scanner.set(manner);
        let given = send(&visitor, &[(&picture(300_000), "gate.png", "image/png")]).await;
        let failures = format!(
            "SELECT COALESCE(MAX(scan_failures), 0) AS n FROM attachments WHERE participation = '{}'",
            given.reference.digits()
        );
        for _ in 0..100 {
            if edge.database().count(&failures) > 0 {
                break;
            }
            sleep(Duration::from_millis(200)).await;
        }
        assert!(edge.database().count(&failures) > 0, "{manner:?}");
        assert_eq!(files(&visitor, &given).await[0].scan, Some(Scan::Waiting), "{manner:?}");
        scanner.set(Manner::Says("stream: OK\0"));
        strike(&edge).await;
        until(&visitor, &given, Scan::Clean).await;
    }
}

#[tokio::test]
async fn without_a_scanner_files_open_and_those_that_came_then_are_scanned_later() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let given = send(&visitor, &[(&eicar(), "note.txt", "text/plain")]).await;
    let own = files(&visitor, &given).await;
    assert_eq!(own[0].scan, None);
    assert_eq!(visitor.get(&own[0].url).await.status(), StatusCode::OK);
    assert_eq!(health(&visitor).await["scanner"], "none");
    edge.strike().await;
    edge.kill();
    let scanner = Clamd::start().await;
    edge.set(&[&scanner.variable()]);
    edge.resume().await;
    // Twice at once: a file is told of once.
    tokio::join!(edge.strike(), edge.strike());
    until(&visitor, &given, Scan::Infected).await;
    let told = "SELECT COUNT(*) AS n FROM outbox WHERE template = 'file_refused'";
    assert_eq!(edge.database().count(told), 1);
}
