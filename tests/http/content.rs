//! Content of attachments: accepted types, removal of locations, and safe delivery.

use domain::{
    media::{mark::Mark, upload::PART},
    wire::Attachment,
};
use reqwest::{Method, Response, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{self, WORD, complaint_with, digest, types},
    uploads::Upload,
};

const PLACE: &[u8] = b"25.2048N 55.2708E";

async fn attach(visitor: &Visitor, bytes: &[u8], name: &str, media_type: &str) -> Attachment {
    let upload = visitor.upload(bytes, name, media_type).await;
    let acknowledgement = visitor.submit(&complaint_with(&[&upload])).await;
    visitor.content(&acknowledgement).await.attachments.remove(0)
}

async fn refused(visitor: &Visitor, bytes: &[u8], name: &str, media_type: &str) {
    let upload = Upload::create(visitor, bytes.len(), name, media_type).await;
    assertions::problem(upload.send(0, bytes.to_vec()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE)
        .await;
    assertions::invalid(
        visitor.try_to_submit(&complaint_with(&[upload.id()])).await,
        &["/attachments/0"],
    )
    .await;
}

/// Returns a photograph like a phone's: an orientation, a location, then `data` bytes of image
/// data.
fn photograph(data: usize) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()]
            .concat()
    };
    let place = u32::try_from(PLACE.len()).unwrap();
    let exif = [
        &b"Exif\0\0MM\0*\0\0\0\x08\0\x02"[..],
        &entry(0x0112, 3, 1, 0x0006_0000),
        &entry(0x8825, 4, 1, 38),
        &[0; 4],
        &[0, 1],
        &entry(2, 2, place, 56),
        &[0; 4],
        PLACE,
    ]
    .concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut photograph = [&b"\xff\xd8\xff\xe1"[..], &length, &exif, b"\xff\xda\0\x04\0\0"].concat();
    photograph.extend((0..data).map(|byte| u8::try_from(byte % 251).unwrap()));
    photograph
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn body_of(response: Response) -> Vec<u8> {
    assert_eq!(response.status(), StatusCode::OK);
    response.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn a_photograph_loses_its_place_and_nothing_else() {
    let visitor = Visitor::new();
    for data in [2_000, 2 * usize::try_from(PART).unwrap() + 5] {
        let sent = photograph(data);
        assert!(contains(&sent, PLACE));
        let attachment = attach(&visitor, &sent, "IMG_1.jpg", "image/jpeg").await;
        let stored = body_of(visitor.get(&attachment.url).await).await;
        assert_eq!((attachment.size, stored.len()), (sent.len() as u64, sent.len()));
        assert!(!contains(&stored, PLACE));
        let picture = sent.len() - data;
        assert_eq!(digest(&stored[picture..]), digest(&sent[picture..]));
        // The orientation is kept.
        assert_eq!(stored[..44], sent[..44]);
    }
}

/// Returns a film with `data` bytes of pictures before its description, as phones write it.
fn film(data: usize) -> Vec<u8> {
    let part = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], name, content].concat()
    };
    let place = part(b"\xa9xyz", &[b"\0\x11\x15\xc7", PLACE].concat());
    let name = part(b"\xa9nam", b"\0\x04\x15\xc7Park");
    let pictures: Vec<u8> = (0..data).map(|byte| u8::try_from(byte % 251).unwrap()).collect();
    [
        part(b"ftyp", b"qt  \0\0\0\0qt  "),
        part(b"mdat", &pictures),
        part(b"moov", &part(b"udta", &[place, name].concat())),
    ]
    .concat()
}

#[tokio::test]
async fn a_film_loses_its_place_and_nothing_else() {
    let visitor = Visitor::new();
    for data in [2_000, 2 * usize::try_from(PART).unwrap() + 5] {
        let sent = film(data);
        assert!(contains(&sent, PLACE));
        let attachment = attach(&visitor, &sent, "IMG_1.mov", "video/quicktime").await;
        let kept = body_of(visitor.get(&attachment.url).await).await;
        assert!(kept.len() == sent.len() && !contains(&kept, PLACE) && contains(&kept, b"Park"));
        assert_eq!(digest(&kept[..data + 36]), digest(&sent[..data + 36]));
    }
}

#[tokio::test]
async fn a_film_behind_a_photograph_is_overwritten() {
    let visitor = Visitor::new();
    let picture = [photograph(0), b"pixels\xff\xd9".to_vec()].concat();
    let sent = [picture.clone(), film(500)].concat();
    let attachment = attach(&visitor, &sent, "MVIMG_1.jpg", "image/jpeg").await;
    let kept = body_of(visitor.get(&attachment.url).await).await;
    assert_eq!(kept.len(), sent.len());
    assert!(kept[picture.len()..].iter().all(|byte| *byte == 0));
}

#[tokio::test]
async fn an_archive_that_calls_itself_a_document_is_refused() {
    let visitor = Visitor::new();
    let archive = |types: &str| fixtures::archive(&[("[Content_Types].xml", types)]);
    let letter = fixtures::letter("The lamp.");
    assert_eq!(attach(&visitor, &letter, "letter.docx", WORD).await.media_type, WORD);
    refused(&visitor, &archive("<Types/>"), "letter.docx", WORD).await;
    refused(
        &visitor,
        &archive(&types("ms-word.document.macroEnabled.main+xml")),
        "letter.docx",
        WORD,
    )
    .await;
    refused(&visitor, &archive("<x/>"), "letter.zip", "application/zip").await;
    refused(&visitor, &letter[..letter.len() - 30], "letter.docx", WORD).await;
}

#[tokio::test]
async fn a_document_is_what_its_contents_say_whatever_it_is_called() {
    let visitor = Visitor::new();
    let letter = fixtures::letter("The lamp.");
    for name in ["letter", "letter.xlsx", "letter.zip"] {
        assert_eq!(attach(&visitor, &letter, name, "").await.media_type, WORD);
    }
}

#[tokio::test]
async fn a_document_with_macros_is_taken_and_marked() {
    let visitor = Visitor::new();
    let letter = fixtures::archive(&[
        ("word/document.xml", "<w/>"),
        ("word/vbaProject.bin", "Sub"),
        ("[Content_Types].xml", &types("wordprocessingml.document.main+xml")),
    ]);
    let rtf = b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}";
    for (bytes, name, mark) in
        [(&letter[..], "a.docx", Mark::Macros), (rtf, "a.rtf", Mark::EmbeddedPackage)]
    {
        assert_eq!(attach(&visitor, bytes, name, "").await.marks, [mark]);
    }
    assert_eq!(attach(&visitor, &fixtures::letter("x"), "a.docx", "").await.marks, []);
}

#[tokio::test]
async fn an_empty_file_is_refused_with_a_reason() {
    let visitor = Visitor::new();
    let creation = visitor
        .request(Method::POST, "/api/v1/uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "0")
        .header("Upload-Metadata", "filename cGhvdG8uanBn,filetype aW1hZ2UvanBlZw==");
    let answer = creation.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.text().await.unwrap().contains("empty"));
}

#[tokio::test]
async fn recordings_of_phones_and_text_that_looks_like_a_signature_are_taken() {
    let visitor = Visitor::new();
    let film = [&b"\0\0\0\x18ftyp3gp5\0\0\x01\x003gp5isom"[..], b"\0\0\0\x10mdat12345678"].concat();
    for (bytes, name, declared, media_type) in [
        (&film[..], "v.3gp", "video/3gpp", "video/3gpp"),
        (&film[..], "v.3gp", "audio/3gpp", "audio/3gpp"),
        (b"#!AMR\n\x3c\x08\0\0", "v.amr", "audio/amr", "audio/amr"),
        (b"BMW in the fire lane", "note.txt", "text/plain", "text/plain"),
        (b"BC", "note.txt", "text/plain", "text/plain"),
    ] {
        assert_eq!(attach(&visitor, bytes, name, declared).await.media_type, media_type);
    }
}

#[tokio::test]
async fn a_file_of_two_natures_is_served_as_the_harmless_one() {
    let visitor = Visitor::new();
    let gif = [b"GIF89a/*".as_slice(), &[0; 40], b"*/=1;alert(document.domain)//"].concat();
    let pdf = b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF".to_vec();
    for (bytes, name, media_type, end) in
        [(gif, "a.gif.js", "image/gif", "gif"), (pdf, "a.pdf.html", "application/pdf", "pdf")]
    {
        let attachment = attach(&visitor, &bytes, name, "text/html").await;
        let response = visitor.get(&attachment.url).await;
        assert_eq!(header_of(&response, header::CONTENT_TYPE), media_type);
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header_of(&response, header::CONTENT_SECURITY_POLICY).contains("sandbox"));
        let disposition = header_of(&response, header::CONTENT_DISPOSITION);
        assert!(
            disposition.starts_with("attachment")
                && disposition.ends_with(&format!("{name}.{end}")),
            "{disposition}"
        );
        let served = body_of(response).await;
        // Nothing behind the end of a picture is kept.
        let is_same = end == "pdf";
        assert_eq!((served.len(), served == bytes), (bytes.len(), is_same), "{name}");
        assert!(is_same || !served.windows(5).any(|part| part == b"alert"), "{name}");
    }
}

#[tokio::test]
async fn what_could_run_is_refused_whatever_it_claims() {
    let visitor = Visitor::new();
    for bytes in [
        b"<?xml version=\"1.0\"?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
            .as_slice(),
        b"\xef\xbb\xbf  <html><body onload=alert(1)>",
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
        b"#!/bin/sh\nrm -rf /\0",
        b"7z\xbc\xaf\x27\x1c\0\x04",
        b"Rar!\x1a\x07\x01\0",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
    ] {
        refused(&visitor, bytes, "holiday.png", "image/png").await;
    }
}

#[tokio::test]
async fn a_name_is_data_whatever_is_in_it() {
    let visitor = Visitor::new();
    for (given, stored, header) in [
        ("../../etc/passwd", "passwd", "UTF-8''passwd.txt"),
        ("C:\\Windows\\win.ini", "win.ini", "UTF-8''win.ini.txt"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1", "UTF-8''aSet-Cookie%3A%20x%3D1.txt"),
        ("gpj.\u{202e}exe", "gpj.exe", "UTF-8''gpj.exe.txt"),
        ("صورة \"1\".txt", "صورة \"1\".txt", "UTF-8''%D8%B5%D9%88%D8%B1%D8%A9%20%221%22.txt"),
        ("\u{200b}\0\u{feff}", "file", "UTF-8''file.txt"),
        (
            "<img src=x onerror=alert(1)>.txt",
            "<img src=x onerror=alert(1)>.txt",
            "UTF-8''%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.txt",
        ),
    ] {
        let attachment = attach(&visitor, b"words", given, "text/plain").await;
        assert_eq!(attachment.name, stored);
        let response = visitor.get(&attachment.url).await;
        let disposition = header_of(&response, header::CONTENT_DISPOSITION);
        assert!(disposition.ends_with(header), "{disposition}");
        assert!(response.headers().get(header::SET_COOKIE).is_none());
    }
}
