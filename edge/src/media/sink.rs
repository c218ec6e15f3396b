//! Writer of an upload: accepts chunks of any size, stores parts of one size, and stores the
//! remainder for the next writer.

use domain::media::{
    attachment::{HEAD, MediaType, NotAccepted},
    checksum::Checksum,
    file_digest::FileDigest,
    upload::{PART, PIECE_MIN},
};
use sha2::{Digest, Sha256};
use worker::{Bucket, MultipartUpload, Range, UploadedPart};

use super::{discard, inspect};
use crate::{
    error::ApiError,
    platform::{
        clock::{self, later},
        random,
    },
    service::file_digests,
    state::App,
    store::{self, Database, media::uploads::Row},
};

/// Time after its last sign of life for which a writer keeps its lock, in seconds.
const LOCK_AGE: i64 = 60;

#[expect(clippy::cast_possible_truncation, reason = "five megabytes fit everywhere")]
const PART_SIZE: usize = PART as usize;

pub(crate) struct Sink<'a> {
    app: &'a App,
    db: Database,
    media: Bucket,
    /// Row as stored, except that the offset includes the bytes in the buffer.
    row: Row,
    writer: String,
    /// Bytes that wait for their part to fill; at most one part.
    buffer: Vec<u8>,
    /// Entity tags of the stored parts.
    parts: Vec<String>,
    /// State before a request with a checksum. Until the checksum is verified, nothing of the
    /// request's body counts.
    pending: Option<Pending>,
    /// Flag for first bytes of a type that isn't accepted.
    refused: bool,
    /// Row before this piece.
    before: Row,
}

struct Pending {
    checksum: Checksum,
    row: Row,
}

impl<'a> Sink<'a> {
    /// Locks an upload for this writer.
    pub(crate) async fn open(app: &'a App, id: &str) -> Result<Self, ApiError> {
        let (db, media, writer) = (app.db()?, app.media()?, random::name()?);
        let now = clock::now();
        let Some(row) =
            store::media::uploads::lock(&db, id, &writer, [now, later(now, LOCK_AGE)]).await?
        else {
            let is_there = store::media::uploads::find(&db, id, now).await?.is_some();
            return Err(if is_there { ApiError::Locked } else { ApiError::NotFound });
        };
        let parts = serde_json::from_str(&row.parts)?;
        Ok(Self {
            app,
            db,
            media,
            before: row.clone(),
            row,
            writer,
            buffer: Vec::new(),
            parts,
            pending: None,
            refused: false,
        })
    }

    /// Continues from `offset`, which must equal the stored offset, and sets the length if it
    /// wasn't known before.
    pub(crate) async fn resume(
        &mut self,
        offset: u64,
        length: Option<u64>,
    ) -> Result<(), ApiError> {
        self.recover().await?;
        let progress = self.row.progress();
        let goes_on = progress
            .continue_from(offset)
            .and_then(|()| length.map_or(Ok(progress), |length| progress.with_length(length)));
        match goes_on {
            Ok(progress) => {
                let was_deferred = self.row.length.is_none() && progress.length.is_some();
                self.row.length = progress.length;
                if was_deferred {
                    store::media::uploads::recount_bytes(&self.db, &self.row).await?;
                }
            }
            Err(error) => {
                self.note_progress(false).await?;
                return Err(error.into());
            }
        }
        self.before = self.row.clone();
        let waiting = progress.remainder();
        if waiting > 0 && !progress.is_complete() {
            self.buffer = self.tail().await?;
            if self.buffer.len() as u64 != waiting {
                return Err(ApiError::Internal(format!(
                    "the tail of upload {} is too short",
                    self.row.id
                )));
            }
        }
        Ok(())
    }

    /// Sets the checksum of the bytes to come. Nothing of them counts until it is verified.
    pub(crate) fn expect(&mut self, checksum: Checksum) {
        self.pending = Some(Pending { checksum, row: self.row.clone() });
    }

    pub(crate) fn row(&self) -> &Row {
        &self.row
    }

    /// Takes a chunk, and stores each part that it fills. An upload of a type that isn't accepted
    /// is removed as soon as its type is known.
    pub(crate) async fn take(&mut self, mut chunk: &[u8]) -> Result<(), ApiError> {
        if chunk.len() as u64 > self.row.progress().missing() {
            return Err(ApiError::TooLong);
        }
        if let Some(pending) = &mut self.pending {
            pending.checksum.update(chunk);
        }
        while !chunk.is_empty() {
            if self.buffer.len() == PART_SIZE {
                self.store_part().await?;
                if self.pending.is_none() {
                    self.note_progress(true).await?;
                }
            }
            let (now, rest) = chunk.split_at(chunk.len().min(PART_SIZE - self.buffer.len()));
            if self.buffer.is_empty() {
                // The whole capacity is reserved at once: a buffer that grows by doubling leaves
                // twice as much behind, and Wasm's memory never shrinks.
                self.buffer.reserve_exact(
                    self.row.progress().missing().min(PART).try_into().unwrap_or(PART_SIZE),
                );
            }
            self.buffer.extend_from_slice(now);
            self.row.offset += now.len() as u64;
            chunk = rest;
            if self.row.media_type.is_none() && self.buffer.len() >= HEAD {
                self.sniff().await?;
            }
        }
        Ok(())
    }

    /// Releases the lock. Finishes the upload if it is complete, and otherwise leaves it to be
    /// continued. A body with a wrong checksum leaves no trace.
    pub(crate) async fn close(mut self) -> Result<Row, ApiError> {
        if let Some(pending) = self.pending.take() {
            if !pending.checksum.holds() {
                self.roll_back(pending.row).await?;
                return Err(ApiError::Checksum);
            }
            if self.refused {
                return self.refuse().await;
            }
        }
        if self.row.progress().is_complete() {
            return self.finish().await;
        }
        self.keep_lock().await?;
        if self.buffer.len() == PART_SIZE {
            self.store_part().await?;
        } else if !self.buffer.is_empty() {
            return self.leave_tail_of_piece().await;
        }
        self.note_progress(false).await?;
        Ok(self.row)
    }

    /// Finishes the upload with the bytes received so far; no more will come.
    pub(crate) async fn finish(mut self) -> Result<Row, ApiError> {
        if self.row.media_type.is_none() {
            self.sniff().await?;
        }
        self.keep_lock().await?;
        if self.parts.is_empty() {
            let content = std::mem::take(&mut self.buffer);
            let content = self
                .accepted(inspect::scrubbed(self.media_type(), content).map_err(Into::into))
                .await?;
            self.put(content).await?;
        } else {
            self.store_part().await?;
            self.join_parts().await?;
            self.scrub().await?;
            self.digest().await?;
        }
        if self.row.length.replace(self.row.offset).is_none() {
            store::media::uploads::recount_bytes(&self.db, &self.row).await?;
        }
        self.examine().await?;
        self.remove_tails().await?;
        self.note_progress(false).await?;
        Ok(self.row)
    }

    /// Releases the lock without having written anything.
    pub(crate) async fn release(self) -> Result<Row, ApiError> {
        self.note_progress(false).await?;
        Ok(self.row)
    }

    /// Removes the upload.
    pub(crate) async fn discard(self) -> Result<(), ApiError> {
        discard(self.app, &self.row.id).await
    }

    /// Finishes an upload whose writer was killed after it had stored the whole object, but before
    /// it could update the row.
    async fn recover(&mut self) -> Result<(), ApiError> {
        let is_new = self.row.offset == 0 && self.row.multipart.is_none();
        if is_new || self.row.progress().is_complete() {
            return Ok(());
        }
        let Some(whole) = self.media.head(&self.row.object_key).await? else { return Ok(()) };
        self.row.offset = whole.size();
        self.row.length = Some(whole.size());
        if self.row.media_type.is_none() {
            let range = Range::OffsetWithLength { offset: 0, length: HEAD as u64 };
            let object = self.media.get(&self.row.object_key).range(range).execute().await?;
            let body = object.as_ref().and_then(worker::Object::body);
            let body = body.ok_or_else(|| {
                ApiError::Internal(format!("the media of upload {} are gone", self.row.id))
            })?;
            self.buffer = body.bytes().await?;
            self.sniff().await?;
            self.buffer.clear();
        }
        self.scrub().await?;
        self.digest().await?;
        self.examine().await?;
        self.remove_tails().await?;
        self.note_progress(true).await
    }

    /// Stores a file of less than a part. The media store verifies its digest.
    async fn put(&mut self, content: Vec<u8>) -> Result<(), ApiError> {
        let digest: [u8; 32] = Sha256::digest(&content).into();
        self.media.put(&self.row.object_key, content).sha256(digest).execute().await?;
        self.row.sha256 = Some(FileDigest::new(digest));
        Ok(())
    }

    /// Digests the stored file, from which a location may have been removed.
    async fn digest(&mut self) -> Result<(), ApiError> {
        let digest = file_digests::of_stored(&self.media, &self.row.object_key).await?;
        self.row.sha256 = Some(digest);
        Ok(())
    }

    fn media_type(&self) -> &str {
        self.row.media_type.as_deref().unwrap_or_default()
    }

    /// Reads a document's type and marks from its contents, and removes an upload that is none.
    async fn examine(&mut self) -> Result<(), ApiError> {
        let told = inspect::examine(&self.media, &self.row).await;
        if let Some(told) = self.accepted(told).await? {
            if let Some(media_type) = told.media_type {
                self.row.media_type = Some(media_type.as_str().to_owned());
            }
            self.row.marks = serde_json::to_string(&told.marks)?;
        }
        Ok(())
    }

    /// Passes on the result of an inspection, and removes an upload that is not accepted.
    async fn accepted<T>(&self, looked: Result<T, ApiError>) -> Result<T, ApiError> {
        if let Err(ApiError::MediaType(_)) = &looked {
            discard(self.app, &self.row.id).await?;
        }
        looked
    }

    async fn tail(&self) -> Result<Vec<u8>, ApiError> {
        let gone = || ApiError::Internal(format!("the tail of upload {} is gone", self.row.id));
        let object = self.media.get(self.row.tail.as_deref().ok_or_else(gone)?).execute().await?;
        let body = object.as_ref().and_then(worker::Object::body);
        Ok(body.ok_or_else(gone)?.bytes().await?)
    }

    /// Counts a small piece and stores its remainder, or discards it after too many of them.
    async fn leave_tail_of_piece(mut self) -> Result<Row, ApiError> {
        let Row { offset, small_pieces, parts, .. } = &self.before;
        let length = self.row.offset - offset;
        let is_counted = length < PIECE_MIN && *parts == self.row.parts;
        if is_counted {
            if let Err(error) = self.before.progress().check_piece(length, *small_pieces) {
                self.roll_back(self.before.clone()).await?;
                return Err(error.into());
            }
            self.row.small_pieces += 1;
        }
        self.leave_tail().await
    }

    /// Stores the remainder under a key that only this writer uses. The row names the key before
    /// the object exists, so that the sweep knows it.
    async fn leave_tail(mut self) -> Result<Row, ApiError> {
        if let Some(left) = self.row.spare_tail.take() {
            self.media.delete(left).await?;
        }
        let key = format!("{}.{}", self.row.object_key, self.writer);
        if !store::media::uploads::begin_tail(&self.db, &self.row.id, &self.writer, &key).await? {
            return Err(ApiError::Locked);
        }
        self.media.put(&key, std::mem::take(&mut self.buffer)).execute().await?;
        self.row.spare_tail = self.row.tail.replace(key.clone());
        let noted = self.note_progress(false).await;
        if let Err(ApiError::Locked) = noted {
            // Another writer took the lock before the object existed, and may have deleted its key
            // already.
            self.media.delete(key).await?;
        }
        noted.map(|()| self.row)
    }

    /// Removes the remainders before the row says that the upload is finished: nobody returns to it
    /// afterwards.
    async fn remove_tails(&mut self) -> Result<(), ApiError> {
        let tails: Vec<String> =
            [self.row.tail.take(), self.row.spare_tail.take()].into_iter().flatten().collect();
        if !tails.is_empty() {
            self.media.delete_multiple(tails).await?;
        }
        Ok(())
    }

    async fn sniff(&mut self) -> Result<(), ApiError> {
        let head = &self.buffer[..self.buffer.len().min(HEAD)];
        match MediaType::sniff(head, &self.row.declared_type, &self.row.name) {
            Ok(found) => self.row.media_type = Some(found.as_str().to_owned()),
            // A transmission error may have changed the bytes. The checksum at the end of the body
            // will tell.
            Err(_) if self.pending.is_some() => self.refused = true,
            Err(error) => {
                discard(self.app, &self.row.id).await?;
                return Err(error.into());
            }
        }
        Ok(())
    }

    async fn refuse(self) -> Result<Row, ApiError> {
        self.discard().await?;
        Err(NotAccepted::Kind.into())
    }

    async fn store_part(&mut self) -> Result<(), ApiError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.keep_lock().await?;
        let number = u16::try_from(self.parts.len() + 1)
            .map_err(|error| ApiError::Internal(error.to_string()))?;
        let multipart = match &self.row.multipart {
            Some(name) => self.media.resume_multipart_upload(&self.row.object_key, name)?,
            None => self.begin_parts().await?,
        };
        let part = multipart.upload_part(number, std::mem::take(&mut self.buffer)).await?;
        self.parts.push(part.etag());
        self.row.parts = serde_json::to_string(&self.parts)?;
        Ok(())
    }

    /// Starts a multipart upload. The row names it before its first part exists, so that the sweep
    /// finds it after a crash.
    async fn begin_parts(&mut self) -> Result<MultipartUpload, ApiError> {
        let multipart = self.media.create_multipart_upload(&self.row.object_key).execute().await?;
        let name = multipart.upload_id().await;
        if !store::media::uploads::begin_parts(&self.db, &self.row.id, &self.writer, &name).await? {
            multipart.abort().await?;
            return Err(ApiError::Locked);
        }
        self.row.multipart = Some(name);
        Ok(multipart)
    }

    /// Removes the location from a stored picture, recording or film.
    async fn scrub(&mut self) -> Result<(), ApiError> {
        let (key, media_type) = (self.row.object_key.clone(), self.media_type().to_owned());
        let found = inspect::find_location(&self.media, &key, &media_type).await;
        let Some(marks) = self.accepted(found).await? else { return Ok(()) };
        if let Some(before) = self.row.multipart.take()
            && let Err(error) = self.media.resume_multipart_upload(&key, before)?.abort().await
        {
            // A completed multipart upload can't be aborted; the copy that a killed writer left
            // behind can.
            worker::console_debug!("no copy to abort: {error}");
        }
        let copy = self.begin_parts().await?;
        let scrubbed = match inspect::scrub(&self.media, &key, &media_type, marks, &copy).await {
            Ok(parts) => copy.complete(parts).await.map(drop).map_err(Into::into),
            Err(error) => Err(error),
        };
        if scrubbed.is_err() {
            // The sweep would abort it too, but a day later.
            self.media
                .resume_multipart_upload(&key, self.row.multipart.as_deref().unwrap_or_default())?
                .abort()
                .await?;
        }
        scrubbed
    }

    async fn join_parts(&self) -> Result<(), ApiError> {
        let name = self.row.multipart.as_deref().unwrap_or_default();
        let multipart = self.media.resume_multipart_upload(&self.row.object_key, name)?;
        let parts =
            (1..).zip(&self.parts).map(|(number, tag)| UploadedPart::new(number, tag.clone()));
        multipart.complete(parts).await?;
        Ok(())
    }

    /// Extends the lock. Fails if another writer has taken it.
    async fn keep_lock(&self) -> Result<(), ApiError> {
        let until = later(clock::now(), LOCK_AGE);
        let kept =
            store::media::uploads::keep_lock(&self.db, &self.row.id, &self.writer, until).await?;
        if kept { Ok(()) } else { Err(ApiError::Locked) }
    }

    async fn note_progress(&self, goes_on: bool) -> Result<(), ApiError> {
        let then = goes_on.then_some(self.writer.as_str());
        let kept = store::media::uploads::advance(&self.db, &self.row, &self.writer, then).await?;
        if kept { Ok(()) } else { Err(ApiError::Locked) }
    }

    /// Discards the bytes of this request. The next request writes the same part numbers again.
    async fn roll_back(&mut self, before: Row) -> Result<(), ApiError> {
        self.row = Row { multipart: self.row.multipart.take(), ..before };
        self.note_progress(false).await
    }
}
