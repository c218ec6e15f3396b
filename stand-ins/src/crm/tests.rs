//! Tests of what each product takes and refuses.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{CLIENT, SECRET};
use crate::testing::Stage;

const DYNAMICS: &str =
    "/crm/one/dynamics/api/data/v9.2/incidents(01234567-89ab-cdef-0123-456789abcdef)";
const SALESFORCE: &str = "/crm/one/salesforce/services/data/v67.0/sobjects/Case/\
                          SawtakReference__c/2604-8317-5529";
const SAP: &str = "/crm/one/sap/sap/c4c/odata/v1/c4codataapi/";

async fn token(stage: &Stage) -> String {
    let form =
        [("grant_type", "client_credentials"), ("client_id", CLIENT), ("client_secret", SECRET)];
    let request = stage.client().post(stage.url("/crm/one/oauth2/token")).form(&form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

async fn cases(stage: &Stage) -> Vec<Value> {
    let (_, tenant) = stage.get("/control/crm/one", "").await;
    tenant["cases"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_token_is_for_the_client_and_its_secret() {
    let stage = Stage::new().await;
    for (grant, secret, expected) in
        [("client_credentials", "wrong", 401), ("password", SECRET, 400)]
    {
        let form = [("grant_type", grant), ("client_id", CLIENT), ("client_secret", secret)];
        let request = stage.client().post(stage.url("/crm/one/oauth2/token")).form(&form);
        assert_eq!(request.send().await.unwrap().status().as_u16(), expected);
    }
}

#[tokio::test]
async fn dynamics_creates_once_by_its_key_and_needs_a_customer() {
    let stage = Stage::new().await;
    let body = json!({
        "title": "Case",
        "customerid_contact@odata.bind": "/contacts(00000000-0000-0000-0000-000000000000)",
    });
    let patch = async |token: &str, body: &Value| {
        stage.call(Method::PATCH, DYNAMICS, token, body.clone()).await.0
    };
    assert_eq!(patch("unknown", &body).await, 401);
    let known = token(&stage).await;
    let mut long = body.clone();
    long["description"] = json!("ص".repeat(2_001));
    for wrong in [json!({ "title": "Case" }), json!([]), json!({ "titel": "Case" }), long] {
        assert_eq!(patch(&known, &wrong).await, 400, "{wrong}");
    }
    let text = stage.client().patch(stage.url(DYNAMICS)).bearer_auth(&known).body("{}");
    assert_eq!(text.send().await.unwrap().status().as_u16(), 415);
    assert_eq!(patch(&known, &body).await, 204);
    assert_eq!(patch(&known, &body).await, 204);
    let cases = cases(&stage).await;
    assert_eq!((cases.len(), &cases[0]["requests"]), (1, &json!(2)));
}

#[tokio::test]
async fn salesforce_creates_once_by_the_external_id() {
    let stage = Stage::new().await;
    let known = token(&stage).await;
    let body = json!({ "Subject": "Case", "Origin": "Web" });
    let patch =
        async |body: &Value| stage.call(Method::PATCH, SALESFORCE, &known, body.clone()).await;
    let (status, created) = patch(&body).await;
    assert_eq!((status, &created["created"]), (201, &json!(true)));
    let (status, changed) = patch(&body).await;
    assert_eq!((status, &changed["created"]), (200, &json!(false)));
    assert_eq!(created["id"], changed["id"]);
    assert_eq!(patch(&json!({ "SawtakReference__c": "2" })).await.0, 400);
    let end = stage.call(Method::PUT, "/control/crm/one", "", json!({ "expire": true })).await;
    assert_eq!(end.0, 204);
    let (status, answer) = patch(&body).await;
    assert_eq!((status, &answer[0]["errorCode"]), (401, &json!("INVALID_SESSION_ID")));
}

#[tokio::test]
async fn sap_takes_a_request_with_token_and_cookie_alone() {
    let stage = Stage::new().await;
    let user = |request: RequestBuilder| request.basic_auth(CLIENT, Some(SECRET));
    let fetch = user(stage.client().get(stage.url(SAP))).header("x-csrf-token", "fetch");
    let fetched = fetch.send().await.unwrap();
    let csrf = fetched.headers()["x-csrf-token"].clone();
    let cookies: Vec<_> = fetched
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned())
        .collect();
    let body = json!({ "Name": "Case", "ProcessingTypeCode": "SRRQ" });
    let post = || {
        let url = stage.url(&[SAP, "ServiceRequestCollection"].concat());
        user(stage.client().post(url)).json(&body)
    };
    let without = post().send().await.unwrap();
    assert_eq!(without.status().as_u16(), 403);
    assert_eq!(without.headers()["x-csrf-token"], "Required");
    let no_cookie = post().header("x-csrf-token", &csrf).send().await.unwrap();
    assert_eq!(no_cookie.status().as_u16(), 403);
    let sound = || {
        let request = post().header("x-csrf-token", &csrf);
        request.header("cookie", cookies.join("; ")).header("accept", "application/json")
    };
    let created: Value = sound().send().await.unwrap().json().await.unwrap();
    assert!(created["d"]["results"]["ID"].is_string(), "{created}");
    sound().send().await.unwrap();
    assert_eq!(cases(&stage).await.len(), 2, "it knows no repetition");
}

#[tokio::test]
async fn an_answer_is_held_or_goes_on_without_end() {
    let stage = Stage::new().await;
    let known = token(&stage).await;
    let change = async |change: Value| {
        stage.call(Method::PUT, "/control/crm/one", "", change).await;
    };
    change(json!({ "held": true, "endless": 1 })).await;
    let body = json!({ "Subject": "Case" });
    let request = stage.client().patch(stage.url(SALESFORCE)).bearer_auth(&known).json(&body);
    let answer = tokio::spawn(request.send());
    while cases(&stage).await.is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(!answer.is_finished(), "it is carried out, and not answered");
    change(json!({ "held": false })).await;
    let mut answer = answer.await.unwrap().unwrap();
    let mut length = 0;
    while length < 1_000_000 {
        length += answer.chunk().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn a_tenant_is_away_or_loses_an_answer_as_often_as_it_is_told() {
    let stage = Stage::new().await;
    let change = json!({ "away": 1, "lost": 1 });
    stage.call(Method::PUT, "/control/crm/one", "", change).await;
    let (away, _) = stage.get(SAP, "").await;
    assert_eq!(away, 503);
    let known = token(&stage).await;
    let patch = async || {
        stage.call(Method::PATCH, SALESFORCE, &known, json!({ "Subject": "Case" })).await.0
    };
    assert_eq!(patch().await, 504);
    assert_eq!(patch().await, 200);
    assert_eq!(cases(&stage).await.len(), 1);
}
