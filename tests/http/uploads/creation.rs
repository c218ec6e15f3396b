//! Creation of an upload, its state, and its end before it is attached.

use domain::media::upload::UPLOAD_MAX;
use reqwest::{Method, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{complaint_with, digest, picture},
    server,
    uploads::{PIECE, UPLOADS, Upload, creation, metadata, number},
};

use super::{NAME, attached, download};

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
        .header(header::CONTENT_TYPE, PIECE)
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
async fn what_was_said_of_an_upload_is_said_again() {
    let visitor = Visitor::new();
    let upload_metadata = format!("{},is_confidential", metadata(NAME, "image/png"));
    let created =
        creation(&visitor, "100").header("Upload-Metadata", &upload_metadata).send().await.unwrap();
    let upload = Upload::created(&visitor, &created);
    let head =
        upload.request(Method::HEAD).header(header::ORIGIN, server::demo()).send().await.unwrap();
    assert_eq!(header_of(&head, "Upload-Metadata"), upload_metadata);
    assert!(header_of(&head, header::ACCESS_CONTROL_EXPOSE_HEADERS).contains("Upload-Metadata"));
    let silent = Upload::created(&visitor, &creation(&visitor, "100").send().await.unwrap());
    assert!(silent.head().await.headers().get("Upload-Metadata").is_none());
    let endless = creation(&visitor, "100")
        .header("Upload-Metadata", format!("filename {}", "QUJD".repeat(2_000)));
    assertions::problem(endless.send().await.unwrap(), StatusCode::BAD_REQUEST).await;
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
