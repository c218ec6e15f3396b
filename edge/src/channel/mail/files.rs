//! Files of a mail: each goes through the inspection that every upload goes through.

use domain::{
    channel::mail::letter::NotTaken,
    media::{
        attachment::{ATTACHMENTS_MAX, clean_name},
        upload::{Creation, UPLOAD_MAX},
    },
};

use super::parse::File;
use crate::{
    error::ApiError,
    media::{self, Sender, Sink},
    state::App,
};

/// Stores the files of a mail that are accepted, at most five, and returns their ids and the files
/// that weren't taken. Pictures that only adorn the mail come last.
pub(super) async fn store(
    app: &App,
    client: &str,
    mut files: Vec<File>,
) -> Result<(Vec<String>, Vec<NotTaken>), ApiError> {
    files.sort_by_key(|file| file.is_inline);
    let (mut ids, mut not_taken) = (Vec::new(), Vec::new());
    for file in files {
        let left = NotTaken { name: shown_name(&file), bytes: file.bytes.len() };
        let is_within = ids.len() < ATTACHMENTS_MAX
            && !file.bytes.is_empty()
            && file.bytes.len() as u64 <= UPLOAD_MAX;
        let id = if is_within { one(app, client, file).await? } else { None };
        match id {
            Some(id) => ids.push(id),
            None => not_taken.push(left),
        }
    }
    Ok((ids, not_taken))
}

/// Stores one file; `None` if its content isn't accepted.
async fn one(app: &App, client: &str, file: File) -> Result<Option<String>, ApiError> {
    let creation = Creation {
        length: Some(file.bytes.len() as u64),
        name: clean_name(&file.name),
        declared_type: file.media_type.chars().take(100).collect(),
        metadata: String::new(),
    };
    let sender = Sender { client, page: None };
    let row = media::create(app, &creation, &sender).await?;
    let mut sink = Sink::open(app, &row.id).await?;
    match sink.take(&file.bytes).await {
        Ok(()) => {}
        Err(ApiError::MediaType(_)) => return Ok(None),
        Err(error) => return Err(error),
    }
    match sink.finish().await {
        Ok(row) => Ok(Some(row.id)),
        Err(ApiError::MediaType(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn shown_name(file: &File) -> String {
    if file.name.is_empty() { file.media_type.clone() } else { file.name.clone() }
}
