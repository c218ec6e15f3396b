//! A sign-in that Chromium made, and what may not be taken in its place.

use super::*;

const DATA: &str = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg";
const CLIENT: &str = r#"{"type":"webauthn.get","challenge":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","origin":"http://localhost:8791","crossOrigin":false}"#;
const SIGNATURE: &str = "MEUCIH57YcbUfCwh_t7Td_rkzwym491-Gu0UPdlYRy64BLFLAiEA9vfg3qqCfErwPpticDed_NJV48e1QxTiosafVFU7lCo";

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn site() -> Site {
    Site::at("http://127.0.0.1:8791").unwrap()
}

fn key() -> Key {
    Key::Curve { crv: "P-256".into(), x: String::new(), y: String::new() }
}

fn answered(
    site: &Site,
    counter: u32,
    client: &str,
    data: &[u8],
) -> Result<Assertion, PasskeyError> {
    let challenge = Token::new([2; 32]);
    let signature = decoded(SIGNATURE);
    sign_in(site, &challenge, (&key(), counter), [client.as_bytes(), data, &signature])
}

#[test]
fn the_sign_in_of_a_browser_is_taken() {
    let assertion = answered(&site(), 1, CLIENT, &decoded(DATA)).unwrap();
    assert_eq!((assertion.counter, assertion.signature.len()), (2, 64));
    assert_eq!(assertion.input.len(), 37 + 32);
    assert_eq!(assertion.signature[..2], [0x7e, 0x7b]);
    assert_eq!(assertion.signature[32..34], [0xf6, 0xf7]);
    assert!(challenge(CLIENT.as_bytes()) == Some(Token::new([2; 32])));
}

#[test]
fn another_site_kind_or_challenge_is_refused() {
    let elsewhere = |client: &str| answered(&site(), 1, client, &decoded(DATA)).unwrap_err();
    for (part, other) in [
        ("webauthn.get", "webauthn.create"),
        ("AgIC", "AgIB"),
        ("localhost:8791", "localhost:8792"),
        ("false", "true"),
    ] {
        assert_eq!(elsewhere(&CLIENT.replace(part, other)), PasskeyError::Elsewhere, "{other}");
    }
    let other = Site { domain: "voice.example".into(), ..site() };
    let refused = answered(&other, 1, CLIENT, &decoded(DATA)).unwrap_err();
    assert_eq!(refused, PasskeyError::Elsewhere);
    assert_eq!(elsewhere("{}"), PasskeyError::Malformed);
}

#[test]
fn a_counter_that_went_back_or_a_device_that_asked_nobody_is_refused() {
    let refused = answered(&site(), 2, CLIENT, &decoded(DATA)).unwrap_err();
    assert_eq!(refused, PasskeyError::Copied);
    for flags in [0x01, 0x04, 0x00] {
        let mut data = decoded(DATA);
        data[32] = flags;
        let refused = answered(&site(), 1, CLIENT, &data).unwrap_err();
        assert_eq!(refused, PasskeyError::Unverified);
    }
    let mut uncounted = decoded(DATA);
    uncounted[36] = 0;
    assert!(answered(&site(), 0, CLIENT, &uncounted).is_ok());
}

/// Returns an attestation object without a statement, of a key on P-256.
fn attestation() -> Vec<u8> {
    let mut data = decoded(DATA)[..32].to_vec();
    data.extend([0x45, 0, 0, 0, 0]);
    data.extend([0; 16]);
    data.extend([0, 3, 7, 8, 9]);
    data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
    data.extend([1; 32]);
    data.extend([0x22, 0x58, 32]);
    data.extend([2; 32]);
    let mut object = vec![0xa3, 0x63];
    object.extend(b"fmt");
    object.extend([0x64]);
    object.extend(b"none");
    object.extend([0x67]);
    object.extend(b"attStmt");
    object.extend([0xa0, 0x68]);
    object.extend(b"authData");
    object.extend([0x58, u8::try_from(data.len()).unwrap()]);
    object.extend(data);
    object
}

#[test]
fn a_registration_gives_id_and_key() {
    let client = CLIENT.replace("webauthn.get", "webauthn.create");
    let challenge = Token::new([2; 32]);
    let credential = register(&site(), &challenge, [client.as_bytes(), &attestation()]).unwrap();
    assert_eq!((credential.id.as_str(), credential.counter), ("BwgJ", 0));
    let Key::Curve { x, .. } = credential.key else { panic!("a key on a curve") };
    assert_eq!(decoded(&x), [1; 32]);
    let mut longer = attestation();
    longer.push(0);
    let refused = register(&site(), &challenge, [client.as_bytes(), &longer]);
    assert_eq!(refused, Err(PasskeyError::Malformed));
    for end in 0..attestation().len() {
        let cut = register(&site(), &challenge, [client.as_bytes(), &attestation()[..end]]);
        assert_eq!(cut, Err(PasskeyError::Malformed));
    }
}

#[test]
fn a_number_is_no_domain() {
    assert_eq!(site().domain, "localhost");
    assert_eq!(site().origin, "http://localhost:8791");
    assert_eq!(Site::at("https://voice.example").unwrap().origin, "https://voice.example");
    assert_eq!(Site::at("http://192.0.2.1:80"), None);
}

#[test]
fn localhost_stands_beside_the_base_address() {
    let base = "http://127.0.0.1:8791";
    for (host, origin) in [
        ("localhost:8791", "http://localhost:8791"),
        ("127.0.0.1:8791", base),
        ("evil.example", base),
        ("", base),
    ] {
        assert_eq!(Site::origin_for(base, host), origin);
    }
    assert!(Site::is_own(base, base) && Site::is_own(base, "http://localhost:8791"));
    for origin in ["http://localhost:1", "https://localhost:8791", "null"] {
        assert!(!Site::is_own(base, origin), "{origin}");
    }
    assert_eq!(Site::origin_for("https://a.example", "localhost"), "https://a.example");
    assert!(!Site::is_own("https://a.example", "https://localhost"));
}
