//! Files of messages, wherever they are: fetched, and streamed into R2 through the same inspection
//! as every upload.

use std::time::Duration;

use domain::{
    channel::{
        conversation::MediaRefusal,
        message::{Media, MediaKind},
    },
    endpoint,
    media::{
        attachment,
        upload::{Creation, UploadId},
    },
};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use worker::{Headers, RequestInit, Response};

use crate::{
    error::ApiError,
    media::{self, Sink},
    platform::http_client,
    state::App,
    store::media::uploads::Row,
};

/// Timeout of fetching a file: 100 MB at 10 Mbit/s take 80 seconds.
const TIMEOUT: Duration = Duration::from_mins(3);

/// Place of a file at the other side.
pub(super) struct Source<'a> {
    pub(super) url: &'a str,
    /// Access token that the address needs.
    pub(super) token: Option<&'a str>,
    pub(super) size_max: u64,
    /// SHA-256 of the file, if it was told.
    pub(super) digest: Option<[u8; 32]>,
}

/// Fetches a file and stores it as an upload of `client`.
///
/// # Errors
///
/// The inner error says why the file will never be taken; the outer one that it may be, later.
pub(super) async fn fetch(
    app: &App,
    client: &str,
    media: &Media,
    source: &Source<'_>,
) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
    // The address comes from outside, and our token may go there.
    if !endpoint::is_private(source.url) {
        return Err(failed("its address isn't private"));
    }
    let creation = Creation {
        length: None,
        name: name(media),
        declared_type: media.media_type.clone(),
        metadata: String::new(),
    };
    let sender = media::Sender { client, page: None };
    let row = media::create(app, &creation, &sender).await?;
    let mut init = RequestInit::new();
    if let Some(token) = source.token {
        let headers = Headers::new();
        headers.set("authorization", &format!("Bearer {token}"))?;
        init.with_headers(headers);
    }
    let id = row.id.clone();
    let mut outcome = None;
    let read = async |answer: Response| {
        outcome = Some(stored(app, &row, answer, source.size_max).await);
        Ok(())
    };
    let asked = http_client::ask(source.url, init, TIMEOUT, read).await;
    match outcome {
        Some(Ok(Ok(digest))) if source.digest.is_none_or(|told| told == digest) => {
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

/// Returns the error of a file that may be had later.
pub(super) fn failed(why: &str) -> ApiError {
    ApiError::Internal(format!("a file of a message: {why}"))
}
