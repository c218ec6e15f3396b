//! `PUT /console/api/attachments/{id}/transcript`: transcript of a recording. Search finds the case
//! by it.

use axum::Extension;
use domain::{
    access::policy::{self, Permission},
    case::life_cycle::Verb,
    media::upload::UploadId,
    search,
    text::Text,
    wire::console::NewTranscript,
};
use http::StatusCode;

use super::opened::Opened;
use crate::{
    error::ApiError,
    request::{json::JsonBody, path::Path, session::SignedIn},
    state::App,
    store,
};

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
    let Opened { case, dossier, .. } = Opened::by(&app, &who, attachment.participation).await?;
    if !policy::may(&who.person, Permission::Handle(Verb::Note, case.hands())) {
        return Err(ApiError::Forbidden);
    }
    let NewTranscript { text } = sent.read().await?;
    let text = Text::parse(&text).map_err(|error| ApiError::input("/text", error.into()))?;
    let text = text.as_ref().map(Text::as_str);
    let others = dossier
        .attachments
        .iter()
        .filter(|row| row.id != attachment.id)
        .filter_map(|row| row.transcript.as_deref());
    let all = dossier.row.text.as_deref().into_iter().chain(others).chain(text);
    let words = search::document(attachment.participation, all);
    db.batch(vec![
        store::media::attachments::transcribe(&db, id.as_str(), text, &who.person.id, app.now)?,
        store::search::reword(&db, attachment.participation, &words)?,
    ])
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
