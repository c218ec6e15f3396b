//! `/console/api/attachments/{id}/transcript`: transcript of a recording, and its versions. Search
//! finds the case by the latest one.

use axum::{Extension, Json};
use domain::{
    access::{
        policy::{self, Permission},
        sight::Seen,
    },
    case::life_cycle::Verb,
    media::upload::UploadId,
    text::Text,
    wire::console::{NewTranscript, TranscriptVersions},
};
use http::StatusCode;

use super::opened::Opened;
use crate::{
    error::ApiError,
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::transcription,
    state::App,
    store::{self, search::Pending},
};

/// Returns all versions that the person may see. It's recorded as a reading.
#[worker::send]
pub(crate) async fn versions(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<UploadId>,
) -> Result<Json<TranscriptVersions>, ApiError> {
    let db = app.db()?;
    let attachment =
        store::media::attachments::find(&db, id.as_str()).await?.ok_or(ApiError::NotFound)?;
    let opened = Opened::by(&app, &who, attachment.participation).await?;
    opened.attachment(&id)?;
    let mut versions = store::media::transcripts::versions(&db, id.as_str()).await?;
    versions.retain(|version| opened.seen.shows(version.at, None));
    let writers: Vec<_> = versions.iter().map(|version| &version.by).collect();
    let names = store::case::detail::names(&db, &writers).await?;
    let (file, times) = ((attachment.participation, id.as_str()), [app.now, app.now]);
    store::case::detail::note_file(&db, file, &who.person.id, times).await?;
    Ok(Json(TranscriptVersions { versions, names }))
}

/// Writes or removes a transcript. The permission is that for writing a note.
#[worker::send]
pub(crate) async fn write(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<UploadId>,
    sent: JsonBody<NewTranscript>,
) -> Result<StatusCode, ApiError> {
    let db = app.db()?;
    let attachment =
        store::media::attachments::find(&db, id.as_str()).await?.ok_or(ApiError::NotFound)?;
    let opened = Opened::by(&app, &who, attachment.participation).await?;
    opened.attachment(&id)?;
    let Opened { seen: Seen { case, .. }, .. } = opened;
    if !policy::may(&who.person, Permission::Handle(Verb::Note, case.hands())) {
        return Err(ApiError::Forbidden);
    }
    let NewTranscript { text } = sent.read().await?;
    let text = Text::parse(&text).map_err(|error| ApiError::input("/text", error.into()))?;
    let text = text.as_ref().map(Text::as_str);
    let written =
        store::media::transcripts::write(&db, id.as_str(), text, &who.person.id, app.now)?;
    let words = |read: &Pending| read.words_once_written(id.as_str(), text);
    transcription::write(&db, attachment.participation, &written, words).await?;
    Ok(StatusCode::NO_CONTENT)
}
