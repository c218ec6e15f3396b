//! What the tests send.

use domain::{idempotency::IdempotencyKey, kind::Kind, wire::Submission};
use sha2::{Digest, Sha256};

/// What every PNG starts with, so that the edge takes what follows for a picture.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// A complaint with words and nothing else.
pub fn complaint() -> Submission {
    Submission {
        kind: Kind::Complaint,
        entity: "rta".into(),
        service: None,
        text: "The machine at the corner kept my card.".into(),
        suggestion: None,
        attachments: vec![],
        contact: None,
        language: "en".into(),
        mood: None,
        page: None,
        elapsed_ms: None,
    }
}

/// A complaint with these attachments.
pub fn complaint_with(attachments: &[&str]) -> Submission {
    Submission { attachments: attachments.iter().map(|&id| id.to_owned()).collect(), ..complaint() }
}

/// A key that nobody has used.
pub fn key() -> IdempotencyKey {
    let mut entropy = [0; 16];
    getrandom::fill(&mut entropy).expect("random numbers");
    IdempotencyKey::draw(entropy)
}

/// Bytes that pass for a picture: a signature, then noise.
pub fn picture(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).expect("random numbers");
    let signature = PNG.len().min(length);
    bytes[..signature].copy_from_slice(&PNG[..signature]);
    bytes
}

/// A JPEG whose metadata say where it was made (EXIF, GPS), and noise.
pub fn photograph(length: usize) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    let exif = [b"Exif\0\0", &tiff[..]].concat();
    let size = u16::try_from(exif.len() + 2).expect("a short block").to_be_bytes();
    let mut bytes = [b"\xff\xd8\xff\xe1", &size[..], &exif, b"\xff\xda\0\x02"].concat();
    // Noise that holds no marker.
    bytes.extend(picture(length - bytes.len() - 2).iter().map(|byte| byte & 0x7f));
    bytes.extend(b"\xff\xd9");
    bytes
}

/// What two files have in common only if they are the same.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}
