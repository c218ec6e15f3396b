//! `/console/api/attachments/{id}`: attachments for staff, and the types that a browser may
//! display.

use domain::{
    reference::Reference,
    wire::{
        Submission,
        console::{Reading, ReadingKind, Readings, TranscriptVersions},
    },
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::json;
use tests::{
    assertions::header_of,
    client::Visitor,
    database::Database,
    fixtures::{self, WORD, picture},
    server,
    sign_in::Browser,
};

const PDF: &[u8] = b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF";

/// Submits a complaint with this file and returns its reference number and the file's path in the
/// console.
async fn with(bytes: &[u8], name: &str, media_type: &str) -> (Reference, String) {
    let visitor = Visitor::new();
    let upload = visitor.upload(bytes, name, media_type).await;
    let complaint = Submission { entity: "rta".into(), ..fixtures::complaint_with(&[&upload]) };
    (visitor.submit(&complaint).await.reference, format!("/console/api/attachments/{upload}"))
}

async fn employee() -> Browser {
    Browser::of("employee.rta").await
}

/// Returns the number of times that Maryam Al Falasi has read a case.
async fn readings(auditor: &mut Browser, reference: Reference) -> usize {
    let read = auditor.get(&format!("/console/api/cases/{reference}/readings")).await;
    let Readings { readings, names } = read.json().await.unwrap();
    let is_file = |reading: &&Reading| reading.what == ReadingKind::File;
    let is_hers = |reading: &&Reading| names[&reading.person] == "Maryam Al Falasi";
    readings.iter().filter(is_file).filter(is_hers).count()
}

#[tokio::test]
async fn a_pdf_goes_into_a_frame_of_the_console_and_nowhere_else() {
    let (_, path) = with(PDF, "plan.pdf.html", "application/pdf").await;
    let mut employee = employee().await;
    let shown = employee.get(&path).await;
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(header_of(&shown, header::CONTENT_TYPE), "application/pdf");
    assert_eq!(
        header_of(&shown, header::CONTENT_DISPOSITION),
        "inline; filename=\"file\"; filename*=UTF-8''plan.pdf.html.pdf"
    );
    assert_eq!(header_of(&shown, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(header_of(&shown, "cross-origin-resource-policy"), "same-origin");
    let policy = header_of(&shown, header::CONTENT_SECURITY_POLICY);
    assert_eq!(policy, "default-src 'none'; frame-ancestors 'self'");
    assert!(header_of(&shown, header::CACHE_CONTROL).contains("no-store"));
    assert_eq!(shown.bytes().await.unwrap(), PDF);
}

#[tokio::test]
async fn whatever_is_no_pdf_is_given_out_to_be_saved() {
    let files = [
        (
            &b"javascript:alert(1) <svg onload=alert(1)>"[..],
            "page.svg",
            "image/svg+xml",
            "text/plain",
        ),
        (b"alert(1) <script>alert(1)</script>", "page.pdf", "application/pdf", "text/plain"),
        (&picture(2_000), "gate.png", "image/png", "image/png"),
        (&fixtures::letter("<script>alert(1)</script>"), "letter.docx", WORD, WORD),
    ];
    let mut employee = employee().await;
    for (bytes, name, declared, media_type) in files {
        let (_, path) = with(bytes, name, declared).await;
        let given = employee.get(&path).await;
        assert_eq!(header_of(&given, header::CONTENT_TYPE), media_type, "{name}");
        assert!(header_of(&given, header::CONTENT_DISPOSITION).starts_with("attachment"), "{name}");
        assert_eq!(header_of(&given, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header_of(&given, header::CONTENT_SECURITY_POLICY).contains("sandbox"), "{name}");
    }
}

#[tokio::test]
async fn what_is_read_part_by_part_is_read_once_and_what_is_asked_about_is_not() {
    let (reference, path) = with(PDF, "plan.pdf", "application/pdf").await;
    let (mut employee, mut auditor) = (employee().await, Browser::of("auditor").await);
    let part = async |employee: &mut Browser, method: Method, range: &str| -> Response {
        let request = employee.request(method, &path).header(header::RANGE, range);
        employee.send(request).await
    };
    assert_eq!(
        part(&mut employee, Method::HEAD, "bytes=0-").await.status(),
        StatusCode::PARTIAL_CONTENT
    );
    assert_eq!(
        part(&mut employee, Method::GET, "bytes=900-").await.status(),
        StatusCode::RANGE_NOT_SATISFIABLE
    );
    assert_eq!(readings(&mut auditor, reference).await, 0);
    for (range, read) in [("bytes=0-9", &PDF[..10]), ("bytes=10-", &PDF[10..])] {
        let answer = part(&mut employee, Method::GET, range).await;
        assert_eq!(answer.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(answer.bytes().await.unwrap(), read);
    }
    assert_eq!(readings(&mut auditor, reference).await, 1);
}

#[tokio::test]
async fn earlier_versions_of_a_transcript_stay_readable() {
    let (_, path) = with(&fixtures::photograph(2_000), "gate.jpg", "image/jpeg").await;
    let (mut employee, mut auditor) = (employee().await, Browser::of("auditor").await);
    let path = format!("{path}/transcript");
    for text in ["Gate seven is shut.", "Gate nine is shut.", ""] {
        let written = employee.call(Method::PUT, &path, &json!({ "text": text })).await;
        assert_eq!(written.status(), StatusCode::NO_CONTENT);
    }
    let versions: TranscriptVersions = auditor.get(&path).await.json().await.unwrap();
    let texts: Vec<_> = versions.versions.iter().map(|version| version.text.as_deref()).collect();
    assert_eq!(texts, [None, Some("Gate nine is shut."), Some("Gate seven is shut.")]);
    assert!(versions.names.values().any(|name| name == "Maryam Al Falasi"));
    let mut stranger = Browser::of("employee.iacad").await;
    assert_eq!(stranger.get(&path).await.status(), StatusCode::NOT_FOUND);

    let database = Database::in_state(&server::state());
    for statement in ["UPDATE transcripts SET text = 'Gate one.'", "DELETE FROM transcripts"] {
        assert!(database.refuses(statement), "{statement}");
    }
}

#[tokio::test]
async fn a_range_that_leaves_out_the_beginning_is_a_reading_too() {
    let (reference, path) = with(PDF, "plan.pdf", "application/pdf").await;
    let (mut employee, mut auditor) = (employee().await, Browser::of("auditor").await);
    for range in ["bytes=1-", "bytes=-5", "bytes=4-9"] {
        let request = employee.request(Method::GET, &path).header(header::RANGE, range);
        assert_eq!(employee.send(request).await.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(readings(&mut auditor, reference).await, 1, "{range}");
    }
}

#[tokio::test]
async fn each_file_of_a_case_is_a_reading_of_its_own() {
    let visitor = Visitor::new();
    let files = [
        visitor.upload(PDF, "plan.pdf", "application/pdf").await,
        visitor.upload(PDF, "bill.pdf", "application/pdf").await,
    ];
    let complaint = fixtures::complaint_with(&[&files[0], &files[1]]);
    let complaint = Submission { entity: "rta".into(), ..complaint };
    let reference = visitor.submit(&complaint).await.reference;
    let (mut employee, mut auditor) = (employee().await, Browser::of("auditor").await);
    for (file, count) in [(&files[0], 1), (&files[1], 2), (&files[0], 2)] {
        let path = format!("/console/api/attachments/{file}");
        let request = employee.request(Method::GET, &path).header(header::RANGE, "bytes=1-");
        assert_eq!(employee.send(request).await.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(readings(&mut auditor, reference).await, count);
    }
}
