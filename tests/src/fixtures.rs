//! Test data: submissions, files and keys.

use domain::{
    intake::{idempotency::IdempotencyKey, kind::Kind},
    wire::Submission,
};
use sha2::{Digest, Sha256};

/// Signature of a PNG file, by which the edge recognises the type.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// Returns a complaint with a text only.
pub fn complaint() -> Submission {
    Submission {
        kind: Kind::Complaint,
        entity: "rta".into(),
        service: None,
        text: "The machine at the corner kept my card.".into(),
        suggestion: None,
        attachments: vec![],
        contact: None,
        place: None,
        language: "en".into(),
        mood: None,
        page: None,
        elapsed_ms: None,
        test: false,
    }
}

/// Returns a complaint with these attachments.
pub fn complaint_with(attachments: &[&str]) -> Submission {
    Submission { attachments: attachments.iter().map(|&id| id.to_owned()).collect(), ..complaint() }
}

/// Returns an unused idempotency key.
pub fn key() -> IdempotencyKey {
    let mut entropy = [0; 16];
    getrandom::fill(&mut entropy).expect("random numbers");
    IdempotencyKey::draw(entropy)
}

/// Returns bytes that pass for a picture: a PNG signature, then noise.
pub fn picture(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).expect("random numbers");
    let signature = PNG.len().min(length);
    bytes[..signature].copy_from_slice(&PNG[..signature]);
    bytes
}

/// Returns a recording of noise: a WAV file of `length` bytes.
pub fn recording(length: usize) -> Vec<u8> {
    const HEADER: usize = 44;
    let number = |value: usize| u32::try_from(value).expect("a short file").to_le_bytes();
    // PCM with one channel of 8 bits at 8,000 hertz.
    let format = b"\x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0";
    let (size, sound) = (number(length - 8), number(length - HEADER));
    let mut bytes = [b"RIFF", &size[..], b"WAVEfmt ", format, b"data", &sound].concat();
    let start = bytes.len();
    bytes.resize(length, 0);
    getrandom::fill(&mut bytes[start..]).expect("random numbers");
    bytes
}

/// Returns a JPEG of noise whose EXIF metadata contain a GPS location.
pub fn photograph(length: usize) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    let exif = [b"Exif\0\0", &tiff[..]].concat();
    let size = u16::try_from(exif.len() + 2).expect("a short block").to_be_bytes();
    let mut bytes = [b"\xff\xd8\xff\xe1", &size[..], &exif, b"\xff\xda\0\x02"].concat();
    // Noise without JPEG markers.
    bytes.extend(picture(length - bytes.len() - 2).iter().map(|byte| byte & 0x7f));
    bytes.extend(b"\xff\xd9");
    bytes
}

/// Media type of a Word document.
pub const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Returns a ZIP archive of these files, stored without compression: local headers and contents,
/// central directory, end record.
pub fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let number = |value: usize| u32::try_from(value).expect("a short file").to_le_bytes();
    let (mut all, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let start = number(all.len());
        let size = number(content.len());
        let lengths = [u8::try_from(name.len()).expect("a short name"), 0, 0, 0];
        let fields = [&[20, 0, 0, 0][..], &[0; 10], &size, &size, &lengths].concat();
        all.extend([b"PK\x03\x04", &fields[..], name.as_bytes(), content.as_bytes()].concat());
        directory
            .extend([b"PK\x01\x02\x14\0", &fields[..], &[0; 10], &start, name.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).expect("a few files").to_le_bytes();
    let places = [number(directory.len()), number(all.len())].concat();
    [all, directory, b"PK\x05\x06\0\0\0\0".to_vec(), [count, count].concat(), places, vec![0, 0]]
        .concat()
}

/// Returns the content types part of an office document whose main part has the type `main`.
pub fn types(main: &str) -> String {
    format!("<Types><Override ContentType=\"application/vnd.{main}\"/></Types>")
}

/// Returns a Word document that contains `text`.
pub fn letter(text: &str) -> Vec<u8> {
    let types = types("openxmlformats-officedocument.wordprocessingml.document.main+xml");
    let body = format!(
        "<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    );
    archive(&[("[Content_Types].xml", &types), ("word/document.xml", &body)])
}

/// Returns the SHA-256 digest of `bytes`, to compare files.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}
