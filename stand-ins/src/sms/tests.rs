//! Tests of this folder against an edge that records what it gets.

use serde_json::{Value, json};

use crate::{
    signature,
    testing::{AUTH_TOKEN, Stage},
};

const CALLBACK: &str = "/in/sms/status?notice=7";

fn account() -> String {
    format!("AC{}", "0".repeat(32))
}

async fn twilio(stage: &Stage, from: &str, body: &str, token: &str) -> (u16, Value) {
    let url = stage.url(&format!("/twilio/2010-04-01/Accounts/{}/Messages.json", account()));
    let callback = format!("{}{CALLBACK}", stage.edge_origin);
    let form = [
        ("To", "+971501234567"),
        ("From", from),
        ("Body", body),
        ("StatusCallback", callback.as_str()),
    ];
    let request = stage.client().post(url).basic_auth(account(), Some(token)).form(&form);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn unifonic(stage: &Stage, app: &str, recipient: &str, body: &str) -> (u16, Value) {
    let form = [
        ("AppSid", app),
        ("SenderID", "Sawtak"),
        ("Recipient", recipient),
        ("Body", body),
        ("CorrelationID", "notice-7"),
        ("responseType", "JSON"),
    ];
    let request = stage.client().post(stage.url("/unifonic/rest/SMS/messages")).form(&form);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn twilio_reports_each_state_with_its_signature() {
    let stage = Stage::new().await;
    let (status, answer) =
        twilio(&stage, "Sawtak", "رقم المشاركة 2604-8317-5529", AUTH_TOKEN).await;
    assert_eq!((status, &answer["status"]), (201, &json!("queued")));
    let got = stage.got(CALLBACK, 2).await;
    let mut told = Vec::new();
    for report in &got {
        let form: Vec<(String, String)> =
            form_urlencoded::parse(&report.body).into_owned().collect();
        let pairs: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let url = format!("{}{CALLBACK}", stage.edge_origin);
        let expected = signature::twilio(AUTH_TOKEN, &url, &pairs);
        assert_eq!(report.header("x-twilio-signature"), expected);
        let find = |name: &str| pairs.iter().find(|(known, _)| *known == name).unwrap().1;
        assert_eq!(json!(find("MessageSid")), answer["sid"]);
        told.push(find("MessageStatus").to_owned());
    }
    assert_eq!(told, ["sent", "delivered"]);
    let path = format!("/twilio/2010-04-01/Accounts/{}/Messages.json", account());
    for (number, count) in [("971501234567", 1), ("971501234568", 0)] {
        let url = stage.url(&format!("{path}?To=%2B{number}&PageSize=50"));
        let request = stage.client().get(url).basic_auth(account(), Some(AUTH_TOKEN));
        let list: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(list["messages"].as_array().unwrap().len(), count, "{number}");
    }
    let shown = stage.got("/outbox/arrived", 1).await[0].json();
    assert_eq!((&shown["to"], &shown["parts"]), (&json!("+971501234567"), &json!(1)));
}

#[tokio::test]
async fn twilio_refuses_what_the_country_refuses() {
    let stage = Stage::new().await;
    let code = |answer: (u16, Value)| (answer.0, answer.1["code"].clone());
    assert_eq!(code(twilio(&stage, "Sawtak", "a", "wrong").await), (401, json!(20_003)));
    assert_eq!(code(twilio(&stage, "Other", "a", AUTH_TOKEN).await), (400, json!(21_212)));
    let link = "https://voice.example";
    assert_eq!(code(twilio(&stage, "Sawtak", link, AUTH_TOKEN).await), (400, json!(30_007)));
    assert!(stage.got_so_far("/outbox/arrived").is_empty());
}

#[tokio::test]
async fn a_message_can_fail_after_it_was_accepted() {
    let stage = Stage::new().await;
    let change = json!({ "fail": 30_003 });
    stage.call(reqwest::Method::PUT, "/control/texts", "", change).await;
    assert_eq!(twilio(&stage, "Sawtak", "a", AUTH_TOKEN).await.0, 201);
    let report = stage.got(CALLBACK, 2).await[1].body.clone();
    let text = String::from_utf8(report.to_vec()).unwrap();
    assert!(text.contains("MessageStatus=undelivered") && text.contains("ErrorCode=30003"));
}

#[tokio::test]
async fn a_person_writes_by_twilio() {
    let stage = Stage::new().await;
    let written = json!({ "text": "شكوى" });
    assert_eq!(stage.post("/people/texts/971501234567", "", written).await.0, 201);
    let got = stage.got("/in/sms", 1).await[0].clone();
    let form: Vec<(String, String)> = form_urlencoded::parse(&got.body).into_owned().collect();
    let pairs: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(pairs.contains(&("From", "+971501234567")) && pairs.contains(&("Body", "شكوى")));
    let url = format!("{}/in/sms", stage.edge_origin);
    assert_eq!(got.header("x-twilio-signature"), signature::twilio(AUTH_TOKEN, &url, &pairs));
}

#[tokio::test]
async fn unifonic_takes_digits_and_reports_to_the_configured_address() {
    let stage = Stage::new().await;
    let (status, answer) = unifonic(&stage, "app-sid", "971501234567", "شكراً").await;
    assert_eq!((status, &answer["success"]), (200, &json!(true)));
    assert_eq!(answer["data"]["CorrelationID"], "notice-7");
    let report = stage.got("/in/sms/unifonic?key=report", 1).await[0].json();
    let expected = [&answer["data"]["MessageID"], &json!("Delivered")];
    assert_eq!([&report["MessageID"], &report["Status"]], expected);
    for (app, recipient, body, code) in [
        ("wrong", "971501234567", "a", "ER-01"),
        ("app-sid", "+971501234567", "a", "ER-482"),
        ("app-sid", "971501234567", "Call 050 123 4567", "ER-488"),
    ] {
        let (status, answer) = unifonic(&stage, app, recipient, body).await;
        assert_eq!((status, &answer["errorCode"]), (200, &json!(code)), "{recipient} {body}");
        assert_eq!(answer["success"], false);
    }
}
