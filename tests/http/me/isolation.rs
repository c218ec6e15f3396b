//! Every route below `/me` without a session, from another website, and with another's session.

use domain::wire::PasskeyChallenge;
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::{self, complaint},
    server,
    sign_in::{Browser, CUSTOMER},
};

use super::{file, said};

/// Forms that need a session; each names a participation that is in no file of the test.
const FORMS: [&str; 9] = [
    "/me",
    "/me/sign-out/everywhere",
    "/me/sessions/end",
    "/me/ways/remove",
    "/me/participations",
    "/me/participations/2604-8317-5529/open",
    "/me/participations/2604-8317-5529/remove",
    "/me/export",
    "/me/leave",
];

#[tokio::test]
async fn without_a_session_every_form_leads_to_the_ways_in() {
    let mut nobody = Browser::default();
    let mut expired = Browser::default();
    expired.set_cookie(CUSTOMER, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let staff = tests::sign_in::staff_session("employee.rta").await;
    let (_, token) = staff.split_once('=').unwrap();
    let mut employee = Browser::default();
    employee.set_cookie(CUSTOMER, token);
    for browser in [&mut nobody, &mut expired, &mut employee] {
        for path in FORMS {
            let answer = browser.post(&format!("{path}?lang=en"), &[("cases", "erase")]).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
            assert_eq!(header_of(&answer, header::LOCATION), "/me?lang=en", "{path}");
        }
    }
}

#[tokio::test]
async fn another_websites_form_is_refused() {
    let browser = Browser::customer("sop1.cross").await;
    let cookie = format!("{CUSTOMER}={}", browser.cookie(CUSTOMER).unwrap());
    for path in FORMS.into_iter().chain(["/me/sign-out", "/me/passkeys/challenge"]) {
        for site in ["cross-site", "same-site", "none"] {
            let request = Visitor::new().request(Method::POST, path).header("Sec-Fetch-Site", site);
            let request = request.header(header::COOKIE, &cookie).form(&[("cases", "erase")]);
            assertions::problem(request.send().await.unwrap(), StatusCode::FORBIDDEN).await;
        }
    }
}

#[tokio::test]
async fn nobody_reaches_what_is_in_anothers_file() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut owner = Browser::customer("sop1.owner").await;
    let link = [("link", given.tracking_url.as_str())];
    assert_eq!(said(&owner.post("/me/participations?lang=en", &link).await), "added");
    let mut second = Browser::customer("sop1.owner").await;
    let digest = tests::html::value_of(&file(&mut owner).await, "session").unwrap();
    let mut other = Browser::customer("sop1.other").await;
    let open = format!("/me/participations/{number}/open?lang=en");
    assertions::page(other.post(&open, &[]).await, StatusCode::NOT_FOUND).await;
    other.post(&format!("/me/participations/{number}/remove?lang=en"), &[]).await;
    other.post("/me/sessions/end?lang=en", &[("session", &digest)]).await;
    other.post("/me/sign-out/everywhere?lang=en", &[]).await;
    let mut other = Browser::customer("sop1.other").await;
    let copy = other.post("/me/export?lang=en", &[]).await.text().await.unwrap();
    assert!(!copy.contains(&number), "{copy}");
    other.post("/me/leave?lang=en", &[("cases", "erase")]).await;
    for browser in [&mut owner, &mut second] {
        assert!(file(browser).await.contains(&number));
    }
    assert!(!visitor.content(&given).await.text.is_empty());
}

#[tokio::test]
async fn a_passkey_is_taken_only_for_a_challenge_of_this_browser() {
    let [mut own, mut other] = [Browser::default(), Browser::default()];
    let drawn = challenge(&mut own).await;
    challenge(&mut other).await;
    let made_up = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let passkey = attestation(fixtures::key().as_str());
    let add = async |browser: &mut Browser, challenge: &str, passkey: &str| {
        let client_data = json!({
            "type": "webauthn.create",
            "challenge": challenge,
            "origin": server::edge().replace("127.0.0.1", "localhost"),
        });
        let client_data = base64(client_data.to_string().as_bytes());
        let body = json!({ "client_data": client_data, "attestation": passkey });
        browser.call(Method::POST, "/me/passkeys", &body).await.status()
    };
    assert_eq!(add(&mut other, &drawn, &passkey).await, StatusCode::FORBIDDEN);
    assert_eq!(add(&mut own, made_up, &passkey).await, StatusCode::FORBIDDEN);
    // A refusal uses the challenge up.
    assert_eq!(add(&mut own, &drawn, "AAAA").await, StatusCode::FORBIDDEN);
    assert_eq!(add(&mut own, &drawn, &passkey).await, StatusCode::FORBIDDEN);
    let drawn = challenge(&mut own).await;
    assert_eq!(add(&mut own, &drawn, &passkey).await, StatusCode::OK);
    assert!(own.cookie(CUSTOMER).is_some() && other.cookie(CUSTOMER).is_none());
}

#[tokio::test]
async fn a_sign_in_is_looked_at_only_for_a_challenge_of_this_browser() {
    let [mut own, mut other] = [Browser::default(), Browser::default()];
    let drawn = challenge(&mut own).await;
    challenge(&mut other).await;
    let enter = async |browser: &mut Browser, challenge: &str| {
        let client_data = json!({
            "type": "webauthn.get",
            "challenge": challenge,
            "origin": server::edge().replace("127.0.0.1", "localhost"),
        });
        let client_data = base64(client_data.to_string().as_bytes());
        let body = json!({
            "id": "AAAA", "client_data": client_data, "authenticator_data": "AAAA",
            "signature": "AAAA",
        });
        let refused = browser.call(Method::POST, "/me/passkeys/sign-in", &body).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        refused.text().await.unwrap()
    };
    let (over, unknown) = ("the challenge is over", "nobody has this passkey");
    assert!(enter(&mut other, &drawn).await.contains(over));
    assert!(enter(&mut own, &drawn).await.contains(unknown));
    assert!(enter(&mut own, &drawn).await.contains(over));
    assert!(own.cookie(CUSTOMER).is_none());
}

/// Draws a challenge for a browser.
async fn challenge(browser: &mut Browser) -> String {
    let answer = browser.call(Method::POST, "/me/passkeys/challenge", &json!({})).await;
    let drawn: PasskeyChallenge = answer.json().await.unwrap();
    assert_eq!(drawn.domain, "localhost");
    drawn.challenge
}

/// Returns the attestation object of a new passkey. A registration has no signature, so nobody
/// needs the private key; the point is on no curve.
fn attestation(id: &str) -> String {
    // User present, user verified, and a new credential.
    const FLAGS: u8 = 0x45;
    const KEY_AND_X: [u8; 10] = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    const Y: [u8; 3] = [0x22, 0x58, 0x20];
    let id_length = u16::try_from(id.len()).unwrap().to_be_bytes();
    let key = [&KEY_AND_X[..], &[1; 32], &Y, &[2; 32]].concat();
    let (counter, maker) = ([0; 4], [0; 16]);
    let parts: [&[u8]; 7] =
        [&Sha256::digest("localhost"), &[FLAGS], &counter, &maker, &id_length, id.as_bytes(), &key];
    let data = parts.concat();
    let length = u8::try_from(data.len()).unwrap();
    let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", &[length][..], &data];
    base64(&object.concat())
}

/// Encodes bytes in base64url.
fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}
