//! Repeated submissions: while the first is in progress, and a month later.

use std::time::Duration;

use domain::wire::{Acknowledgement, Submission};
use reqwest::{StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::PARTICIPATIONS,
    fixtures::{self, complaint},
    workerd::Workerd,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

#[tokio::test]
async fn the_second_of_two_at_once_is_told_to_wait() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (key, body) = (fixtures::key(), serde_json::to_string(&complaint()).unwrap());
    let (beginning, rest) = body.split_at(body.len() / 2);
    let host = edge.origin().trim_start_matches("http://").to_owned();
    let mut first = TcpStream::connect(&host).await.unwrap();
    let head = format!(
        "POST {PARTICIPATIONS} HTTP/1.1\r\nHost: {host}\r\nIdempotency-Key: {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{beginning}",
        key.as_str(),
        body.len(),
    );
    first.write_all(head.as_bytes()).await.unwrap();
    // Gives the request time to arrive; it then waits for the rest of its body.
    sleep(Duration::from_millis(500)).await;
    let second = visitor.submission(&key, &complaint()).send().await.unwrap();
    assert!(header_of(&second, header::RETRY_AFTER).parse::<u32>().is_ok());
    assert!(
        assertions::problem(second, StatusCode::CONFLICT)
            .await
            .kind
            .ends_with("/problems/in-progress")
    );
    first.write_all(rest.as_bytes()).await.unwrap();
    let mut answer = String::new();
    first.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let late = visitor.submission(&key, &complaint()).send().await.unwrap();
    assert_eq!(late.status(), StatusCode::CREATED);
    assert_eq!(edge.database().count("SELECT COUNT(*) AS n FROM participations"), 1);
}

#[tokio::test]
async fn an_outbox_that_wakes_after_months_doubles_nothing() {
    let edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let (key, submission) =
        (fixtures::key(), Submission { suggestion: Some("Mend it.".into()), ..complaint() });
    let first: Acknowledgement =
        visitor.submission(&key, &submission).send().await.unwrap().json().await.unwrap();
    let database = edge.database();
    database.run(&[
        "UPDATE idempotency_keys SET created_at = '2020-01-01T00:00:00Z'",
        "UPDATE limits SET day = '2020-01-01'",
    ]);
    edge.strike().await;
    let again = visitor.submission(&key, &submission).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::CREATED);
    assert_eq!(again.json::<Acknowledgement>().await.unwrap(), first);
    assert_eq!(database.count("SELECT COUNT(*) AS n FROM participations"), 2);
}
