//! `/api/v1/uploads`: resumable uploads of attachments, and their download.
//!
//! Each file takes one step of an attachment's life. Helpers of several of them are here.

mod attachment;
mod creation;
mod download;
mod extensions;
mod piece;

use domain::{
    media::upload::PART,
    wire::{Acknowledgement, Attachment},
};
use reqwest::StatusCode;
use tests::{client::Visitor, fixtures::complaint_with};

const NAME: &str = "صورة الموقف.png";

fn part() -> usize {
    usize::try_from(PART).unwrap()
}

async fn attached(visitor: &Visitor, upload: &str) -> Attachment {
    let acknowledgement = visitor.submit(&complaint_with(&[upload])).await;
    only_attachment(visitor, &acknowledgement).await
}

async fn only_attachment(visitor: &Visitor, acknowledgement: &Acknowledgement) -> Attachment {
    let mut attachments = visitor.content(acknowledgement).await.attachments;
    assert_eq!(attachments.len(), 1);
    attachments.remove(0)
}

async fn download(visitor: &Visitor, attachment: &Attachment) -> Vec<u8> {
    let response = visitor.get(&attachment.url).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.bytes().await.unwrap().to_vec()
}
