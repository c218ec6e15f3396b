//! Chunks of an upload: their offsets, sizes and types, cut connections, and two writers at once.

use reqwest::{Method, StatusCode, header};
use tests::{
    assertions,
    client::Visitor,
    fixtures::{complaint_with, digest, picture},
    uploads::Upload,
};
use tokio::{io::AsyncWriteExt, task::JoinSet};

use super::{NAME, attached, download, part};

#[tokio::test]
async fn a_piece_that_begins_elsewhere_is_refused() {
    let visitor = Visitor::new();
    let bytes = picture(100);
    let upload = Upload::create(&visitor, 100, NAME, "image/png").await;
    assertions::problem(upload.send(1, bytes[1..].to_vec()).await, StatusCode::CONFLICT).await;
    upload.take(0, &bytes[..50]).await;
    assertions::problem(upload.send(0, bytes.clone()).await, StatusCode::CONFLICT).await;
    assert_eq!(upload.offset().await, 50);
    upload.take(50, &bytes[50..]).await;
}

#[tokio::test]
async fn a_piece_of_another_content_type_is_refused() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, NAME, "image/png").await;
    let request = upload
        .request(Method::PATCH)
        .header("Upload-Offset", 0)
        .header(header::CONTENT_TYPE, "image/png");
    let response = request.body(picture(100)).send().await.unwrap();
    assertions::problem(response, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    assert_eq!(upload.offset().await, 0);
}

#[tokio::test]
async fn more_than_was_announced_is_refused() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, NAME, "image/png").await;
    let response = upload.send(0, picture(200)).await;
    assert!(response.status().is_client_error(), "{}", response.status());
    assert!(upload.offset().await <= 100);
}

#[tokio::test]
async fn content_that_could_run_is_refused_whatever_it_is_called() {
    let visitor = Visitor::new();
    let elf = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 100]].concat();
    for bytes in [
        b"<!doctype html><script>alert(1)</script>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        elf,
    ] {
        let upload = Upload::create(&visitor, bytes.len(), "holiday.png", "image/png").await;
        assertions::problem(upload.send(0, bytes).await, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
        assert_eq!(
            visitor.try_to_submit(&complaint_with(&[upload.id()])).await.status(),
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}

#[tokio::test]
async fn twelve_mebibytes_in_odd_pieces_come_back_whole() {
    let visitor = Visitor::new();
    let bytes = picture(12 * 1024 * 1024);
    let upload = Upload::create(&visitor, bytes.len(), NAME, "image/png").await;
    let mut offset = 0;
    for length in [1, part() - 1, 3, part(), 7, bytes.len()] {
        let end = bytes.len().min(offset + length);
        upload.take(offset, &bytes[offset..end]).await;
        assert_eq!(upload.offset().await, end);
        offset = end;
    }
    let attachment = attached(&visitor, upload.id()).await;
    assert_eq!(attachment.size, bytes.len() as u64);
    assert_eq!((attachment.name.as_str(), attachment.media_type.as_str()), (NAME, "image/png"));
    assert_eq!(digest(&download(&visitor, &attachment).await), digest(&bytes));
}

#[tokio::test]
async fn sizes_around_one_part_come_back_whole() {
    let visitor = Visitor::new();
    for length in [1, 16, part() - 1, part(), part() + 1, 2 * part()] {
        // Below 16 bytes, plain text is sent, because a PNG signature doesn't fit.
        let bytes = if length < 16 { vec![b'a'; length] } else { picture(length) };
        let upload = visitor.upload(&bytes, NAME, "image/png").await;
        let attachment = attached(&visitor, &upload).await;
        assert_eq!(digest(&download(&visitor, &attachment).await), digest(&bytes), "{length}");
    }
}

#[tokio::test]
async fn an_upload_that_was_cut_in_mid_body_goes_on_from_where_it_stands() {
    let visitor = Visitor::new();
    let bytes = picture(7 * 1024 * 1024);
    let upload = Upload::create(&visitor, bytes.len(), NAME, "image/png").await;
    upload.cut(&bytes, 6 * 1024 * 1024 + 11).await;
    let stands = upload.settled_offset().await;
    assert!(stands < bytes.len(), "{stands}");
    upload.take(stands, &bytes[stands..]).await;
    let attachment = attached(&visitor, upload.id()).await;
    assert_eq!(digest(&download(&visitor, &attachment).await), digest(&bytes));
}

#[tokio::test]
async fn one_of_two_writers_at_the_same_place_loses() {
    let visitor = Visitor::new();
    // The concurrent chunks cross the end of a part.
    let (start, length) = (part() - 100_000, part() + 100_000);
    let (one, mut other) = (picture(length), picture(length));
    other[..start].copy_from_slice(&one[..start]);
    let upload = Upload::create(&visitor, one.len(), NAME, "image/png").await;
    upload.take(0, &one[..start]).await;
    let mut writing = JoinSet::new();
    for bytes in [&one, &other] {
        let piece = upload.piece(start, bytes[start..].to_vec());
        writing.spawn(async move { piece.send().await.unwrap().status() });
    }
    let statuses = writing.join_all().await;
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::NO_CONTENT).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().any(|status| matches!(*status, StatusCode::CONFLICT | StatusCode::LOCKED)),
        "{statuses:?}"
    );
    assert_eq!(upload.offset().await, one.len());
    let attachment = attached(&visitor, upload.id()).await;
    let stored = digest(&download(&visitor, &attachment).await);
    assert!(stored == digest(&one) || stored == digest(&other), "a mixture of both was stored");
}

#[tokio::test]
async fn a_writer_that_was_given_up_changes_nothing_any_more() {
    let visitor = Visitor::new();
    let (given_up, bytes) = (picture(300_000), picture(300_000));
    let upload = Upload::create(&visitor, bytes.len(), NAME, "image/png").await;
    let mut late = upload.begin(&given_up, 100_000).await;
    let locked = upload.send(0, bytes.clone()).await;
    assert_eq!(locked.status(), StatusCode::LOCKED);
    assert_eq!(upload.offset().await, 0);
    upload.take(0, &bytes[..200_000]).await;
    late.write_all(&given_up[100_000..250_000]).await.unwrap();
    drop(late);
    assert_eq!(upload.settled_offset().await, 200_000);
    upload.take(200_000, &bytes[200_000..]).await;
    let attachment = attached(&visitor, upload.id()).await;
    assert_eq!(digest(&download(&visitor, &attachment).await), digest(&bytes));
}
