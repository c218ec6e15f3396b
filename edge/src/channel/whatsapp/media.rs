//! Media of messages: their address is asked for and fetched at once, since it expires after five
//! minutes.

use domain::{
    channel::{conversation::MediaRefusal, message::Media, whatsapp::inbound::sha256},
    media::upload::UploadId,
};
use serde::Deserialize;
use serde_json::Value;
use worker::{RequestInit, Response};

use super::{TIMEOUT, address, headers};
use crate::{
    channel::download::{self, Source, failed},
    config::whatsapp::Settings,
    error::ApiError,
    platform::http_client,
    state::App,
};

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
    size_max: u64,
) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
    let Some(place) = look_up(settings, &media.id).await? else {
        return Ok(Err(MediaRefusal::Unavailable));
    };
    if place.size().is_some_and(|size| size > size_max) {
        return Ok(Err(MediaRefusal::TooLarge));
    }
    let source = Source {
        url: &place.url,
        token: Some(&settings.token),
        size_max,
        digest: place.sha256.as_deref().and_then(sha256).or(media.sha256),
    };
    download::fetch(app, client, media, &source).await
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
