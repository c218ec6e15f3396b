//! Inspection of complete uploads: office documents are checked against their media type, and
//! pictures lose their location.

use domain::media::{
    attachment::NotAccepted,
    office_type::{self, Inside},
    picture::Scrubber,
    upload::PART,
};
use futures_util::StreamExt;
use std::ops::Range;
use worker::{Bucket, ByteStream, MultipartUpload, UploadedPart};

use crate::error::ApiError;

#[expect(clippy::cast_possible_truncation, reason = "five megabytes fit everywhere")]
const PART_SIZE: usize = PART as usize;

/// Capacity of the buffer that collects a part, with reserve for a piece that arrives when the part
/// is nearly full. A buffer that grows by doubling leaves twice as much behind, and Wasm's memory
/// never shrinks.
const ROOM: usize = PART_SIZE + 64 * 1024;

/// Returns the content without the location that a picture may contain.
pub(super) fn scrubbed(media_type: &str, content: Vec<u8>) -> Result<Vec<u8>, NotAccepted> {
    let Some(mut scrubber) = Scrubber::of(media_type) else { return Ok(content) };
    let mut clean = Vec::with_capacity(content.len());
    scrubber.push(&content, &mut clean);
    scrubber.finish(&mut clean)?;
    Ok(clean)
}

/// Returns whether a stored picture contains a location.
pub(super) async fn speaks_of_a_place(
    media: &Bucket,
    key: &str,
    media_type: &str,
) -> Result<bool, ApiError> {
    let Some(mut scrubber) = Scrubber::of(media_type) else { return Ok(false) };
    let (mut stream, mut clean) = (stream(media, key).await?, Vec::new());
    while let Some(chunk) = stream.next().await {
        scrubber.push(&chunk?, &mut clean);
        clean.clear();
        if let Some(verdict) = scrubber.verdict() {
            return Ok(verdict);
        }
    }
    Ok(scrubber.finish(&mut clean)?)
}

/// Writes a copy of a stored picture without its location, as the parts of `copy`.
pub(super) async fn scrub(
    media: &Bucket,
    key: &str,
    media_type: &str,
    copy: &MultipartUpload,
) -> Result<Vec<UploadedPart>, ApiError> {
    let (mut parts, mut clean) = (Vec::new(), Vec::with_capacity(ROOM));
    let Some(mut scrubber) = Scrubber::of(media_type) else { return Ok(parts) };
    let mut stream = stream(media, key).await?;
    while let Some(chunk) = stream.next().await {
        for piece in chunk?.chunks(ROOM - PART_SIZE) {
            scrubber.push(piece, &mut clean);
            while clean.len() >= PART_SIZE {
                let rest = clean.split_off(PART_SIZE);
                store(copy, &mut parts, std::mem::take(&mut clean)).await?;
                clean.reserve_exact(ROOM.max(rest.len()));
                clean.extend(rest);
            }
        }
    }
    scrubber.finish(&mut clean)?;
    if !clean.is_empty() {
        store(copy, &mut parts, clean).await?;
    }
    Ok(parts)
}

async fn stream(media: &Bucket, key: &str) -> Result<ByteStream, ApiError> {
    let object = media.get(key).execute().await?;
    let body = object.as_ref().and_then(worker::Object::body);
    Ok(body.ok_or_else(|| gone(key))?.stream()?)
}

async fn store(
    copy: &MultipartUpload,
    parts: &mut Vec<UploadedPart>,
    bytes: Vec<u8>,
) -> Result<(), ApiError> {
    let number =
        u16::try_from(parts.len() + 1).map_err(|error| ApiError::Internal(error.to_string()))?;
    parts.push(copy.upload_part(number, bytes).await?);
    Ok(())
}

/// Checks that the contents of a stored document match its media type.
pub(super) async fn check_document(
    media: &Bucket,
    key: &str,
    size: u64,
    media_type: &str,
) -> Result<(), ApiError> {
    let Some(inside) = office_type::inside(media_type) else { return Ok(()) };
    let file = File { media, key, size };
    let first = file.read(office_type::first_range(inside, size)).await?;
    let holds = match inside {
        Inside::Archive(_) | Inside::Open => match office_type::directory_range(&first) {
            Some(range) => {
                is_archive_of(&file, &file.read(range).await?, inside, media_type).await?
            }
            None => false,
        },
        Inside::Compound(stream) => match office_type::streams_range(&first, size) {
            Some(range) => office_type::names_stream(&file.read(range).await?, stream),
            None => false,
        },
    };
    if holds { Ok(()) } else { Err(NotAccepted.into()) }
}

async fn is_archive_of(
    file: &File<'_>,
    directory: &[u8],
    inside: Inside,
    media_type: &str,
) -> Result<bool, ApiError> {
    if let Inside::Archive(main) = inside {
        let Some((range, is_packed)) = office_type::list_range(directory) else { return Ok(false) };
        return Ok(office_type::names_part(&file.read(range).await?, is_packed, main));
    }
    let first = file.read(office_type::type_range(media_type)).await?;
    Ok(office_type::lists_open_document(directory) && office_type::is_type(&first, media_type))
}

struct File<'a> {
    media: &'a Bucket,
    key: &'a str,
    size: u64,
}

impl File<'_> {
    /// Reads a range, as far as the file reaches.
    async fn read(&self, range: Range<u64>) -> Result<Vec<u8>, ApiError> {
        let (start, end) = (range.start, range.end.min(self.size));
        if start >= end {
            return Ok(Vec::new());
        }
        let wanted = worker::Range::OffsetWithLength { offset: start, length: end - start };
        let object = self.media.get(self.key).range(wanted).execute().await?;
        let body = object.as_ref().and_then(worker::Object::body);
        Ok(body.ok_or_else(|| gone(self.key))?.bytes().await?)
    }
}

fn gone(key: &str) -> ApiError {
    ApiError::Internal(format!("the media {key} are gone"))
}
