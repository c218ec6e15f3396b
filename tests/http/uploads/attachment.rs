//! Uploads as attachments of a submission.

use reqwest::StatusCode;
use tests::{
    assertions,
    client::Visitor,
    fixtures::{self, complaint_with, picture},
    uploads::Upload,
};
use tokio::task::JoinSet;

use super::{NAME, only_attachment};

#[tokio::test]
async fn an_upload_belongs_to_one_participation() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    visitor.submit(&complaint_with(&[&upload])).await;
    assertions::invalid(
        visitor.try_to_submit(&complaint_with(&[&upload])).await,
        &["/attachments/0"],
    )
    .await;
}

#[tokio::test]
async fn one_of_two_participations_at_once_gets_the_upload() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    let mut sending = JoinSet::new();
    for _ in 0..4 {
        let request = visitor.submission(&fixtures::key(), &complaint_with(&[&upload]));
        sending.spawn(async move { request.send().await.unwrap().status() });
    }
    let statuses = sending.join_all().await;
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::CREATED).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(),
        3,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn an_unfinished_upload_cannot_be_attached() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 1_000, NAME, "image/png").await;
    upload.take(0, &picture(999)).await;
    assertions::invalid(
        visitor.try_to_submit(&complaint_with(&[upload.id()])).await,
        &["/attachments/0"],
    )
    .await;
}

#[tokio::test]
async fn five_attachments_are_taken_and_six_are_not() {
    let visitor = Visitor::new();
    let mut uploads = Vec::new();
    for number in 0..6 {
        uploads.push(visitor.upload(&picture(100), &format!("{number}.png"), "image/png").await);
    }
    let six: Vec<&str> = uploads.iter().map(String::as_str).collect();
    assertions::invalid(visitor.try_to_submit(&complaint_with(&six)).await, &["/attachments"])
        .await;
    let acknowledgement = visitor.submit(&complaint_with(&six[..5])).await;
    let names: Vec<String> = visitor
        .content(&acknowledgement)
        .await
        .attachments
        .into_iter()
        .map(|file| file.name)
        .collect();
    assert_eq!(names, ["0.png", "1.png", "2.png", "3.png", "4.png"]);
}

#[tokio::test]
async fn a_recording_needs_no_words() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(100), NAME, "image/png").await;
    let silent = domain::wire::Submission { text: String::new(), ..complaint_with(&[&upload]) };
    let acknowledgement = visitor.submit(&silent).await;
    assert_eq!(only_attachment(&visitor, &acknowledgement).await.id, upload);
}
