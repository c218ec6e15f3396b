//! Port to the machine that transcribes recordings, which `TRANSCRIBER` names. Adapters: any server
//! with `OpenAI`'s `/v1/audio/transcriptions` ([`open_ai`]), Workers AI over REST ([`workers_ai`])
//! and by the platform's binding ([`binding`]), and none.
//!
//! The consumer of recordings calls it. It streams a file and holds a few pieces of it at a time,
//! but for the binding, which takes it whole. `domain::media::transcription` knows the formats and
//! decides what an answer means.

mod binding;
mod body;
mod open_ai;
mod workers_ai;

use std::time::Duration;

use domain::{
    endpoint::host_of,
    media::transcription::{AnswerError, BINDING_MAX, Outcome, SERVER_MAX},
};
use wasm_bindgen::JsValue;
use worker::{Ai, ByteStream, Headers, Method, RequestInit};

use crate::platform::http_client;

/// Longest answer that is read, in bytes: some servers answer with all tokens of a long recording.
const ANSWER_MAX: usize = 8 * 1024 * 1024;

/// Machine of an installation.
#[derive(Clone)]
pub(crate) struct Transcriber {
    pub(crate) way: Way,
    pub(crate) model: String,
    /// Timeout of a recording, in seconds.
    pub(crate) patience: u32,
}

/// Way to a machine.
#[derive(Clone)]
pub(crate) enum Way {
    OpenAi(Server),
    WorkersAi(Server),
    Binding,
}

/// Server, and our key there.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) key: Option<String>,
}

/// Recording to transcribe.
pub(crate) struct Recording<'a> {
    pub(crate) media_type: &'a str,
    pub(crate) size: u64,
    pub(crate) body: ByteStream,
}

/// Reason why a recording wasn't transcribed, with a phrase that contains nothing of it.
pub(crate) enum Failure {
    /// The machine is away, busy, refuses our access, or something else answers in its place.
    Away(String),
    /// The machine can't use this file, or makes nothing sensible of it.
    File(String),
}

impl From<&'static str> for Failure {
    fn from(reason: &'static str) -> Self {
        Self::Away(reason.to_owned())
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        let reason = error.to_string();
        match error {
            // Something else answers at this address, or another version of the machine.
            AnswerError::Shape => Self::Away(reason),
            AnswerError::Times | AnswerError::Passages => Self::File(reason),
        }
    }
}

impl Transcriber {
    /// Returns the size of the largest file that the machine takes, in bytes.
    pub(crate) const fn file_max(&self) -> u64 {
        if matches!(self.way, Way::Binding) { BINDING_MAX } else { SERVER_MAX }
    }

    /// Returns the name of where recordings go, for people to read.
    pub(crate) fn host(&self) -> &str {
        match &self.way {
            Way::OpenAi(Server { url, .. }) | Way::WorkersAi(Server { url, .. }) => host_of(url),
            Way::Binding => "Cloudflare Workers AI",
        }
    }
}

/// Transcribes a recording. `ai` is the platform's binding, if there is one.
///
/// # Errors
///
/// Returns a failure if the machine can't be reached, is too slow, refuses the file or doesn't
/// answer with a transcript.
pub(crate) async fn transcribe(
    transcriber: &Transcriber,
    ai: Option<Ai>,
    file: Recording<'_>,
) -> Result<Outcome, Failure> {
    let Transcriber { way, model, patience } = transcriber;
    let patience = Duration::from_secs(u64::from(*patience));
    let answer = match way {
        Way::OpenAi(server) => open_ai::ask(server, model, file, patience).await?,
        Way::WorkersAi(server) => workers_ai::ask(server, model, file, patience).await?,
        Way::Binding => binding::ask(ai, model, file, patience).await?,
    };
    Ok(answer.map_or(Ok(Outcome::TooLong), domain::media::transcription::Answer::outcome)?)
}

/// Posts a body to a server, and returns its answer as text; `None` if the file is too large for
/// it.
async fn post(
    server: &Server,
    path: &str,
    content_type: &str,
    body: JsValue,
    patience: Duration,
) -> Result<Option<String>, Failure> {
    let init = request(server, content_type, body).map_err(|_| "no request")?;
    let url = format!("{}{path}", server.url);
    let (status, text) = http_client::ask_text(&url, init, patience, ANSWER_MAX).await?;
    judge(status).map(|is_taken| is_taken.then_some(text))
}

/// Returns whether an answer with this status has a transcript; false if the file is too large.
fn judge(status: u16) -> Result<bool, Failure> {
    match status {
        200..=299 => Ok(true),
        413 => Ok(false),
        400 | 415 | 422 => Err(Failure::File(format!("status {status}"))),
        _ => Err(Failure::Away(format!("status {status}"))),
    }
}

fn request(server: &Server, content_type: &str, body: JsValue) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("content-type", content_type)?;
    if let Some(key) = &server.key {
        headers.set("authorization", &["Bearer ", key].concat())?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body));
    Ok(init)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Transcriber {
        let server = Server { url: url.to_owned(), key: None };
        Transcriber { way: Way::OpenAi(server), model: "whisper-1".to_owned(), patience: 300 }
    }

    #[test]
    fn people_read_the_host_that_recordings_go_to() {
        assert_eq!(at("https://speech.example.ae/v1").host(), "speech.example.ae");
        assert_eq!(at("http://127.0.0.1:8000/v1").host(), "127.0.0.1");
        let binding = Transcriber { way: Way::Binding, ..at("") };
        assert_eq!((binding.host(), binding.file_max()), ("Cloudflare Workers AI", BINDING_MAX));
    }

    #[test]
    fn an_answer_of_another_shape_does_not_count_against_the_file() {
        assert!(matches!(Failure::from(AnswerError::Shape), Failure::Away(_)));
        assert!(matches!(Failure::from(AnswerError::Times), Failure::File(_)));
    }

    #[test]
    fn a_refused_file_is_told_from_a_machine_that_is_away() {
        assert!(matches!(judge(200), Ok(true)) && matches!(judge(413), Ok(false)));
        for status in [400, 415, 422] {
            assert!(matches!(judge(status), Err(Failure::File(_))), "{status}");
        }
        for status in [302, 401, 403, 404, 429, 500, 503] {
            assert!(matches!(judge(status), Err(Failure::Away(_))), "{status}");
        }
    }
}
