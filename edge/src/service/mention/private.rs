//! Personal part of a mention, which lies sealed, and the code by which its post is found.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    channel::mention::{MentionId, Published},
    intake::channel::Channel,
};
use serde::{Deserialize, Serialize};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    state::App,
    store::channel::mentions::Row,
};

/// Personal part of a mention, which lies sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Private {
    pub(super) post_id: String,
    /// Account of the author, by which they prove who they are.
    pub(super) author: String,
    /// Content; `None` once its author has deleted it.
    pub(super) post: Option<Published>,
}

/// Returns the code by which a post is found.
pub(crate) fn post_code(app: &App, channel: Channel, id: &str) -> String {
    let mac = app.config.link_secret.mac(&["post of a channel", channel.as_str(), id]);
    URL_SAFE_NO_PAD.encode(&mac[..18])
}

/// Seals the personal part of the mention with this id.
pub(super) async fn sealed(
    app: &App,
    id: &MentionId,
    private: &Private,
) -> Result<Sealed, ApiError> {
    let plain = serde_json::to_string(private)?;
    Ok(seal::seal(&app.config.contact_keys, &place(id), &plain).await?)
}

/// Opens the personal part of a mention; `None` once it's forgotten.
pub(super) async fn opened(app: &App, row: &Row) -> Result<Option<Private>, ApiError> {
    let Some(sealed) = row.content() else { return Ok(None) };
    let plain = seal::open(&app.config.contact_keys, &place(&row.id), &sealed).await?;
    let read = serde_json::from_str(&plain);
    read.map(Some).map_err(|_| ApiError::Internal("a mention that is none".into()))
}

/// Returns the row that a mention is sealed for.
fn place(id: &MentionId) -> String {
    format!("mention {}", id.as_str())
}
