//! `/api/v1/uploads`: resumable uploads of attachments, and their download.

use domain::{
    media::upload::{PART, UPLOAD_MAX},
    wire::{Acknowledgement, Attachment},
};
use reqwest::{Method, Response, StatusCode, Url, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{self, complaint_with, digest, picture},
    server,
    uploads::{UPLOADS, Upload, creation, metadata, number},
};
use tokio::{io::AsyncWriteExt, task::JoinSet};

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

// Protocol.

#[tokio::test]
async fn the_edge_says_what_it_speaks() {
    let response = Visitor::new().request(Method::OPTIONS, UPLOADS).send().await.unwrap();
    assert!(response.status().is_success());
    assert!(header_of(&response, "Tus-Version").contains("1.0.0"));
    let extensions = header_of(&response, "Tus-Extension");
    for extension in [
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "expiration",
        "termination",
        "checksum",
    ] {
        assert!(
            extensions.split(',').any(|offered| offered.trim() == extension),
            "{extension} in {extensions}"
        );
    }
    assert_eq!(header_of(&response, "Tus-Max-Size"), UPLOAD_MAX.to_string());
}

#[tokio::test]
async fn an_upload_begins_empty_and_knows_its_length() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 1_000, NAME, "image/png").await;
    let head = upload.head().await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!((number(&head, "Upload-Offset"), number(&head, "Upload-Length")), (0, 1_000));
    assert_eq!(header_of(&head, "Tus-Resumable"), "1.0.0");
    assert!(header_of(&head, header::CACHE_CONTROL).contains("no-store"));
}

#[tokio::test]
async fn the_first_bytes_may_come_with_the_creation() {
    let visitor = Visitor::new();
    let bytes = picture(1_000);
    let request = creation(&visitor, "1000")
        .header("Upload-Metadata", metadata(NAME, "image/png"))
        .header(header::CONTENT_TYPE, tests::uploads::PIECE)
        .body(bytes[..600].to_vec());
    let response = request.send().await.unwrap();
    let upload = Upload::created(&visitor, &response);
    assert_eq!(number(&response, "Upload-Offset"), 600);
    upload.take(600, &bytes[600..]).await;
    let attachment = attached(&visitor, upload.id()).await;
    assert_eq!(digest(&download(&visitor, &attachment).await), digest(&bytes));
}

#[tokio::test]
async fn a_length_that_is_missing_or_wrong_is_refused() {
    let visitor = Visitor::new();
    let without = visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .send()
        .await
        .unwrap();
    assertions::problem(without, StatusCode::BAD_REQUEST).await;
    for length in ["", "-1", "1.5", "many"] {
        assertions::problem(
            creation(&visitor, length).send().await.unwrap(),
            StatusCode::BAD_REQUEST,
        )
        .await;
    }
}

#[tokio::test]
async fn more_than_the_limit_is_refused_before_a_byte_is_sent() {
    let visitor = Visitor::new();
    let response = creation(&visitor, &(UPLOAD_MAX + 1).to_string()).send().await.unwrap();
    assertions::problem(response, StatusCode::PAYLOAD_TOO_LARGE).await;
    assert_eq!(
        creation(&visitor, &UPLOAD_MAX.to_string()).send().await.unwrap().status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn another_version_of_the_protocol_is_refused() {
    let visitor = Visitor::new();
    let request = visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "0.2.2")
        .header("Upload-Length", "10");
    let response = request.send().await.unwrap();
    assert!(header_of(&response, "Tus-Version").contains("1.0.0"));
    assert_eq!(response.status(), StatusCode::PRECONDITION_FAILED);
    let none =
        visitor.request(Method::POST, UPLOADS).header("Upload-Length", "10").send().await.unwrap();
    assert_eq!(none.status(), StatusCode::PRECONDITION_FAILED);
}

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
async fn an_upload_that_does_not_exist_is_not_found() {
    let visitor = Visitor::new();
    for id in [&"0".repeat(32), "nothing", "..%2f..%2fsecrets"] {
        let request = visitor
            .request(Method::HEAD, &format!("{UPLOADS}/{id}"))
            .header("Tus-Resumable", "1.0.0");
        assert!(matches!(request.send().await.unwrap().status().as_u16(), 404 | 410), "{id}");
    }
}

#[tokio::test]
async fn an_upload_that_was_given_up_is_gone() {
    let visitor = Visitor::new();
    let upload = Upload::create(&visitor, 100, NAME, "image/png").await;
    upload.take(0, &picture(60)).await;
    assert_eq!(
        upload.request(Method::DELETE).send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    assert!(matches!(upload.head().await.status().as_u16(), 404 | 410));
    assert!(matches!(upload.send(60, vec![0; 40]).await.status().as_u16(), 404 | 410));
    assertions::invalid(
        visitor.try_to_submit(&complaint_with(&[upload.id()])).await,
        &["/attachments/0"],
    )
    .await;
}

#[tokio::test]
async fn a_page_of_an_entity_may_upload_and_a_foreign_one_may_not() {
    let visitor = Visitor::new();
    let response =
        creation(&visitor, "10").header(header::ORIGIN, server::demo()).send().await.unwrap();
    assert_eq!(header_of(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), server::demo());
    assert!(
        header_of(&response, header::ACCESS_CONTROL_EXPOSE_HEADERS)
            .to_lowercase()
            .contains("location")
    );
    let upload = Upload::created(&visitor, &response);
    let ask = upload
        .request(Method::OPTIONS)
        .header(header::ORIGIN, server::demo())
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PATCH")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "tus-resumable,upload-offset,content-type");
    let answer = ask.send().await.unwrap();
    assert!(answer.status().is_success());
    assert!(header_of(&answer, header::ACCESS_CONTROL_ALLOW_METHODS).contains("PATCH"));
    assert!(
        header_of(&answer, header::ACCESS_CONTROL_ALLOW_HEADERS)
            .to_lowercase()
            .contains("upload-offset")
    );
    let foreign = creation(&visitor, "10")
        .header(header::ORIGIN, "https://evil.example")
        .send()
        .await
        .unwrap();
    assertions::problem(foreign, StatusCode::FORBIDDEN).await;
}

// Stored content.

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
    for length in [0, 1, 16, part() - 1, part(), part() + 1, 2 * part()] {
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

#[tokio::test]
async fn what_was_said_of_an_upload_is_said_again() {
    let visitor = Visitor::new();
    let said = format!("{},is_confidential", metadata(NAME, "image/png"));
    let created = creation(&visitor, "100").header("Upload-Metadata", &said).send().await.unwrap();
    let upload = Upload::created(&visitor, &created);
    let asked =
        upload.request(Method::HEAD).header(header::ORIGIN, server::demo()).send().await.unwrap();
    assert_eq!(header_of(&asked, "Upload-Metadata"), said);
    assert!(header_of(&asked, header::ACCESS_CONTROL_EXPOSE_HEADERS).contains("Upload-Metadata"));
    let silent = Upload::created(&visitor, &creation(&visitor, "100").send().await.unwrap());
    assert!(silent.head().await.headers().get("Upload-Metadata").is_none());
    let endless = creation(&visitor, "100")
        .header("Upload-Metadata", format!("filename {}", "QUJD".repeat(2_000)));
    assertions::problem(endless.send().await.unwrap(), StatusCode::BAD_REQUEST).await;
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
async fn the_type_is_told_from_the_content() {
    let visitor = Visitor::new();
    let upload = visitor.upload("ملاحظة بسيطة\n".as_bytes(), "page.html", "text/html").await;
    let attachment = attached(&visitor, &upload).await;
    assert_eq!(attachment.media_type, "text/plain");
    let response = visitor.get(&attachment.url).await;
    assert!(header_of(&response, header::CONTENT_TYPE).starts_with("text/plain"));
}

#[tokio::test]
async fn an_attachment_is_served_so_that_it_cannot_run() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    let attachment = attached(&visitor, &upload).await;
    let response = visitor.get(&attachment.url).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "image/png");
    assert!(header_of(&response, header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(header_of(&response, header::CONTENT_DISPOSITION).is_ascii());
}

#[tokio::test]
async fn a_player_may_ask_for_a_part_of_an_attachment() {
    let visitor = Visitor::new();
    let bytes = picture(10_000);
    let upload = visitor.upload(&bytes, NAME, "image/png").await;
    let attachment = attached(&visitor, &upload).await;
    for (range, wanted) in
        [("bytes=100-199", 100..200), ("bytes=9990-", 9_990..10_000), ("bytes=-10", 9_990..10_000)]
    {
        let request = visitor.request(Method::GET, &attachment.url).header(header::RANGE, range);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{range}");
        let told = format!("bytes {}-{}/10000", wanted.start, wanted.end - 1);
        assert_eq!(header_of(&response, header::CONTENT_RANGE), told);
        assert_eq!(response.bytes().await.unwrap(), bytes[wanted]);
    }
    let beyond =
        visitor.request(Method::GET, &attachment.url).header(header::RANGE, "bytes=20000-");
    assert_eq!(beyond.send().await.unwrap().status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn a_link_that_was_changed_opens_nothing() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), NAME, "image/png").await;
    let link = server::at_edge(&attached(&visitor, &upload).await.url);
    assert!(link.query().is_some(), "{link}");
    let refused = |response: Response| matches!(response.status().as_u16(), 401 | 403 | 404);
    let mut bare = link.clone();
    bare.set_query(None);
    assert!(refused(visitor.get(bare.as_str()).await));
    for changed in changes(&link) {
        assert!(refused(visitor.get(changed.as_str()).await), "{changed}");
    }
}

/// Returns the link with one parameter changed at a time: numbers increased and decreased, other
/// values emptied or with another first letter.
fn changes(link: &Url) -> Vec<Url> {
    let pairs: Vec<(String, String)> = link.query_pairs().into_owned().collect();
    let mut changed = Vec::new();
    for place in 0..pairs.len() {
        let value = &pairs[place].1;
        let others = match value.parse::<i64>() {
            Ok(number) => vec![(number + 1_000).to_string(), (number - 1_000_000).to_string()],
            Err(_) => vec![
                format!("{}{}", if value.starts_with('A') { 'B' } else { 'A' }, &value[1..]),
                String::new(),
            ],
        };
        for other in others {
            let mut pairs = pairs.clone();
            pairs[place].1 = other;
            let mut link = link.clone();
            link.query_pairs_mut().clear().extend_pairs(pairs);
            changed.push(link);
        }
    }
    changed
}

// Attachments of a submission.

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

#[tokio::test]
async fn a_link_is_made_for_the_bearer_of_the_tracking_key_alone() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(100), NAME, "image/png").await;
    let acknowledgement = visitor.submit(&complaint_with(&[&upload])).await;
    let public = visitor.status(acknowledgement.reference).await;
    assert!(public.content.is_none());
}
