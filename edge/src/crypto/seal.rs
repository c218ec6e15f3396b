//! Sealing of personal data: AES-256-GCM by the platform's Web Crypto, bound to the row that holds
//! the data.
//!
//! The sealing key is derived from a key of the ring by HKDF, since the blind index is derived from
//! the same one. Its id has a suffix; an id without it names the ring's key itself, under which
//! contacts were sealed before.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use js_sys::{Array, Uint8Array};
use thiserror::Error;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto, WorkerGlobalScope};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;

use crate::{
    crypto::keyring::Keyring,
    platform::random::{self, RandomError},
};

/// An error of sealing or opening. None repeats the text or the key.
#[derive(Debug, Error)]
pub(crate) enum SealError {
    #[error("the sealing key {0} is not among CONTACT_KEYS")]
    KeyUnknown(String),
    #[error("what is sealed for {0} cannot be opened")]
    Unreadable(String),
    #[error("{0}")]
    Random(#[from] RandomError),
    #[error("{0}")]
    WebCrypto(#[from] WebCryptoRefused),
}

/// A refusal by the platform's Web Crypto, without its details: they could contain the input.
#[derive(Debug, Error)]
#[error("Web Crypto refused")]
pub(crate) struct WebCryptoRefused;

/// Ciphertext, and the id of the key that opens it.
pub(crate) struct Sealed {
    pub(crate) key: String,
    /// Nonce, then ciphertext and tag, in base64url.
    pub(crate) text: String,
}

impl Sealed {
    /// Builds a value from two columns, if both are set.
    pub(crate) fn read(text: Option<String>, key: Option<String>) -> Option<Self> {
        Some(Self { text: text?, key: key? })
    }
}

/// Suffix of the ids of derived keys. An id of the ring has no full stop.
const DERIVED: &str = ".seal";

/// Purpose that the sealing key is derived for.
const PURPOSE: &str = "sealing of contacts";

/// Length of a GCM nonce, in bytes.
const NONCE: usize = 12;

/// Returns the id of the key that text is sealed with now.
pub(crate) fn current(keys: &Keyring) -> String {
    format!("{}{DERIVED}", keys.current())
}

/// Returns the bytes of a sealing key.
fn bytes(keys: &Keyring, id: &str) -> Option<Vec<u8>> {
    match id.strip_suffix(DERIVED) {
        Some(id) => keys.secret_named(id).map(|secret| secret.derive(PURPOSE).to_vec()),
        None => keys.bytes(id).map(<[u8]>::to_vec),
    }
}

/// Seals text with the current key. Text that is sealed for one `place` opens in no other.
pub(crate) async fn seal(keys: &Keyring, place: &str, plain: &str) -> Result<Sealed, SealError> {
    let id = current(keys);
    let nonce: [u8; NONCE] = random::draw()?;
    let subtle = subtle()?;
    let key = imported(&subtle, keys, &id, "encrypt").await?;
    let work = subtle.encrypt_with_object_and_js_u8_array(
        &params(&nonce, place),
        &key,
        &plain.as_bytes().into(),
    );
    let sealed = finished(work).await?;
    Ok(Sealed { key: id, text: URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()) })
}

/// Opens text that was sealed for `place`.
///
/// # Errors
///
/// Returns an error if the key is unknown or the text doesn't open with it for this `place`.
pub(crate) async fn open(
    keys: &Keyring,
    place: &str,
    sealed: &Sealed,
) -> Result<String, SealError> {
    let unreadable = || SealError::Unreadable(place.to_owned());
    let bytes = URL_SAFE_NO_PAD.decode(&sealed.text).map_err(|_| unreadable())?;
    let (nonce, body) = bytes.split_at_checked(NONCE).ok_or_else(unreadable)?;
    let subtle = subtle()?;
    let key = imported(&subtle, keys, &sealed.key, "decrypt").await?;
    let work =
        subtle.decrypt_with_object_and_js_u8_array(&params(nonce, place), &key, &body.into());
    let plain = finished(work).await.map_err(|_| unreadable())?;
    String::from_utf8(plain).map_err(|_| unreadable())
}

/// Returns the platform's Web Crypto.
pub(crate) fn subtle() -> Result<SubtleCrypto, WebCryptoRefused> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    Ok(scope.crypto().map_err(failed)?.subtle())
}

async fn imported(
    subtle: &SubtleCrypto,
    keys: &Keyring,
    id: &str,
    purpose: &str,
) -> Result<CryptoKey, SealError> {
    let bytes = bytes(keys, id).ok_or_else(|| SealError::KeyUnknown(id.to_owned()))?;
    let uses = Array::of1(&purpose.into());
    let work = subtle
        .import_key_with_str("raw", &Uint8Array::from(&bytes[..]), "AES-GCM", false, &uses)
        .map_err(failed)?;
    Ok(JsFuture::from(work).await.map_err(failed)?.unchecked_into())
}

fn params(nonce: &[u8], place: &str) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &nonce.into());
    params.set_additional_data_u8_array(&place.as_bytes().into());
    params
}

async fn finished(work: Result<js_sys::Promise, JsValue>) -> Result<Vec<u8>, WebCryptoRefused> {
    let buffer = JsFuture::from(work.map_err(failed)?).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Drops the details of a refusal.
pub(crate) fn failed(_: JsValue) -> WebCryptoRefused {
    WebCryptoRefused
}

#[cfg(test)]
mod tests {
    use super::{Keyring, bytes, current};

    #[test]
    fn each_key_of_the_ring_has_a_derived_one_and_still_opens_what_it_sealed_itself() {
        let ring = format!("2:{},1:{}", "0a".repeat(32), "0b".repeat(32));
        let ring = Keyring::parse(&ring).unwrap();
        assert_eq!(current(&ring), "2.seal");
        assert_eq!(bytes(&ring, "1"), Some(vec![11; 32]));
        let derived = ["2.seal", "1.seal"].map(|id| bytes(&ring, id).unwrap());
        assert_ne!(derived[0], derived[1]);
        assert!(derived.iter().all(|key| key.len() == 32 && *key != [10; 32] && *key != [11; 32]));
        for unknown in ["3", "3.seal", ".seal", "2.seal.seal", ""] {
            assert_eq!(bytes(&ring, unknown), None, "{unknown}");
        }
    }
}
