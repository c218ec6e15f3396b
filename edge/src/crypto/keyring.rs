//! Keyring of secrets that are rotated: the current key is used, and older keys still open what was
//! made under them.

use domain::crypto::signature::Secret;

/// Secret with the id by which sealed data refer to it.
#[derive(Clone)]
struct Key {
    id: String,
    bytes: Vec<u8>,
}

/// Ring of at least one key; the first is the current one.
#[derive(Clone)]
pub(crate) struct Keyring {
    current: Key,
    older: Vec<Key>,
}

impl Keyring {
    /// Parses `2:<hex>,1:<hex>`. Bare hexadecimal digits are a key with the id `1`.
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

    /// Returns the id of the current key.
    pub(crate) fn current(&self) -> &str {
        &self.current.id
    }

    /// Returns the bytes of the key with this id, if the ring has it.
    pub(crate) fn bytes(&self, id: &str) -> Option<&[u8]> {
        std::iter::once(&self.current)
            .chain(&self.older)
            .find(|key| key.id == id)
            .map(|key| key.bytes.as_slice())
    }

    /// Returns the current key as a secret for authentication codes.
    pub(crate) fn secret(&self) -> Secret {
        Secret::new(self.current.bytes.clone())
    }

    /// Returns all keys as secrets, the current one first.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Secret> {
        std::iter::once(&self.current).chain(&self.older).map(|key| Secret::new(key.bytes.clone()))
    }

    /// Returns the key with this id as a secret for authentication codes.
    pub(crate) fn secret_named(&self, id: &str) -> Option<Secret> {
        self.bytes(id).map(|bytes| Secret::new(bytes.to_vec()))
    }
}

/// Parses a key of exactly 32 bytes. A shorter secret would be a mistake that shows nowhere else.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    base16ct::mixed::decode_vec(hex).ok().filter(|bytes| bytes.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::Keyring;

    /// Returns 32 bytes of `digits`, in hexadecimal.
    fn hex(digits: &str) -> String {
        digits.repeat(32)
    }

    fn ring(text: &str) -> Keyring {
        Keyring::parse(text).unwrap()
    }

    #[test]
    fn bare_digits_are_the_key_1() {
        let ring = ring(&hex("0f"));
        assert_eq!(ring.current(), "1");
        assert_eq!(ring.bytes("1"), Some(&[15; 32][..]));
    }

    #[test]
    fn the_first_key_is_the_current_one_and_older_keys_are_found() {
        let ring = ring(&format!("b2:{}, 1:{}", hex("0a"), hex("FF")));
        assert_eq!(ring.current(), "b2");
        assert_eq!(ring.bytes("b2"), Some(&[10; 32][..]));
        assert_eq!(ring.bytes("1"), Some(&[255; 32][..]));
        assert_eq!(ring.bytes("2"), None);
        assert_eq!(ring.secrets().count(), 2);
        assert!(ring.secret_named("1").is_some() && ring.secret_named("2").is_none());
    }

    #[test]
    fn a_key_is_32_bytes_of_hexadecimal() {
        for wrong in [
            String::new(),
            "ab".repeat(31),
            "ab".repeat(33),
            format!("{}a", hex("ab")),
            hex("0g"),
            // `u8::from_str_radix` would accept a sign.
            hex("+f"),
            hex("é"),
            format!("{} {}", "ab".repeat(16), "ab".repeat(16)),
        ] {
            assert!(Keyring::parse(&wrong).is_none(), "{wrong}");
            assert!(Keyring::parse(&format!("2:{wrong}")).is_none(), "{wrong}");
        }
    }

    #[test]
    fn an_id_is_a_short_name() {
        let longest = "a".repeat(16);
        assert_eq!(ring(&format!("{longest}:{}", hex("ab"))).current(), longest);
        for wrong in ["", "a-b", "ä", "aaaaaaaaaaaaaaaaa", "1:1"] {
            let text = format!("1:{},{wrong}:{}", hex("ab"), hex("cd"));
            assert!(Keyring::parse(&text).is_none(), "{wrong}");
        }
    }

    #[test]
    fn one_wrong_key_refuses_the_ring() {
        for wrong in ["", "3:", "3:ab"] {
            assert!(Keyring::parse(&format!("2:{},{wrong}", hex("ab"))).is_none(), "{wrong}");
            assert!(Keyring::parse(&format!("{wrong},2:{}", hex("ab"))).is_none(), "{wrong}");
        }
    }
}
