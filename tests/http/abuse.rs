//! Abusive and malformed requests, each with its exact response.

use domain::wire::{Acknowledgement, Contact, Status, Submission};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::json;
use tests::{
    assertions,
    client::{self, PARTICIPATIONS, Visitor},
    fixtures::{self, complaint},
    uploads::{PIECE, Upload, creation},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn raw(visitor: &Visitor, body: impl Into<Vec<u8>>) -> RequestBuilder {
    let request = visitor
        .request(Method::POST, PARTICIPATIONS)
        .header("Idempotency-Key", fixtures::key().as_str());
    request.header(header::CONTENT_TYPE, "application/json").body(body.into())
}

async fn send(visitor: &Visitor, body: impl Into<Vec<u8>>) -> Response {
    raw(visitor, body).send().await.unwrap()
}

fn with(member: &str) -> String {
    format!(r#"{{"kind":"complaint","entity":"rta","language":"en","text":"t",{member}}}"#)
}

#[tokio::test]
async fn json_that_is_deep_huge_or_not_even_text_is_malformed_or_too_large() {
    let visitor = Visitor::new();
    let deep = with(&format!("\"contact\":{}{}", "[".repeat(20_000), "]".repeat(20_000)));
    let cases: [(Vec<u8>, StatusCode); 7] = [
        (deep.into(), StatusCode::BAD_REQUEST),
        ("[".repeat(60_000).into(), StatusCode::BAD_REQUEST),
        (with(&format!("\"x\":\"{}\"", "y".repeat(70_000))).into(), StatusCode::PAYLOAD_TOO_LARGE),
        (b"{\"kind\":\"\xff\xfe\"}".to_vec(), StatusCode::BAD_REQUEST),
        (with(r#""page":"\ud800""#).into(), StatusCode::BAD_REQUEST),
        (with(r#""page":"\udc00\ud800""#).into(), StatusCode::BAD_REQUEST),
        (b"\xef\xbb\xbf{}".to_vec(), StatusCode::BAD_REQUEST),
    ];
    for (place, (body, status)) in cases.into_iter().enumerate() {
        let answer = send(&visitor, body).await;
        assert_eq!(answer.status(), status, "case {place}");
        assertions::problem(answer, status).await;
    }
}

#[tokio::test]
async fn numbers_beyond_their_range_and_duplicate_members_are_malformed() {
    let visitor = Visitor::new();
    for member in [
        r#""elapsed_ms":4294967296"#,
        r#""elapsed_ms":-1"#,
        r#""elapsed_ms":1.5"#,
        r#""elapsed_ms":1e400"#,
        r#""elapsed_ms":"1""#,
        r#""text":"again""#,
        r#""contact":{"name":"a","name":"b"}"#,
    ] {
        assertions::problem(send(&visitor, with(member)).await, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn a_member_that_nobody_knows_is_no_obstacle() {
    let visitor = Visitor::new();
    let answer = send(&visitor, with(r#""__proto__":{"admin":true},"later":[1,{"a":null}]"#)).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_control_character_in_what_is_said_is_refused_and_not_stored() {
    let visitor = Visitor::new();
    for (member, pointer) in [
        (r#""suggestion":"a\u0000b""#, "/suggestion"),
        (r#""contact":{"email":"a\r\n@example.org"}"#, "/contact/email"),
    ] {
        assertions::invalid(send(&visitor, with(member)).await, &[pointer]).await;
    }
}

#[tokio::test]
async fn a_name_is_one_line_whatever_was_pasted() {
    let visitor = Visitor::new();
    for pasted in ["a\u{0}b", "a\r\nBcc: all@example.org", "Salma\tAli"] {
        let contact = Contact {
            name: Some(pasted.into()),
            email: Some("salma@example.org".into()),
            phone: None,
        };
        let sent = Submission { contact: Some(contact), ..complaint() };
        let acknowledgement = visitor.submit(&sent).await;
        let kept = visitor.content(&acknowledgement).await.contact.unwrap().name.unwrap();
        assert!(!kept.chars().any(char::is_control), "{kept:?}");
    }
}

#[tokio::test]
async fn what_looks_like_code_is_stored_as_it_was_typed_and_shown_as_text() {
    let visitor = Visitor::new();
    for input in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE participations; --",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "\u{202e}gnihtemos\u{202c} \u{200b}\u{feff}x",
        "=HYPERLINK(\"https://evil.example\")",
    ] {
        let word: String = input.split_whitespace().collect();
        let page = format!("https://rta.example/{}", word.replace(['?', '#'], ""));
        let upload = visitor
            .upload(b"words", &format!("{}.txt", input.replace(['/', '\\'], "")), "text/plain")
            .await;
        let sent = Submission {
            text: input.into(),
            suggestion: Some(input.into()),
            page: Some(page),
            ..fixtures::complaint_with(&[&upload])
        };
        let acknowledgement = visitor.submit(&sent).await;
        let content = visitor.content(&acknowledgement).await;
        assert_eq!((content.text.as_str(), &content.page), (input, &sent.page));
        let suggestion =
            visitor.open(content.suggestion.unwrap(), &acknowledgement.tracking_key).await;
        assert_eq!(suggestion.json::<Status>().await.unwrap().content.unwrap().text, input);
        let page =
            visitor.get(&format!("/p/{}", acknowledgement.reference)).await.text().await.unwrap();
        assert!(!page.contains(input));
    }
    // Enumerated and formatted members refuse such values.
    for (member, status) in [
        (r#""kind":"<b>""#, StatusCode::BAD_REQUEST),
        (r#""mood":"' OR 1=1""#, StatusCode::BAD_REQUEST),
        (r#""entity":"rta' OR '1'='1""#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""service":"<script>""#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""language":"<i>""#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""attachments":["'; DROP TABLE uploads; --"]"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""contact":{"phone":"<script>"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""page":"javascript:alert(1)""#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#""page":"https://rta.example/\u0000""#, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (name, value) = member.split_once(':').unwrap();
        let mut body = serde_json::to_value(complaint()).unwrap();
        body[name.trim_matches('"')] = serde_json::from_str(value).unwrap();
        assertions::problem(send(&visitor, body.to_string()).await, status).await;
    }
    let long = Submission { text: "x".repeat(100_000), ..complaint() };
    assertions::problem(visitor.try_to_submit(&long).await, StatusCode::PAYLOAD_TOO_LARGE).await;
}

#[tokio::test]
async fn a_header_that_is_missing_or_nonsense_has_its_answer() {
    let visitor = Visitor::new();
    let body = serde_json::to_string(&complaint()).unwrap();
    let post = || visitor.request(Method::POST, PARTICIPATIONS).body(body.clone());
    let key = fixtures::key();
    let no_type = post().header("Idempotency-Key", key.as_str()).send().await.unwrap();
    assertions::problem(no_type, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    for (name, value, status) in [
        ("Content-Type", "application/json; charset=utf-8", StatusCode::CREATED),
        ("Content-Type", "APPLICATION/JSON", StatusCode::CREATED),
        ("Content-Type", ";", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = post()
            .header("Idempotency-Key", fixtures::key().as_str())
            .header(name, value)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{name}: {value}");
    }
    let acknowledgement = visitor.submit(&complaint()).await;
    let link = format!("{PARTICIPATIONS}/{}", acknowledgement.reference);
    let cut = &acknowledgement.tracking_key[..21];
    for value in [
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        &format!("Bearer {cut}"),
        &format!("Bearer {cut}!"),
        "x",
    ] {
        let answer = visitor
            .request(Method::GET, &link)
            .header(header::AUTHORIZATION, value)
            .send()
            .await
            .unwrap();
        assertions::problem(answer, StatusCode::UNAUTHORIZED).await;
    }
    for (name, value) in [("If-None-Match", "\"\"\""), ("Accept-Language", "q=9;;,,")] {
        let answer = visitor.request(Method::GET, &link).header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{name}");
    }
    for value in [":::", "x", "\"\""] {
        let answer = visitor
            .submission(&fixtures::key(), &complaint())
            .header("Proof", value)
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.status(),
            StatusCode::CREATED,
            "below the limits nobody asks for a proof, {value}"
        );
    }
}

#[tokio::test]
async fn an_origin_that_is_none_may_not_send() {
    let visitor = Visitor::new();
    let edge = tests::server::edge();
    for origin in [
        "::::",
        "https://",
        "https://*.rta.ae",
        "https://www.rta.ae/",
        "https://www.rta.ae@evil.example",
        &format!("{edge}.evil.example"),
    ] {
        let sent = visitor
            .submission(&fixtures::key(), &complaint())
            .header(header::ORIGIN, origin)
            .send()
            .await
            .unwrap();
        assertions::problem(sent, StatusCode::FORBIDDEN).await;
        let begun = creation(&visitor, "1").header(header::ORIGIN, origin).send().await.unwrap();
        assertions::problem(begun, StatusCode::FORBIDDEN).await;
    }
}

#[tokio::test]
async fn what_an_upload_says_of_itself_must_be_readable() {
    let visitor = Visitor::new();
    for metadata in ["filename !!!", "filename //8=", "filetype YQ", "filename \u{e9}"] {
        let begun =
            creation(&visitor, "1").header("Upload-Metadata", metadata).send().await.unwrap();
        assertions::problem(begun, StatusCode::BAD_REQUEST).await;
    }
    for metadata in ["", ",,", "filename", "filename ,filetype"] {
        let begun =
            creation(&visitor, "1").header("Upload-Metadata", metadata).send().await.unwrap();
        assert_eq!(begun.status(), StatusCode::CREATED, "{metadata}");
    }
    let upload = Upload::create(&visitor, 10, "a.txt", "text/plain").await;
    let piece = || upload.request(Method::PATCH).header(header::CONTENT_TYPE, PIECE).body("words");
    for offset in ["", "-1", "+0", "0x0", "1.5", "18446744073709551616", "zero"] {
        assertions::problem(
            piece().header("Upload-Offset", offset).send().await.unwrap(),
            StatusCode::BAD_REQUEST,
        )
        .await;
    }
    assertions::problem(piece().send().await.unwrap(), StatusCode::BAD_REQUEST).await;
    assertions::problem(
        piece().header("Upload-Offset", "3").send().await.unwrap(),
        StatusCode::CONFLICT,
    )
    .await;
    for checksum in ["", "sha256", "md5 YQ==", "sha256 !!!", "sha256 YQ=="] {
        let sent = piece()
            .header("Upload-Offset", "0")
            .header("Upload-Checksum", checksum)
            .send()
            .await
            .unwrap();
        assert!(matches!(sent.status().as_u16(), 400 | 460), "{checksum}: {}", sent.status());
    }
    for version in ["", "1", "1.0.0.0", "2.0.0"] {
        let mut request = piece().header("Upload-Offset", "0").build().unwrap();
        request.headers_mut().insert("Tus-Resumable", version.parse().unwrap());
        let sent = client::http().execute(request).await.unwrap();
        assertions::problem(sent, StatusCode::PRECONDITION_FAILED).await;
    }
    assert_eq!(upload.offset().await, 0);
}

#[tokio::test]
async fn a_range_that_is_none_gets_the_whole_and_one_beyond_the_end_nothing() {
    let visitor = Visitor::new();
    let upload = visitor.upload(b"ten bytes.", "a.txt", "text/plain").await;
    let acknowledgement = visitor.submit(&fixtures::complaint_with(&[&upload])).await;
    let link = visitor.content(&acknowledgement).await.attachments.remove(0).url;
    let ask = |range: &'static str| {
        visitor.request(Method::GET, &link).header(header::RANGE, range).send()
    };
    for range in [
        "",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=--1",
        "bytes=18446744073709551616-",
    ] {
        let answer = ask(range).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{range}");
        assert_eq!(answer.bytes().await.unwrap(), "ten bytes.", "{range}");
    }
    for range in ["bytes=10-", "bytes=10-11", "bytes=-0"] {
        let answer = ask(range).await.unwrap();
        assert_eq!(assertions::header_of(&answer, header::CONTENT_RANGE), "bytes */10", "{range}");
        assertions::problem(answer, StatusCode::RANGE_NOT_SATISFIABLE).await;
    }
}

#[tokio::test]
async fn a_body_that_lies_about_its_length_stores_nothing_half() {
    let visitor = Visitor::new();
    let body = serde_json::to_string(&complaint()).unwrap();
    let key = fixtures::key();
    let url = visitor.address(PARTICIPATIONS);
    let host = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    // Announces fewer bytes than it sends, so that the JSON ends in the middle.
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let head = format!(
        "POST {PARTICIPATIONS} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nConnection: close\r\nIdempotency-Key: {}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        key.as_str(),
        body.len() - 5
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 400");
    // The idempotency key is still unused.
    let sent = visitor.submission(&key, &complaint()).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::CREATED);
    sent.json::<Acknowledgement>().await.unwrap();
}

#[tokio::test]
async fn an_upload_of_someone_else_or_of_yesterday_cannot_be_had() {
    let visitor = Visitor::new();
    let upload = visitor.upload(b"words", "a.txt", "text/plain").await;
    visitor.submit(&fixtures::complaint_with(&[&upload])).await;
    for id in [upload.as_str(), "ffffffffffffffffffffffffffffffff"] {
        let body = json!({ "kind": "complaint", "entity": "rta", "language": "en", "text": "t", "attachments": [id] });
        assertions::invalid(send(&visitor, body.to_string()).await, &["/attachments/0"]).await;
        let head = visitor
            .request(Method::HEAD, &format!("/api/v1/uploads/{id}"))
            .header("Tus-Resumable", "1.0.0");
        assert_eq!(head.send().await.unwrap().status(), StatusCode::NOT_FOUND);
    }
}
