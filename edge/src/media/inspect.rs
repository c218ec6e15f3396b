//! Inspection of complete uploads: documents get their type and marks from their contents, and
//! pictures, sound and film lose their location.

use domain::media::{
    attachment::{MediaType, NotAccepted},
    location::{Marks, Scrubber},
    mark::{Mark, RtfSearch},
    office_type::{Container, Document, Examiner, Step},
    upload::PART,
};
use futures_util::StreamExt;
use std::ops::Range;
use worker::{Bucket, ByteStream, MultipartUpload, UploadedPart};

use crate::{error::ApiError, store::media::uploads::Row};

#[expect(clippy::cast_possible_truncation, reason = "five megabytes fit everywhere")]
const PART_SIZE: usize = PART as usize;

/// Capacity of the buffer that collects a part, with reserve for a piece that arrives when the part
/// is nearly full. A buffer that grows by doubling leaves twice as much behind, and Wasm's memory
/// never shrinks.
const ROOM: usize = PART_SIZE + 64 * 1024;

/// Returns the content without the location that it may tell.
pub(super) fn scrubbed(media_type: &str, content: Vec<u8>) -> Result<Vec<u8>, NotAccepted> {
    let Some(mut scrubber) = Scrubber::of(media_type) else { return Ok(content) };
    let mut clean = Vec::with_capacity(content.len());
    scrubber.push(&content, &mut clean);
    let found = scrubber.finish(&mut clean)?;
    found.behind.overwrite(&mut clean, 0);
    Ok(clean)
}

/// Reads a stored file, and returns what a second run is to overwrite; `None` if the file tells no
/// location.
pub(super) async fn find_location(
    media: &Bucket,
    key: &str,
    media_type: &str,
) -> Result<Option<Marks>, ApiError> {
    let Some(mut scrubber) = Scrubber::of(media_type) else { return Ok(None) };
    let (mut stream, mut clean) = (stream(media, key).await?, Vec::new());
    while let Some(chunk) = stream.next().await {
        scrubber.push(&chunk?, &mut clean);
        clean.clear();
        if let Some(verdict) = scrubber.verdict() {
            return Ok(verdict.then(Marks::default));
        }
    }
    let found = scrubber.finish(&mut clean)?;
    Ok(found.tells_place().then_some(found.behind))
}

/// Writes a copy of a stored file without its location, as the parts of `copy`.
pub(super) async fn scrub(
    media: &Bucket,
    key: &str,
    media_type: &str,
    marks: Marks,
    copy: &MultipartUpload,
) -> Result<Vec<UploadedPart>, ApiError> {
    let (mut parts, mut clean) = (Vec::new(), Vec::with_capacity(ROOM));
    let Some(mut scrubber) = Scrubber::again(media_type, marks) else { return Ok(parts) };
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
    // The last piece may have released more than one part.
    while clean.len() > PART_SIZE {
        let rest = clean.split_off(PART_SIZE);
        store(copy, &mut parts, std::mem::replace(&mut clean, rest)).await?;
    }
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

/// Document's type and marks, as its contents tell them.
pub(super) struct Told {
    /// Accepted type, unless the first bytes told it.
    pub(super) media_type: Option<MediaType>,
    pub(super) marks: Vec<Mark>,
}

/// Examines a stored document. Returns nothing of a file that isn't one.
pub(super) async fn examine(media: &Bucket, row: &Row) -> Result<Option<Told>, ApiError> {
    let (key, size) = (row.object_key.as_str(), row.offset);
    let media_type = row.media_type.as_deref().unwrap_or_default();
    if let Some(mut search) = RtfSearch::of(media_type) {
        let mut stream = stream(media, key).await?;
        while let Some(chunk) = stream.next().await {
            search.push(&chunk?);
        }
        return Ok(Some(Told { media_type: None, marks: search.marks() }));
    }
    let Some(container) = Container::of(media_type) else { return Ok(None) };
    let file = File { media, key, size };
    let mut examiner = Examiner::of(container, size, &row.name, &row.declared_type);
    let mut range = examiner.first_range();
    loop {
        match examiner.read(file.read(range).await?)? {
            Step::Read(next) => range = next,
            Step::Done(Document { media_type, marks }) => {
                return Ok(Some(Told { media_type: Some(media_type), marks }));
            }
        }
    }
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
