//! Secrets that change with time: the newest is used, the older ones still open what was made under them.

use domain::crypto::signature::Secret;

/// One secret and the name under which what it made refers to it.
#[derive(Clone)]
struct Key {
    id: String,
    bytes: Vec<u8>,
}

/// At least one key; the first is the one in use.
#[derive(Clone)]
pub(crate) struct Keyring {
    current: Key,
    older: Vec<Key>,
}

impl Keyring {
    /// Reads `2:<hex>,1:<hex>`; bare hexadecimal digits are a key with the name `1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut keys = text.split(',').map(|part| {
            let (id, hex) = part.trim().split_once(':').unwrap_or(("1", part.trim()));
            let is_name = !id.is_empty()
                && id.len() <= 16
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            Some(Key { id: Some(id).filter(|_| is_name)?.to_owned(), bytes: bytes(hex)? })
        });
        let current = keys.next()??;
        let older = keys.collect::<Option<Vec<_>>>()?;
        Some(Self { current, older })
    }

    /// The name of the key in use.
    pub(crate) fn current(&self) -> &str {
        &self.current.id
    }

    /// The bytes of the key with this name, if it is still kept.
    pub(crate) fn bytes(&self, id: &str) -> Option<&[u8]> {
        std::iter::once(&self.current)
            .chain(&self.older)
            .find(|key| key.id == id)
            .map(|key| key.bytes.as_slice())
    }

    /// The key in use, for authentication codes.
    pub(crate) fn secret(&self) -> Secret {
        Secret::new(self.current.bytes.clone())
    }

    /// All of them, the one in use first.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Secret> {
        std::iter::once(&self.current).chain(&self.older).map(|key| Secret::new(key.bytes.clone()))
    }

    /// The key with this name, for authentication codes.
    pub(crate) fn secret_named(&self, id: &str) -> Option<Secret> {
        self.bytes(id).map(|bytes| Secret::new(bytes.to_vec()))
    }
}

/// A short secret is a mistake that would show nowhere else: 32 bytes it must be.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    pairs.collect::<Option<Vec<_>>>().filter(|bytes| bytes.len() == 32 && hex.len() == 64)
}
