//! Adapter to servers with `OpenAI`'s `/v1/audio/transcriptions`: a form in, `verbose_json` out.

use std::time::Duration;

use domain::media::transcription::{Answer, request};

use super::{Failure, Recording, Server, body, post};
use crate::platform::random;

/// Sends a recording and returns the answer; `None` if the file is too large.
pub(super) async fn ask(
    server: &Server,
    model: &str,
    file: Recording<'_>,
    patience: Duration,
) -> Result<Option<Answer>, Failure> {
    let boundary = random::name().map_err(|error| Failure::Away(error.to_string()))?;
    let frame = request::form(&boundary, model, file.media_type);
    let body = body::framed(frame, file.body, file.size);
    let content_type = request::form_type(&boundary);
    let text = post(server, "/audio/transcriptions", &content_type, body, patience).await?;
    Ok(text.map(|text| Answer::parse(&text)).transpose()?)
}
