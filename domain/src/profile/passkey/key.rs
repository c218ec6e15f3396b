//! Public key of a credential: from COSE (RFC 9052, RFC 9053), as JSON Web Key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::cbor::Value;
use crate::access::oidc::{id_token::Algorithm, keys::Key};

/// Length of a coordinate on P-256, in bytes.
const COORDINATE: usize = 32;

/// Lengths of a modulus that are taken, in bytes: 2,048 to 4,096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

/// Longest exponent, in bytes.
const EXPONENT_MAX: usize = 4;

/// Reads a key for ES256 on P-256, or for RS256.
pub(super) fn of_cose(cose: &Value<'_>) -> Option<Key> {
    let is = |label, wanted| cose.get(&Value::Integer(label)) == Some(&Value::Integer(wanted));
    let bytes = |label| cose.get(&Value::Integer(label)).and_then(Value::bytes);
    let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    if is(1, 2) && is(3, -7) && is(-1, 1) {
        let [x, y] = [bytes(-2)?, bytes(-3)?];
        let fits = [x, y].iter().all(|number| number.len() == COORDINATE);
        fits.then(|| Key::Curve { crv: "P-256".into(), x: encoded(x), y: encoded(y) })
    } else if is(1, 3) && is(3, -257) {
        let [n, e] = [bytes(-1)?, bytes(-2)?];
        let fits = MODULUS.contains(&n.len()) && (1..=EXPONENT_MAX).contains(&e.len());
        fits.then(|| Key::Rsa { n: encoded(n), e: encoded(e) })
    } else {
        None
    }
}

/// Returns the algorithm of a credential's signatures.
pub const fn algorithm(key: &Key) -> Algorithm {
    match key {
        Key::Curve { .. } => Algorithm::Es256,
        Key::Rsa { .. } => Algorithm::Rs256,
    }
}
