//! Extensions of tus 1.0.0: deferred lengths, checksums and expiration.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::media::upload::UPLOAD_MAX;
use reqwest::{Method, Response, StatusCode};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{digest, picture},
    uploads::{UPLOADS, Upload, metadata, number},
};

use super::{attached, download, part};

async fn deferred(visitor: &Visitor) -> Upload {
    let request = visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Defer-Length", "1");
    Upload::created(
        visitor,
        &request.header("Upload-Metadata", metadata("a.png", "image/png")).send().await.unwrap(),
    )
}

async fn downloaded(visitor: &Visitor, upload: &Upload) -> Vec<u8> {
    download(visitor, &attached(visitor, upload.id()).await).await
}

fn checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(digest(bytes)))
}

async fn piece_with(upload: &Upload, offset: usize, bytes: &[u8], checksum: &str) -> Response {
    upload.piece(offset, bytes.to_vec()).header("Upload-Checksum", checksum).send().await.unwrap()
}

#[tokio::test]
async fn a_length_may_be_said_with_any_piece() {
    let visitor = Visitor::new();
    let bytes = picture(1_000);
    let upload = deferred(&visitor).await;
    assert_eq!(number(&upload.head().await, "Upload-Defer-Length"), 1);
    upload.take(0, &bytes[..400]).await;
    let last = upload
        .piece(400, bytes[400..].to_vec())
        .header("Upload-Length", "1000")
        .send()
        .await
        .unwrap();
    assert_eq!(last.status(), StatusCode::NO_CONTENT);
    assert_eq!(number(&upload.head().await, "Upload-Length"), 1_000);
    assert_eq!(downloaded(&visitor, &upload).await, bytes);
}

#[tokio::test]
async fn a_length_may_be_said_when_all_of_it_has_come() {
    let visitor = Visitor::new();
    let bytes = picture(part() + 9);
    let upload = deferred(&visitor).await;
    upload.take(0, &bytes).await;
    let end = upload
        .piece(bytes.len(), vec![])
        .header("Upload-Length", bytes.len())
        .send()
        .await
        .unwrap();
    assert_eq!(end.status(), StatusCode::NO_CONTENT);
    assert_eq!(digest(&downloaded(&visitor, &upload).await), digest(&bytes));
}

#[tokio::test]
async fn a_length_that_was_said_stays() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, "a.png", "image/png").await;
    let other = upload.piece(0, picture(50)).header("Upload-Length", "200").send().await.unwrap();
    assertions::problem(other, StatusCode::BAD_REQUEST).await;
    let upload = deferred(&visitor).await;
    upload.take(0, &picture(50)).await;
    for (length, status) in [("49", StatusCode::BAD_REQUEST), ("many", StatusCode::BAD_REQUEST)] {
        let refused =
            upload.piece(50, vec![]).header("Upload-Length", length).send().await.unwrap();
        assertions::problem(refused, status).await;
    }
    let huge =
        upload.piece(50, vec![]).header("Upload-Length", UPLOAD_MAX + 1).send().await.unwrap();
    assertions::problem(huge, StatusCode::PAYLOAD_TOO_LARGE).await;
    assert_eq!(upload.offset().await, 50);
}

#[tokio::test]
async fn a_length_is_said_now_or_later_and_not_both() {
    let visitor = Visitor::new();
    let both = visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "1");
    assertions::problem(
        both.header("Upload-Defer-Length", "1").send().await.unwrap(),
        StatusCode::BAD_REQUEST,
    )
    .await;
    let odd = visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Defer-Length", "2");
    assertions::problem(odd.send().await.unwrap(), StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn a_piece_that_changed_on_its_way_is_forgotten_whole() {
    let visitor = Visitor::new();
    let bytes = picture(2 * part() + 10);
    let upload = Upload::create(&visitor, bytes.len(), "a.png", "image/png").await;
    upload.take(0, &bytes[..100]).await;
    // Longer than a part, so that a part is stored before the checksum proves wrong.
    let mut changed = bytes[100..].to_vec();
    changed[part() + 7] ^= 1;
    let refused = piece_with(&upload, 100, &changed, &checksum(&bytes[100..])).await;
    assert_eq!(refused.status().as_u16(), 460);
    assert_eq!(upload.offset().await, 100);
    let taken = piece_with(&upload, 100, &bytes[100..], &checksum(&bytes[100..])).await;
    assert_eq!(taken.status(), StatusCode::NO_CONTENT);
    assert_eq!(digest(&downloaded(&visitor, &upload).await), digest(&bytes));
}

#[tokio::test]
async fn a_first_piece_that_changed_on_its_way_is_not_taken_for_another_kind_of_file() {
    let visitor = Visitor::new();
    let bytes = picture(20_000);
    let upload = Upload::create(&visitor, bytes.len(), "a.png", "image/png").await;
    let mut changed = bytes.clone();
    changed[0] ^= 1;
    assert_eq!(piece_with(&upload, 0, &changed, &checksum(&bytes)).await.status().as_u16(), 460);
    assert_eq!(
        piece_with(&upload, 0, &bytes, &checksum(&bytes)).await.status(),
        StatusCode::NO_CONTENT
    );
    let refused = Upload::create(&visitor, 20_000, "a.png", "image/png").await;
    let program = [b"\x7fELF\x02\x01\x01".as_slice(), &vec![0; 19_993]].concat();
    assertions::problem(
        piece_with(&refused, 0, &program, &checksum(&program)).await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    )
    .await;
}

#[tokio::test]
async fn a_checksum_that_cannot_be_compared_is_refused() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, "a.png", "image/png").await;
    for value in ["md5 XrY7u+Ae7tCTyyK7j1rNww==", "sha1", "sha1 !"] {
        assertions::problem(
            piece_with(&upload, 0, &picture(100), value).await,
            StatusCode::BAD_REQUEST,
        )
        .await;
    }
    assert_eq!(upload.offset().await, 0);
}

#[tokio::test]
async fn an_upload_says_until_when_it_is_kept() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, "a.png", "image/png").await;
    for response in [upload.head().await, upload.send(0, picture(10)).await] {
        let expires = header_of(&response, "Upload-Expires");
        assert!(
            expires.ends_with(" GMT") && expires.len() == "Sun, 06 Nov 1994 08:49:37 GMT".len(),
            "{expires}"
        );
    }
}
