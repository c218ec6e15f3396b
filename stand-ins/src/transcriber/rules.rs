//! Rules of the form: its fields, the formats of files, and that a file is what its name says.

use axum::{
    Json,
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Largest request, in bytes.
pub(super) const BODY_MAX: usize = 26_214_400;

/// Models that answer with segments.
const MODELS: [&str; 2] = ["whisper-1", "Systran/faster-whisper-small"];

/// Formats of files, by the ends of their names.
const FORMATS: [&str; 10] =
    ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"];

/// A recording that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Name of the file.
    pub name: String,
    /// Media type of the file.
    pub media_type: String,
    /// Content of the file.
    pub bytes: Vec<u8>,
}

/// Reason why a request is refused.
#[derive(Debug)]
pub(super) enum Refused {
    Key,
    Length,
    TooLarge,
    Form(String),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Key => (StatusCode::UNAUTHORIZED, "Incorrect API key provided".to_owned()),
            Self::Length => (StatusCode::LENGTH_REQUIRED, "Content-Length is required".to_owned()),
            Self::TooLarge => {
                let message = format!("Maximum content size limit ({BODY_MAX}) exceeded");
                (StatusCode::PAYLOAD_TOO_LARGE, message)
            }
            Self::Form(message) => (StatusCode::BAD_REQUEST, message),
        };
        let error = json!({ "message": message, "type": "invalid_request_error", "code": null });
        (status, Json(json!({ "error": error }))).into_response()
    }
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Form(error.body_text())
        }
    }
}

/// Reads the form. A field that isn't known here is refused.
pub(super) async fn read(mut form: Multipart) -> Result<Recording, Refused> {
    let (mut model, mut format, mut file) = (None, None, None);
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("model") => model = Some(field.text().await?),
            Some("response_format") => format = Some(field.text().await?),
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let media_type = field.content_type().unwrap_or_default().to_owned();
                file = Some(Recording { name, media_type, bytes: field.bytes().await?.into() });
            }
            name => return Err(Refused::Form(format!("Unknown field: {name:?}"))),
        }
    }
    if !model.as_deref().is_some_and(|model| MODELS.contains(&model)) {
        return Err(Refused::Form(format!("Unknown model: {model:?}")));
    }
    if format.as_deref() != Some("verbose_json") {
        return Err(Refused::Form(format!("Unknown response_format: {format:?}")));
    }
    let file = file.ok_or_else(|| Refused::Form("file: missing".to_owned()))?;
    let end = file.name.rsplit_once('.').map_or("", |(_, end)| end);
    if !FORMATS.contains(&end) || !is(end, &file.bytes) {
        return Err(Refused::Form(format!("Unrecognized file format: {}", file.name)));
    }
    Ok(file)
}

/// Returns whether content is of a format, by its first bytes.
fn is(format: &str, bytes: &[u8]) -> bool {
    match format {
        "flac" => bytes.starts_with(b"fLaC"),
        "m4a" | "mp4" => bytes.get(4..8) == Some(b"ftyp"),
        "oga" | "ogg" => bytes.starts_with(b"OggS"),
        "wav" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE"),
        "webm" => bytes.starts_with(b"\x1a\x45\xdf\xa3"),
        // MPEG's frames, with or without a tag before them.
        _ => bytes.starts_with(b"ID3") || matches!(bytes, [0xff, second, ..] if second >> 5 == 7),
    }
}
