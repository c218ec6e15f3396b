//! Media of messages: their address is asked for and fetched at once, since it expires after five
//! minutes, and the bytes stream into R2 through the same inspection as every upload.

use std::time::Duration;

use domain::{
    channel::{
        conversation::MediaRefusal,
        whatsapp::inbound::{Media, MediaKind, sha256},
    },
    endpoint,
    media::{
        attachment,
        upload::{Creation, UploadId},
    },
};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use worker::{RequestInit, Response};

use super::{TIMEOUT, address, headers};
use crate::{
    config::whatsapp::Settings,
    error::ApiError,
    media::{self, Sink},
    platform::http_client,
    service::rate_limit::ClientKind,
    state::App,
    store::media::uploads::Row,
};

/// Timeout of fetching a file: 100 MB at 10 Mbit/s take 80 seconds.
const FILE_TIMEOUT: Duration = Duration::from_mins(3);

/// Place of a file, as the API says it.
#[derive(Deserialize)]
struct Place {
    url: String,
    #[serde(default)]
    sha256: Option<String>,
    /// Number, or a text of digits.
    #[serde(default)]
    file_size: Value,
}

impl Place {
    fn size(&self) -> Option<u64> {
        self.file_size.as_u64().or_else(|| self.file_size.as_str()?.parse().ok())
    }
}

/// Fetches a file and stores it as an upload of `client`.
///
/// # Errors
///
/// The inner error says why the file will never be taken; the outer one that it may be, later.
pub(crate) async fn fetch(
    app: &App,
    settings: &Settings,
    client: &str,
    media: &Media,
) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
    let Some(place) = look_up(settings, &media.id).await? else {
        return Ok(Err(MediaRefusal::Unavailable));
    };
    let size_max = media.kind.size_max();
    if place.size().is_some_and(|size| size > size_max) {
        return Ok(Err(MediaRefusal::TooLarge));
    }
    // The address comes from outside, and our token goes there.
    if !endpoint::is_private(&place.url) {
        return Err(failed("its address isn't private"));
    }
    let creation = Creation {
        length: None,
        name: name(media),
        declared_type: media.media_type.clone(),
        metadata: String::new(),
    };
    let sender =
        media::Sender { client, website: &app.config.base_url, client_kind: ClientKind::Exempt };
    let row = media::create(app, &creation, &sender).await?;
    let mut init = RequestInit::new();
    init.with_headers(headers(settings)?);
    let id = row.id.clone();
    let mut outcome = None;
    let read = async |answer: Response| {
        outcome = Some(stored(app, &row, answer, size_max).await);
        Ok(())
    };
    let asked = http_client::ask(&place.url, init, FILE_TIMEOUT, read).await;
    let told = place.sha256.as_deref().and_then(sha256).or(media.sha256);
    match outcome {
        Some(Ok(Ok(digest))) if told.is_none_or(|told| told == digest) => {
            let id = UploadId::parse(&id).map_err(|error| ApiError::Internal(error.to_string()))?;
            Ok(Ok(id))
        }
        Some(Ok(Ok(_))) => {
            media::discard(app, &id).await?;
            Err(failed("other bytes than its digest says"))
        }
        Some(Ok(Err(refusal))) => {
            media::discard(app, &id).await?;
            Ok(Err(refusal))
        }
        Some(Err(error)) => {
            media::discard(app, &id).await?;
            Err(error)
        }
        None => {
            media::discard(app, &id).await?;
            Err(failed(asked.err().unwrap_or("no answer")))
        }
    }
}

/// Returns where a file is; `None` if it is gone.
async fn look_up(settings: &Settings, id: &str) -> Result<Option<Place>, ApiError> {
    let is_name = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if !is_name {
        return Ok(None);
    }
    let mut init = RequestInit::new();
    init.with_headers(headers(settings)?);
    let read = async |mut answer: Response| Ok((answer.status_code(), answer.text().await?));
    let address = address(settings, id);
    let (status, text) = http_client::ask(&address, init, TIMEOUT, read).await.map_err(failed)?;
    match status {
        200 => serde_json::from_str(&text).map(Some).map_err(|_| failed("no place of it")),
        // A token that is refused passes for a fault of ours: the file can be had later.
        401 | 403 | 429 | 500.. => Err(failed(&format!("status {status}"))),
        _ => Ok(None),
    }
}

/// Streams the answer into the upload, and returns the digest of its bytes.
async fn stored(
    app: &App,
    row: &Row,
    mut answer: Response,
    size_max: u64,
) -> Result<Result<[u8; 32], MediaRefusal>, ApiError> {
    match answer.status_code() {
        200 => {}
        // The address has expired. The next attempt asks for another.
        400..=499 => return Err(failed("its address has expired")),
        status => return Err(failed(&format!("status {status}"))),
    }
    let mut sink = Sink::open(app, &row.id).await?;
    let mut stream = answer.stream()?;
    let (mut digest, mut size) = (Sha256::new(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| failed("cut off"))?;
        size += chunk.len() as u64;
        if size > size_max {
            return Ok(Err(MediaRefusal::TooLarge));
        }
        digest.update(&chunk);
        if let Err(error) = sink.take(&chunk).await {
            return refused(error);
        }
    }
    if size == 0 {
        return Ok(Err(MediaRefusal::Empty));
    }
    match sink.finish().await {
        Ok(_) => Ok(Ok(digest.finalize().into())),
        Err(error) => refused(error),
    }
}

/// Tells a file that is refused from a failure on our side.
fn refused<T>(error: ApiError) -> Result<Result<T, MediaRefusal>, ApiError> {
    match error {
        ApiError::MediaType(attachment::NotAccepted::Empty) => Ok(Err(MediaRefusal::Empty)),
        ApiError::MediaType(_) => Ok(Err(MediaRefusal::Type)),
        ApiError::TooLong | ApiError::TooLarge(_) => Ok(Err(MediaRefusal::TooLarge)),
        other => Err(other),
    }
}

/// Returns the name under which a file is stored: that of a document, or one that says what it is.
fn name(media: &Media) -> String {
    match (&media.file_name, media.kind) {
        (Some(name), _) => attachment::clean_name(name),
        (None, MediaKind::Audio) if media.is_voice => "voice-note".to_owned(),
        (None, MediaKind::Audio) => "recording".to_owned(),
        (None, MediaKind::Video) => "video".to_owned(),
        (None, MediaKind::Image | MediaKind::Sticker) => "photo".to_owned(),
        (None, MediaKind::Document) => "document".to_owned(),
    }
}

fn failed(why: &str) -> ApiError {
    ApiError::Internal(format!("a file from WhatsApp: {why}"))
}
