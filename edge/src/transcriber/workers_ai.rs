//! Adapter to Workers AI over REST: JSON with the recording in base64 in, an envelope out.

use std::time::Duration;

use domain::media::transcription::{Answer, request};

use super::{Failure, Recording, Server, body, post};

/// Sends a recording and returns the answer; `None` if the file is too large.
pub(super) async fn ask(
    server: &Server,
    model: &str,
    file: Recording<'_>,
    patience: Duration,
) -> Result<Option<Answer>, Failure> {
    let length = request::base64_length(file.size);
    let body = body::framed(request::json(), body::base64(file.body), length);
    let path = format!("/ai/run/{model}");
    let text = post(server, &path, "application/json", body, patience).await?;
    Ok(text.map(|text| Answer::parse_enveloped(&text)).transpose()?)
}
