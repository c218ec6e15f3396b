//! Sealing of personal data: AES-256-GCM by the platform's Web Crypto, bound to the row that holds
//! the data.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use js_sys::{Array, Uint8Array};
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto, WorkerGlobalScope};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;

use crate::{crypto::keyring::Keyring, error::ApiError, platform::random};

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

/// Length of a GCM nonce, in bytes.
const NONCE: usize = 12;

/// Seals text with the current key. Text that is sealed for one `place` opens in no other.
pub(crate) async fn seal(keys: &Keyring, place: &str, plain: &str) -> Result<Sealed, ApiError> {
    let id = keys.current();
    let nonce: [u8; NONCE] = random::draw()?;
    let subtle = subtle()?;
    let key = imported(&subtle, keys, id, "encrypt").await?;
    let work = subtle.encrypt_with_object_and_js_u8_array(
        &params(&nonce, place),
        &key,
        &plain.as_bytes().into(),
    );
    let sealed = finished(work).await?;
    Ok(Sealed { key: id.to_owned(), text: URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()) })
}

/// Opens text that was sealed for `place`.
pub(crate) async fn open(keys: &Keyring, place: &str, sealed: &Sealed) -> Result<String, ApiError> {
    let unreadable = || ApiError::Internal(format!("what is sealed for {place} cannot be opened"));
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
pub(crate) fn subtle() -> Result<SubtleCrypto, ApiError> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    Ok(scope.crypto().map_err(failed)?.subtle())
}

async fn imported(
    subtle: &SubtleCrypto,
    keys: &Keyring,
    id: &str,
    purpose: &str,
) -> Result<CryptoKey, ApiError> {
    let bytes = keys.bytes(id).ok_or_else(|| {
        ApiError::Internal(format!("the sealing key {id} is not among CONTACT_KEYS"))
    })?;
    let uses = Array::of1(&purpose.into());
    let work = subtle
        .import_key_with_str("raw", &Uint8Array::from(bytes), "AES-GCM", false, &uses)
        .map_err(failed)?;
    Ok(JsFuture::from(work).await.map_err(failed)?.unchecked_into())
}

fn params(nonce: &[u8], place: &str) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &nonce.into());
    params.set_additional_data_u8_array(&place.as_bytes().into());
    params
}

async fn finished(work: Result<js_sys::Promise, JsValue>) -> Result<Vec<u8>, ApiError> {
    let buffer = JsFuture::from(work.map_err(failed)?).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Returns an error without details, which could contain the input.
pub(crate) fn failed(_: JsValue) -> ApiError {
    ApiError::Internal("Web Crypto refused".into())
}
