//! Workers AI's shape over REST: JSON with the recording in base64, an envelope around the answer.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Transcriber, rules::Recording};

/// Largest request, in bytes: a recording of 25 MB in base64.
pub(super) const BODY_MAX: usize = 34_000_000;

/// Model that takes this input.
const MODEL: &str = "@cf/openai/whisper-large-v3-turbo";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    audio: String,
    #[serde(rename = "vad_filter")]
    _vad_filter: Option<bool>,
    #[serde(rename = "condition_on_previous_text")]
    _condition_on_previous_text: Option<bool>,
}

/// Handles `POST /ai/run/{model}`.
pub(super) async fn run(
    State(machine): State<Transcriber>,
    Path(model): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !machine.admits(&headers) {
        return failure(StatusCode::UNAUTHORIZED, 10_000, "Authentication error");
    }
    if model != MODEL {
        return failure(StatusCode::BAD_REQUEST, 7_000, "No route for that URI");
    }
    let input = serde_json::from_slice::<Input>(&body).ok();
    let Some(bytes) = input.and_then(|input| STANDARD.decode(input.audio).ok()) else {
        return failure(StatusCode::BAD_REQUEST, 5_006, "Error: required properties: 'audio'");
    };
    let recording = Recording { name: String::new(), media_type: String::new(), bytes };
    machine
        .answer(recording, |answer: Value| {
            let result = json!({
                "text": answer["text"], "segments": answer["segments"], "word_count": 10,
                "transcription_info": { "language": "en", "language_probability": 0.98 },
            });
            Json(json!({ "result": result, "success": true, "errors": [], "messages": [] }))
        })
        .await
}

fn failure(status: StatusCode, code: u32, message: &str) -> Response {
    let errors = json!([{ "code": code, "message": message }]);
    let body = json!({ "result": null, "success": false, "errors": errors, "messages": [] });
    (status, Json(body)).into_response()
}
