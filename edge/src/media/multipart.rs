//! Multipart body of the plain form. Fields are parsed, and files stream into the media store as
//! they arrive.

use axum::body::Bytes;
use domain::{
    input::Reason,
    intake::kind::{Kind, Mood},
    media::{
        attachment::{self, ATTACHMENTS_MAX, NotAccepted},
        upload::{Creation, UPLOAD_MAX},
    },
};
use form::Entered;
use multer::{Constraints, Field, Multipart, SizeLimit};

use crate::{
    error::ApiError,
    media::{self, Sender, Sink},
    request::multipart::MultipartBody,
    state::App,
    store::media::uploads::Row,
};

/// Longest value of a field that isn't a file, in bytes: many times the longest text. A longer one
/// is cut off there, and its form comes back, since the value is too long.
pub(crate) const FIELD_MAX: usize = 256 * 1024;

/// Size limit of a form, in bytes: the attachments, and room for the fields.
pub(crate) const FORM_MAX: u64 = ATTACHMENTS_MAX as u64 * UPLOAD_MAX + 1024 * 1024;

/// Contents of a submitted form.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) entered: Entered,
    /// Request for the form in another language or wording; nothing is to be submitted yet.
    pub(crate) again: bool,
    /// Presence of files in such a request: a form that is rendered again can't contain them.
    pub(crate) lost_files: bool,
    pub(crate) key: String,
    /// Token of the form's page.
    pub(crate) token: String,
    pub(crate) language: String,
    pub(crate) easy: bool,
    pub(crate) mood: Option<Mood>,
    pub(crate) files: Vec<Row>,
}

/// Parses a form into `sent`.
///
/// # Errors
///
/// After an error, `sent` contains what had arrived before it.
pub(crate) async fn read(
    app: &App,
    client: &str,
    body: MultipartBody,
    sent: &mut Sent,
) -> Result<(), ApiError> {
    let boundary = body.boundary().ok_or(ApiError::UnsupportedMediaType("multipart/form-data"))?;
    let limits = SizeLimit::new().whole_stream(FORM_MAX).for_field("files", UPLOAD_MAX);
    let constraints = Constraints::new().size_limit(limits);
    let sender = Sender { client, page: None };
    let mut form = Multipart::with_constraints(body.body.into_data_stream(), boundary, constraints);
    while let Some(field) = form.next_field().await.map_err(of_form)? {
        match field.name() {
            // The button that asks for the form again precedes the form's fields, so `again` is
            // known by now.
            Some("files") if sent.again => {
                sent.lost_files |= field.file_name().is_some_and(|name| !name.is_empty());
            }
            Some("files") => sent.files.extend(file(app, &sender, field, sent.files.len()).await?),
            Some(name) => {
                let name = name.to_owned();
                let value = text(field).await?;
                keep(sent, &name, value);
            }
            None => {}
        }
    }
    Ok(())
}

/// Reads the value of a field, at most [`FIELD_MAX`] bytes of it.
async fn text(mut field: Field<'_>) -> Result<String, ApiError> {
    let mut value = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(of_form)? {
        let room = FIELD_MAX - value.len();
        value.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&value).into_owned())
}

fn keep(sent: &mut Sent, name: &str, value: String) {
    let entered = &mut sent.entered;
    match name {
        "kind" => entered.kind = Kind::parse(&value),
        // Browsers send a line break as two characters, and count it as one.
        "text" => entered.text = value.replace("\r\n", "\n"),
        "suggestion" => entered.suggestion = value.replace("\r\n", "\n"),
        "service" => entered.service = value,
        "place" => entered.place = value,
        "name" => entered.name = value,
        "email" => entered.email = value,
        "phone" => entered.phone = value,
        "again" => sent.again = true,
        "key" => sent.key = value,
        "token" => sent.token = value,
        "language" => sent.language = value,
        "mood" => sent.mood = Mood::parse(&value),
        "easy" => sent.easy = value == "1",
        _ => {}
    }
}

/// Stores one file of a form, which has `before` others already. `None` if the visitor chose none.
pub(crate) async fn file(
    app: &App,
    sender: &Sender<'_>,
    mut field: Field<'_>,
    before: usize,
) -> Result<Option<Row>, ApiError> {
    let name = attachment::clean_name(field.file_name().unwrap_or_default());
    let declared_type = field.content_type().map(ToString::to_string).unwrap_or_default();
    let mut chunk = field.chunk().await.map_err(of_form)?;
    while chunk.as_ref().is_some_and(Bytes::is_empty) {
        chunk = field.chunk().await.map_err(of_form)?;
    }
    if chunk.is_none() {
        // A file input without a choice is sent with an empty name.
        let is_chosen = field.file_name().is_some_and(|name| !name.is_empty());
        return if is_chosen { Err(NotAccepted::Empty.into()) } else { Ok(None) };
    }
    if before >= ATTACHMENTS_MAX {
        return Err(ApiError::input("/attachments", Reason::TooManyAttachments));
    }
    // A form doesn't announce the length of a file. It's written once the file is complete.
    let row = media::create(
        app,
        &Creation { length: None, name, declared_type, metadata: String::new() },
        sender,
    )
    .await?;
    let mut sink = Sink::open(app, &row.id).await?;
    while let Some(bytes) = chunk {
        if let Err(error) = sink.take(&bytes).await {
            sink.discard().await?;
            return Err(error);
        }
        chunk = match field.chunk().await {
            Ok(chunk) => chunk,
            Err(error) => {
                sink.discard().await?;
                return Err(of_form(error));
            }
        };
    }
    sink.finish().await.map(Some)
}

/// Converts an error of the parser.
pub(crate) fn of_form(error: multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { limit, .. }
        | multer::Error::StreamSizeExceeded { limit } => ApiError::TooLarge(limit),
        multer::Error::StreamReadFailed(_)
        | multer::Error::IncompleteStream
        | multer::Error::IncompleteFieldData { .. } => ApiError::Cut,
        other => ApiError::Malformed(other.to_string()),
    }
}
