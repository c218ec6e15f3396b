//! Verification of signatures by public keys, by the platform's Web Crypto: of ID tokens and of
//! passkeys.

use domain::access::oidc::{id_token::Algorithm, keys::Key};
use js_sys::{Array, JSON, Object};
use web_sys::CryptoKey;
use worker::wasm_bindgen::JsCast;
use worker::wasm_bindgen_futures::JsFuture;

use super::seal::{WebCryptoRefused, failed, subtle};

/// Returns whether `signature` is this key's over `input`.
pub(crate) async fn holds(
    algorithm: Algorithm,
    key: &Key,
    input: &[u8],
    signature: &[u8],
) -> Result<bool, WebCryptoRefused> {
    // The algorithm's parameters for importing a key, and those for verifying with it.
    let (kind, way) = match algorithm {
        Algorithm::Rs256 => {
            (r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#, r#"{"name":"RSASSA-PKCS1-v1_5"}"#)
        }
        Algorithm::Es256 => {
            (r#"{"name":"ECDSA","namedCurve":"P-256"}"#, r#"{"name":"ECDSA","hash":"SHA-256"}"#)
        }
    };
    let subtle = subtle()?;
    let jwk = serde_json::to_string(key).map_err(|_| WebCryptoRefused)?;
    let uses = Array::of1(&"verify".into());
    let import = subtle
        .import_key_with_object("jwk", &object(&jwk)?, &object(kind)?, false, &uses)
        .map_err(failed)?;
    // An invalid key verifies nothing.
    let Ok(key) = JsFuture::from(import).await else { return Ok(false) };
    let key: CryptoKey = key.unchecked_into();
    let way = object(way)?;
    let work = subtle
        .verify_with_object_and_u8_array_and_u8_array(&way, &key, signature, input)
        .map_err(failed)?;
    Ok(JsFuture::from(work).await.map_err(failed)?.is_truthy())
}

fn object(json: &str) -> Result<Object, WebCryptoRefused> {
    Ok(JSON::parse(json).map_err(failed)?.unchecked_into())
}
