//! Form of a request or an update: short, or with files.

use domain::open311::Parameters;
use multer::{Constraints, Field, Multipart, SizeLimit};

use super::{Call, Failure};
use crate::{
    error::ApiError,
    media::{
        Sender,
        multipart::{FORM_MAX, file, of_form},
    },
    request::multipart::MultipartBody,
    state::App,
    store::media::uploads::Row,
};

/// Most bytes of names and values of a form, all together. They are kept before a key is read.
const TEXT_MAX: usize = 1024 * 1024;

/// Most parts of a form.
const PARTS_MAX: usize = 200;

/// Parameters and files that came with a call.
pub(super) struct Sent {
    pub(super) parameters: Parameters,
    pub(super) files: Vec<Row>,
}

impl Sent {
    /// Returns the ids of the files.
    pub(super) fn ids(&self) -> Vec<String> {
        self.files.iter().map(|file| file.id.clone()).collect()
    }

    /// Returns the names and sizes of the files, by which two calls are compared.
    pub(super) fn described(&self) -> Vec<String> {
        self.files.iter().map(|file| format!("{} {}", file.offset, file.name)).collect()
    }
}

/// Reads the parameters of a call: those of its query, then those of its form; of two values the
/// query's counts. Files are stored as they arrive, so the key must come before them.
pub(super) async fn read(app: &App, call: &Call, body: MultipartBody) -> Result<Sent, Failure> {
    let mut sent = Sent { parameters: call.query.clone(), files: Vec::new() };
    if !body.is_form() {
        sent.parameters.extend(body.short_form().await?);
        return Ok(sent);
    }
    match read_parts(app, call, body, &mut sent).await {
        Ok(()) => Ok(sent),
        Err(failure) => {
            discard(app, &sent).await;
            Err(failure)
        }
    }
}

async fn read_parts(
    app: &App,
    call: &Call,
    body: MultipartBody,
    sent: &mut Sent,
) -> Result<(), Failure> {
    let boundary = body.boundary().ok_or(ApiError::UnsupportedMediaType("multipart/form-data"))?;
    let constraints = Constraints::new().size_limit(SizeLimit::new().whole_stream(FORM_MAX));
    let mut form = Multipart::with_constraints(body.body.into_data_stream(), boundary, constraints);
    let (mut parts, mut room) = (0, TEXT_MAX);
    let mut holder = None;
    while let Some(field) = form.next_field().await.map_err(of_form)? {
        parts += 1;
        if parts > PARTS_MAX {
            return Err(ApiError::Malformed(format!("at most {PARTS_MAX} parts")).into());
        }
        if field.file_name().is_some() {
            let holder = match &holder {
                Some(holder) => holder,
                None => holder.insert(call.own_jurisdiction(app, &sent.parameters).await?.1),
            };
            let sender = Sender { client: holder.id.as_str(), page: None };
            sent.files.extend(file(app, &sender, field, sent.files.len()).await?);
        } else if let Some(name) = field.name().map(str::to_owned) {
            room = room.checked_sub(name.len()).ok_or_else(too_much_text)?;
            let value = text(field, room).await?;
            room -= value.len();
            sent.parameters.extend([(name, value)]);
        }
    }
    Ok(())
}

/// Reads a field that isn't a file, of at most `room` bytes.
async fn text(mut field: Field<'_>, room: usize) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(of_form)? {
        if chunk.len() > room - bytes.len() {
            return Err(too_much_text());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| ApiError::Malformed("a field isn't UTF-8".into()))
}

const fn too_much_text() -> ApiError {
    ApiError::TooLarge(TEXT_MAX as u64)
}

/// Removes the files that nothing took. What fails is left for the sweep.
pub(super) async fn discard(app: &App, sent: &Sent) {
    if !sent.files.is_empty()
        && let Err(error) = crate::media::discard_all(app, &sent.ids()).await
    {
        worker::console_error!("files of a form are left for the sweep: {error}");
    }
}
