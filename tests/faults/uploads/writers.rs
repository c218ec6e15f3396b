//! Concurrent writers of an upload that are overtaken or killed during a slow write to the media
//! store.

use std::time::Duration;

use domain::media::upload::PART;
use reqwest::StatusCode;
use tests::{
    fixtures::{complaint_with, digest, photograph, picture},
    uploads::Upload,
    workerd::{INSTRUMENTED, Workerd},
};
use tokio::time::sleep;

/// Delay of the media store in milliseconds, long enough for the steps in between.
const DELAY: i64 = 4_000;

#[tokio::test]
async fn a_writer_that_comes_late_overwrites_nothing_of_the_one_that_took_over() {
    let edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    let bytes = picture(3_000_000);
    let upload = Upload::create(&visitor, bytes.len(), "film.png", "image/png").await;
    edge.delay_media(DELAY).await;
    let late = tokio::spawn(upload.piece(0, bytes[..2_000_000].to_vec()).send());
    sleep(Duration::from_millis(1_500)).await;
    edge.delay_media(0).await;
    // The late writer's remainder isn't stored yet. The request for the offset takes the upload
    // over.
    assert_eq!(upload.offset().await, 0);
    upload.take(0, &bytes[..1_000_000]).await;
    assert_eq!(late.await.unwrap().unwrap().status(), StatusCode::LOCKED);
    upload.take(1_000_000, &bytes[1_000_000..]).await;
    let acknowledgement = visitor.submit(&complaint_with(&[upload.id()])).await;
    let attachment = visitor.content(&acknowledgement).await.attachments.remove(0);
    assert_eq!(digest(&visitor.get(&attachment.url).await.bytes().await.unwrap()), digest(&bytes));
    assert_eq!(edge.media(), 1);
}

#[tokio::test]
async fn a_picture_whose_rewriting_is_cut_off_never_shows_where_it_was_made() {
    let mut edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    let bytes = photograph(8_000_000);
    let first = usize::try_from(PART).unwrap();
    let upload = Upload::create(&visitor, bytes.len(), "a.jpg", "image/jpeg").await;
    upload.take(0, &bytes[..first]).await;
    // All parts are stored and combined; the copy without the location is about to begin.
    edge.delay_media(DELAY).await;
    let cut = tokio::spawn(upload.piece(first, bytes[first..].to_vec()).send());
    sleep(Duration::from_millis(2_500)).await;
    edge.kill();
    assert!(cut.await.unwrap().is_err());
    edge.resume().await;
    let offset = upload.offset().await;
    assert!(offset < bytes.len());
    assert_eq!(
        visitor.try_to_submit(&complaint_with(&[upload.id()])).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let response = upload.send(offset, bytes[offset..].to_vec()).await;
    assert!(
        matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::CONFLICT),
        "{}",
        response.status()
    );
    let acknowledgement = visitor.submit(&complaint_with(&[upload.id()])).await;
    let attachment = visitor.content(&acknowledgement).await.attachments.remove(0);
    let stored = visitor.get(&attachment.url).await.bytes().await.unwrap();
    // The location is removed and the picture is intact.
    assert!(digest(&stored) != digest(&bytes) && stored.ends_with(&bytes[1_000..]));
    // It stores as many objects as an upload without interruption.
    let left = edge.media();
    visitor.upload(&bytes, "b.jpg", "image/jpeg").await;
    assert_eq!(edge.media(), 2 * left);
}
