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

/// What two files have in common only if they are the same.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}
