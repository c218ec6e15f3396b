//! Adapter to Workers AI by the platform's binding `AI`.
//!
//! The binding takes the recording as one text in base64. It is put together on JavaScript's side,
//! so that the Wasm memory, which never shrinks, doesn't grow by it.

use std::{pin::pin, time::Duration};

use domain::media::transcription::Answer;
use futures_util::{
    StreamExt,
    future::{Either, select},
};
use js_sys::JsString;
use serde::Serialize;
use worker::{Ai, Delay, wasm_bindgen::JsValue};

use super::{Failure, Recording, body};

/// Input of Whisper at Workers AI. It must be a struct: maps get lost in the binding.
#[derive(Serialize)]
struct Input {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    audio: JsValue,
    vad_filter: bool,
    condition_on_previous_text: bool,
}

/// Sends a recording and returns the answer; `None` if the file is too large. A call can't be
/// aborted, so one that is too slow is left alone.
pub(super) async fn ask(
    ai: Option<Ai>,
    model: &str,
    file: Recording<'_>,
    patience: Duration,
) -> Result<Option<Answer>, Failure> {
    let ai = ai.ok_or("the binding AI is missing")?;
    match select(pin!(run(ai, model, file)), pin!(Delay::from(patience))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err("no answer in time".into()),
    }
}

async fn run(ai: Ai, model: &str, file: Recording<'_>) -> Result<Option<Answer>, Failure> {
    let mut audio = JsString::from("");
    let mut pieces = pin!(body::base64(file.body));
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| "the file can't be read")?;
        let piece = String::from_utf8(piece).map_err(|_| "the file can't be read")?;
        audio = audio.concat(&JsValue::from(piece));
    }
    let input = Input { audio: audio.into(), vad_filter: true, condition_on_previous_text: false };
    match ai.run::<_, Answer>(model, input).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => refusal(&error.to_string()),
    }
}

/// Reads an error of the binding, `InferenceUpstreamError: <code>: <text>`. An answer of another
/// shape has no code.
fn refusal(error: &str) -> Result<Option<Answer>, Failure> {
    let code = error.split(": ").find_map(|part| part.parse::<u32>().ok());
    match code {
        Some(3006) => Ok(None),
        Some(5006) => Err(Failure::File("the binding's error 5006".to_owned())),
        Some(code) => Err(Failure::Away(format!("the binding's error {code}"))),
        None => Err(Failure::Away("the binding failed without a code".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_binding_are_told_apart_by_their_codes() {
        let error = |code: u32| format!("Error: InferenceUpstreamError: {code}: something");
        assert!(matches!(refusal(&error(3006)), Ok(None)));
        assert!(matches!(refusal(&error(5006)), Err(Failure::File(_))));
        assert!(matches!(refusal(&error(3040)), Err(Failure::Away(_))));
        assert!(matches!(refusal("missing field `text`"), Err(Failure::Away(_))));
    }
}
