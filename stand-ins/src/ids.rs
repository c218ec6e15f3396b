//! Ids in the forms of the services.

use base64::{Engine, prelude::BASE64_STANDARD};

/// Returns random bytes. If the system has none to give, the process can't go on.
fn random<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// Returns an id of `WhatsApp`'s messages, `wamid.…`.
pub(crate) fn wamid() -> String {
    format!("wamid.{}", BASE64_STANDARD.encode(random::<30>()))
}

/// Returns an id of seventeen digits, as the Graph's objects have.
pub(crate) fn digits() -> String {
    let number = u64::from_le_bytes(random()) % 90_000_000_000_000_000;
    (number + 10_000_000_000_000_000).to_string()
}

/// Returns an id of lower-case hexadecimal digits after a prefix.
pub(crate) fn hex(prefix: &str) -> String {
    format!("{prefix}{:032x}", u128::from_le_bytes(random()))
}
