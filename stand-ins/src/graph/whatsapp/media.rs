//! Files that people have sent: an id for seven days, and addresses that live for five minutes.

use std::collections::BTreeMap;

use axum::body::Bytes;

use crate::{ids, signature};

/// The life of an id, in milliseconds.
const ID_LIFE: u64 = 7 * 24 * 3_600_000;
/// The life of an address, in milliseconds.
const ADDRESS_LIFE: u64 = 5 * 60_000;
const MEGABYTE: usize = 1 << 20;

/// A file as it was sent.
#[derive(Clone)]
pub(crate) struct File {
    pub(super) mime_type: String,
    pub(super) bytes: Bytes,
    sent_at: u64,
    /// Addresses by their secret, with the time at which each ends.
    addresses: BTreeMap<String, u64>,
}

impl File {
    pub(super) fn digest(&self) -> String {
        signature::digest(&self.bytes)
    }

    pub(super) fn hex_digest(&self) -> String {
        signature::hex_digest(&self.bytes)
    }
}

#[derive(Default)]
pub(super) struct Files(BTreeMap<String, File>);

impl Files {
    /// Stores a file and returns its id.
    pub(super) fn add(&mut self, mime_type: &str, bytes: Bytes, now: u64) -> String {
        let id = ids::digits();
        let file = File {
            mime_type: mime_type.to_owned(),
            bytes,
            sent_at: now,
            addresses: BTreeMap::new(),
        };
        self.0.insert(id.clone(), file);
        id
    }

    /// Returns a file whose id still lives.
    pub(super) fn get(&mut self, id: &str, now: u64) -> Option<&mut File> {
        self.0.get_mut(id).filter(|file| now.saturating_sub(file.sent_at) < ID_LIFE)
    }

    /// Returns a file for its sender, who keeps it.
    pub(super) fn own(&self, id: &str) -> Option<&File> {
        self.0.get(id)
    }

    /// Returns the secret of a new address of a file.
    pub(super) fn address(&mut self, id: &str, now: u64) -> Option<String> {
        let secret = ids::hex("");
        let file = self.get(id, now)?;
        file.addresses.retain(|_, end| *end > now);
        file.addresses.insert(secret.clone(), now + ADDRESS_LIFE);
        Some(secret)
    }

    /// Returns the file of an address that still lives.
    pub(super) fn at_address(&mut self, id: &str, secret: &str, now: u64) -> Option<File> {
        let file = self.get(id, now)?;
        file.addresses.get(secret).filter(|end| **end > now)?;
        Some(file.clone())
    }
}

/// Returns the largest size of a kind of file, or nothing if people can't send such a kind.
pub(super) fn largest(kind: &str) -> Option<usize> {
    Some(match kind {
        "audio" | "video" => 16 * MEGABYTE,
        "image" => 5 * MEGABYTE,
        "document" => 100 * MEGABYTE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lives_five_minutes_and_an_id_seven_days() {
        let mut files = Files::default();
        let id = files.add("image/png", Bytes::from_static(b"x"), 1_000);
        let secret = files.address(&id, 1_000).unwrap();
        assert!(files.at_address(&id, &secret, 300_999).is_some());
        assert!(files.at_address(&id, &secret, 301_000).is_none());
        assert!(files.at_address(&id, "guessed", 1_000).is_none());
        assert!(
            files.get(&id, 999 + ID_LIFE).is_some() && files.get(&id, 1_000 + ID_LIFE).is_none()
        );
        assert!(files.address(&id, 1_000 + ID_LIFE).is_none());
    }
}
