//! The machine's own rules.

use reqwest::{Client, RequestBuilder};
use tokio::net::TcpListener;

use super::*;

const KEY: &str = "key-for-tests";
const SOUND: &[u8] = b"RIFF\x04\0\0\0WAVE";

/// Starts a machine and returns it with its address.
async fn start() -> (Transcriber, String) {
    let machine = Transcriber::new(KEY);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/audio/transcriptions", listener.local_addr().unwrap());
    let routes = machine.routes();
    tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });
    (machine, url)
}

/// Returns a request with these fields, and a file of this name.
fn request(url: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> RequestBuilder {
    let mut body = Vec::new();
    for (field, value) in fields {
        let disposition = format!("Content-Disposition: form-data; name=\"{field}\"");
        body.extend(format!("--b\r\n{disposition}\r\n\r\n{value}\r\n").into_bytes());
    }
    let disposition = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    body.extend(format!("--b\r\n{disposition}\r\nContent-Type: audio/wav\r\n\r\n").into_bytes());
    body.extend(content);
    body.extend(b"\r\n--b--\r\n");
    let request = Client::new().post(url).header("content-type", "multipart/form-data; boundary=b");
    request.bearer_auth(KEY).body(body)
}

const FIELDS: [(&str, &str); 2] = [("model", "whisper-1"), ("response_format", "verbose_json")];

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_recording_is_answered_with_segments() {
    let (machine, url) = start().await;
    let answer = request(&url, &FIELDS, "recording.wav", SOUND).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap(), spoken());
    let [heard] = &machine.heard()[..] else { panic!("one recording") };
    assert_eq!((heard.name.as_str(), &*heard.bytes), ("recording.wav", SOUND));
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused() {
    let (machine, url) = start().await;
    let key = Client::new().post(&url).bearer_auth("x").body("{}");
    let other = Client::new().post(&url).bearer_auth(KEY).body("{}");
    assert_eq!([status(key).await, status(other).await], [401, 400]);
    for (fields, name, content) in [
        (&[("model", "whisper-9"), FIELDS[1]][..], "recording.wav", SOUND),
        (&[FIELDS[0], ("response_format", "json")], "recording.wav", SOUND),
        (&[FIELDS[0]], "recording.wav", SOUND),
        (&[FIELDS[0], FIELDS[1], ("secret", "1")], "recording.wav", SOUND),
        (&FIELDS, "recording.exe", SOUND),
        (&FIELDS, "recording.ogg", SOUND),
        (&FIELDS, "recording", SOUND),
    ] {
        assert_eq!(status(request(&url, fields, name, content)).await, 400, "{fields:?} {name}");
    }
    let large = [SOUND, &vec![0; BODY_MAX]].concat();
    assert_eq!(status(request(&url, &FIELDS, "recording.wav", &large)).await, 413);
    assert!(machine.heard().is_empty());
}

#[tokio::test]
async fn workers_ai_takes_base64_and_answers_in_an_envelope() {
    let (machine, url) = start().await;
    let run = |model: &str, body: Value| {
        let url = url.replace("v1/audio/transcriptions", &format!("ai/run/@cf/openai/{model}"));
        Client::new().post(url).bearer_auth(KEY).json(&body)
    };
    let model = "whisper-large-v3-turbo";
    let answer = run(model, json!({ "audio": "UklGRg==", "vad_filter": true })).send().await;
    let answer: Value = answer.unwrap().json().await.unwrap();
    assert_eq!((&answer["success"], &answer["result"]["text"]), (&json!(true), &spoken()["text"]));
    assert_eq!(machine.heard()[0].bytes, b"RIFF");
    for (model, body) in [
        ("whisper-9", json!({ "audio": "UklGRg==" })),
        (model, json!({ "audio": "UklGRg" })),
        (model, json!({ "audio": [82, 73] })),
        (model, json!({ "audio": "UklGRg==", "secret": 1 })),
    ] {
        assert_eq!(status(run(model, body.clone())).await, 400, "{model} {body}");
    }
    assert_eq!(machine.heard().len(), 1);
}

#[tokio::test]
async fn a_manner_holds_also_for_those_who_wait() {
    let (machine, url) = start().await;
    machine.set(Manner::Waits);
    let waiting = tokio::spawn(request(&url, &FIELDS, "recording.wav", SOUND).send());
    while machine.heard().is_empty() {
        tokio::task::yield_now().await;
    }
    machine.set(Manner::Fails(503));
    assert_eq!(waiting.await.unwrap().unwrap().status().as_u16(), 503);
    machine.set(Manner::Babbles("<html>".to_owned()));
    let answer = request(&url, &FIELDS, "recording.wav", SOUND).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "<html>");
}
