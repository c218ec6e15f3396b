//! `/uploads`: resumable uploads by tus 1.0.0 (core, creation, creation-with-upload,
//! creation-defer-length, expiration, termination, checksum).

use axum::{
    Extension,
    body::Body,
    response::{IntoResponse, Response},
};
use domain::{
    media::{
        checksum::{self, Checksum},
        upload::{self, Creation, UPLOAD_MAX, UploadError, UploadId},
    },
    staff::StaffId,
};
use futures_util::StreamExt;
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{ALLOW, CACHE_CONTROL, LOCATION},
};

use crate::{
    error::ApiError,
    media::{self, Sink},
    middleware::cors,
    request::{
        client_id::Client,
        headers::Proof,
        origin::PageOrigin,
        path::Path,
        session::SessionDigest,
        tus::{CHUNK_TYPE, DEFER_LENGTH, LENGTH, METADATA, OFFSET, RESUMABLE, TusHead, VERSION},
    },
    state::App,
    store::{self, media::uploads::Row},
};

const EXTENSIONS: &str =
    "creation,creation-with-upload,creation-defer-length,expiration,termination,checksum";

const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

type Answer = Result<Response, ApiError>;

/// Handles requests that create an upload or ask for the server's capabilities.
#[worker::send]
pub(crate) async fn collection(
    Extension(app): Extension<App>,
    head: TusHead,
    sender: (Client, PageOrigin, Proof, SessionDigest),
    body: Body,
) -> Response {
    let answer = match head.method.as_str() {
        "OPTIONS" => Ok(capabilities()),
        "POST" if !head.speaks => Err(ApiError::TusVersion),
        "POST" => create(&app, &head, sender, body).await,
        _ => Err(ApiError::MethodNotAllowed),
    };
    finished(answer, "OPTIONS, POST")
}

/// Handles requests about one upload.
#[worker::send]
pub(crate) async fn one(
    Extension(app): Extension<App>,
    id: Result<Path<UploadId>, ApiError>,
    sent: TusHead,
    body: Body,
) -> Response {
    let answer = match (sent.method.as_str(), id) {
        ("OPTIONS", _) => Ok(capabilities()),
        ("HEAD" | "PATCH" | "DELETE", _) if !sent.speaks => Err(ApiError::TusVersion),
        ("HEAD" | "PATCH" | "DELETE", Err(error)) => Err(error),
        ("HEAD", Ok(Path(id))) => head(&app, &id).await,
        ("PATCH", Ok(Path(id))) => patch(&app, &id, &sent, body).await,
        ("DELETE", Ok(Path(id))) => delete(&app, &id).await,
        _ => Err(ApiError::MethodNotAllowed),
    };
    finished(answer, "OPTIONS, HEAD, PATCH, DELETE")
}

fn finished(answer: Answer, methods: &'static str) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    }
    response
}

/// Returns the tus version, the extensions and the limits of this server.
#[cfg_attr(test, utoipa::path(options, path = "/api/v1/uploads", operation_id = "get_upload_capabilities",
    responses((status = 204, description = "tus 1.0.0 with its extensions", headers(
        ("Tus-Version" = String), ("Tus-Extension" = String), ("Tus-Max-Size" = u64), ("Tus-Checksum-Algorithm" = String),
    )))))]
pub(crate) fn capabilities() -> Response {
    let headers = [
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-max-size", UPLOAD_MAX.to_string()),
        ("tus-checksum-algorithm", checksum::ALGORITHMS.to_owned()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Creates an upload, and stores its first bytes if the request has any.
#[cfg_attr(test, utoipa::path(post, path = "/api/v1/uploads", operation_id = "create_upload",
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream", description = "The first bytes, if any"),
    params(
        ("Tus-Resumable" = String, Header, description = "The version of the protocol", pattern = "^1\\.0\\.0$", example = "1.0.0"),
        ("Upload-Length" = Option<u64>, Header, description = "How many bytes will come, at most 104857600"),
        ("Upload-Defer-Length" = Option<u8>, Header, description = "`1` where the length is said later"),
        ("Upload-Metadata" = Option<String>, Header, description = "`filename` and `filetype`, each with a Base64 value"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, a space, and the digest of the bytes in Base64"),
        ("Proof" = Option<String>, Header, description = "Above the soft limit: `<token>:<number>`, see `challenge` in the problem"),
    ),
    responses(
        (status = 201, description = "It is there and empty, or has the bytes that came", headers(
            ("Location" = String), ("Upload-Offset" = u64), ("Upload-Expires" = String), ("Tus-Resumable" = String))),
        (status = 403, description = "Pages of this origin may not send"),
        (status = 412, description = "Another version of the protocol", headers(("Tus-Version" = String))),
        (status = 413, description = "Too large"),
        (status = 415, description = "Of no accepted kind"),
        (status = 429, description = "Too many today or at once, or `proof-required`"),
        (status = 460, description = "The bytes are not those of the checksum"),
        (status = 507, description = "The store is full"),
    )))]
pub(crate) async fn create(
    app: &App,
    head: &TusHead,
    (client, origin, Proof(proof), session): (Client, PageOrigin, Proof, SessionDigest),
    body: Body,
) -> Answer {
    let website = match origin.as_deref() {
        Some(page) => cors::website(app, page)
            .await?
            .ok_or_else(|| ApiError::OriginNotAllowed(page.to_owned()))?,
        None => String::new(),
    };
    let metadata = head
        .metadata
        .as_ref()
        .map(|value| value.to_str().map_err(|_| UploadError::Metadata))
        .transpose()?;
    let creation = Creation::parse(head.length.as_deref(), head.defer_length.as_deref(), metadata)?;
    let piece = Piece::read(head, 0)?;
    let staff = staff(app, session).await?;
    let client = client.hash(app);
    let page = media::Page { website: &website, proof: proof.as_deref() };
    let visitor = media::Sender { client: &client, page: Some(page) };
    let sender =
        staff.as_ref().map_or(visitor, |id| media::Sender { client: id.as_str(), page: None });
    let row = media::create(app, &creation, &sender).await?;
    let location = format!("{}/api/v1/uploads/{}", app.config.base_url, row.id);
    let row = if head.is_chunk {
        append(app, &row.id, Piece { length: None, ..piece }, body).await?
    } else if creation.length == Some(0) {
        append(app, &row.id, Piece { length: None, announced: 0, ..piece }, Body::empty()).await?
    } else {
        row
    };
    Ok((StatusCode::CREATED, [(LOCATION, location)], progress(&row)).into_response())
}

/// Returns the member of staff whose session a request shows. Everybody at a counter shares one
/// address, so a person of staff is limited by themselves.
async fn staff(app: &App, session: SessionDigest) -> Result<Option<StaffId>, ApiError> {
    let Some(digest) = session.0 else { return Ok(None) };
    let found = store::access::sessions::find(&app.db()?, &digest).await?;
    Ok(found.filter(|found| found.session.holds(app.now)).map(|found| found.person.id))
}

/// Returns the offset of an upload. It also ends another request that is still writing: a client
/// that asks for the offset has given that request up.
#[cfg_attr(test, utoipa::path(head, path = "/api/v1/uploads/{id}", operation_id = "get_upload_offset",
    params(
        ("id" = String, Path, description = "The upload's id"),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol", pattern = "^1\\.0\\.0$", example = "1.0.0"),
    ),
    responses(
        (status = 200, description = "It is there", headers(
            ("Upload-Offset" = u64), ("Upload-Length" = Option<u64>, description = "Where it is known"),
            ("Upload-Defer-Length" = Option<u8>, description = "`1` where it isn't yet"),
            ("Upload-Metadata" = Option<String>, description = "As the creation gave them"),
            ("Upload-Expires" = String), ("Tus-Resumable" = String), ("Cache-Control" = String))),
        (status = 404, description = "It isn't there, or no longer"),
        (status = 412, description = "Another version of the protocol", headers(("Tus-Version" = String))),
    )))]
pub(crate) async fn head(app: &App, id: &UploadId) -> Answer {
    let db = app.db()?;
    let row =
        store::media::uploads::find(&db, id.as_str(), app.now).await?.ok_or(ApiError::NotFound)?;
    if !row.progress().is_complete() {
        store::media::uploads::unlock(&db, id.as_str()).await?;
    }
    let length =
        row.length.map_or((DEFER_LENGTH, "1".to_owned()), |length| (LENGTH, length.to_string()));
    let metadata = (!row.metadata.is_empty()).then(|| [(METADATA, row.metadata.clone())]);
    Ok(([length, (CACHE_CONTROL, "no-store".to_owned())], metadata, progress(&row)).into_response())
}

/// Appends bytes to an upload. In networks that allow only GET and POST, `POST` with
/// `X-HTTP-Method-Override: PATCH` means the same, and likewise for `HEAD` and `DELETE`.
#[cfg_attr(test, utoipa::path(patch, path = "/api/v1/uploads/{id}", operation_id = "continue_upload",
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    params(
        ("id" = String, Path, description = "The upload's id"),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol", pattern = "^1\\.0\\.0$", example = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "Offset of the first byte: the upload's present offset"),
        ("Upload-Length" = Option<u64>, Header, description = "The length, where it was deferred"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, a space, and the digest of the bytes in Base64"),
    ),
    responses(
        (status = 400, description = "A header is missing or malformed; or too many pieces before were smaller than 64 KiB, and this one is too, and isn't the last"),
        (status = 204, description = "They are stored", headers(
            ("Upload-Offset" = u64), ("Upload-Expires" = String), ("Tus-Resumable" = String))),
        (status = 404, description = "It isn't there, or no longer"),
        (status = 409, description = "The upload stands elsewhere", headers(("Upload-Offset" = u64))),
        (status = 412, description = "Another version of the protocol", headers(("Tus-Version" = String))),
        (status = 413, description = "More than was announced"),
        (status = 415, description = "Another content type, or content of no accepted kind"),
        (status = 423, description = "Another request is writing"),
        (status = 460, description = "The bytes are not those of the checksum"),
        (status = 507, description = "The store is full"),
    )))]
pub(crate) async fn patch(app: &App, id: &UploadId, sent: &TusHead, body: Body) -> Answer {
    if !sent.is_chunk {
        return Err(ApiError::UnsupportedMediaType(CHUNK_TYPE));
    }
    let offset = sent
        .offset
        .ok_or_else(|| ApiError::Malformed("Upload-Offset is missing or no number".into()))?;
    let row = append(app, id.as_str(), Piece::read(sent, offset)?, body).await?;
    Ok((StatusCode::NO_CONTENT, progress(&row)).into_response())
}

/// Deletes an upload.
#[cfg_attr(test, utoipa::path(delete, path = "/api/v1/uploads/{id}", operation_id = "delete_upload",
    params(
        ("id" = String, Path, description = "The upload's id"),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol", pattern = "^1\\.0\\.0$", example = "1.0.0"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "It isn't there, or no longer"),
        (status = 412, description = "Another version of the protocol", headers(("Tus-Version" = String))),
        (status = 423, description = "Another request is writing"),
    )))]
pub(crate) async fn delete(app: &App, id: &UploadId) -> Answer {
    // Deletion needs the lock, so an upload that is being written stays. After a cut connection the
    // client may repeat the request.
    Sink::open(app, id.as_str()).await?.discard().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn progress(row: &Row) -> [(HeaderName, String); 2] {
    let expires = row.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    [(OFFSET, row.offset.to_string()), (EXPIRES, expires)]
}

/// Headers of a request that carries bytes.
struct Piece {
    offset: u64,
    /// Length of the whole upload, if it wasn't known before.
    length: Option<u64>,
    checksum: Option<Checksum>,
    /// Number of bytes that the client announces.
    announced: u64,
}

impl Piece {
    fn read(head: &TusHead, offset: u64) -> Result<Self, ApiError> {
        Ok(Self {
            offset,
            length: head.length.as_deref().map(upload::parse_length).transpose()?,
            checksum: head.checksum.as_deref().map(Checksum::parse).transpose()?,
            announced: head.announced,
        })
    }
}

/// Streams a body into an upload. If the connection is cut, the bytes so far are kept, unless they
/// came with a checksum.
async fn append(app: &App, id: &str, piece: Piece, body: Body) -> Result<Row, ApiError> {
    let mut sink = Sink::open(app, id).await?;
    // An empty file is complete from the start, but not stored yet.
    let was_finished = sink.row().progress().is_complete() && sink.row().media_type.is_some();
    // A piece whose length isn't announced is judged when it has come.
    let small_pieces = sink.row().small_pieces;
    let checked = sink.row().progress().check_piece(piece.announced, small_pieces);
    if let (Err(error), 1..) = (checked, piece.announced) {
        sink.release().await?;
        return Err(error.into());
    }
    sink.resume(piece.offset, piece.length).await?;
    if let Some(checksum) = piece.checksum {
        sink.expect(checksum);
    }
    let mut stream = body.into_data_stream();
    let trouble = if piece.announced > sink.row().progress().missing() {
        Some(ApiError::TooLong)
    } else {
        loop {
            match stream.next().await {
                None => break None,
                Some(Err(_)) => break Some(ApiError::Cut),
                Some(Ok(chunk)) => match sink.take(&chunk).await {
                    Ok(()) => {}
                    Err(ApiError::TooLong) => break Some(ApiError::TooLong),
                    Err(error) => return Err(error),
                },
            }
        }
    };
    let row = if was_finished { sink.release().await } else { sink.close().await };
    trouble.map_or(row, Err)
}
