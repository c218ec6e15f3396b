//! Bodies of requests that a file is streamed in, with a length that is known before.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::media::transcription::request::Frame;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use worker::{FixedLengthStream, wasm_bindgen::JsValue, worker_sys};

/// Returns a body that consists of a file of `size` bytes within its frame.
pub(super) fn framed(
    frame: Frame,
    file: impl Stream<Item = worker::Result<Vec<u8>>> + 'static,
    size: u64,
) -> JsValue {
    let Frame { head, tail } = frame;
    let length = [head.len(), tail.len()]
        .iter()
        .fold(size, |sum, part| sum.saturating_add(u64::try_from(*part).unwrap_or(u64::MAX)));
    let one = |part: String| stream::iter([Ok(part.into_bytes())]);
    let whole = FixedLengthStream::wrap(one(head).chain(file).chain(one(tail)), length);
    worker_sys::FixedLengthStream::from(whole).readable().into()
}

/// Encodes a file in base64, piece by piece.
pub(super) fn base64(
    file: impl Stream<Item = worker::Result<Vec<u8>>> + 'static,
) -> impl Stream<Item = worker::Result<Vec<u8>>> + 'static {
    let start = Some((Box::pin(file), Vec::new()));
    stream::try_unfold(start, async |state| {
        let Some((mut file, mut rest)) = state else { return Ok(None) };
        let Some(piece) = file.try_next().await? else {
            return Ok(Some((STANDARD.encode(rest).into_bytes(), None)));
        };
        rest.extend(piece);
        // Three bytes are four letters: what is over waits for the next piece.
        let over = rest.split_off(rest.len() - rest.len() % 3);
        Ok(Some((STANDARD.encode(rest).into_bytes(), Some((file, over)))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pieces_of_any_length_are_encoded_as_one_file() {
        let file: Vec<u8> = (0..=255).collect();
        for length in [1, 2, 3, 4, 7, 100, 256] {
            let pieces: Vec<_> = file.chunks(length).map(|piece| Ok(piece.to_vec())).collect();
            let encoded: Vec<_> = base64(stream::iter(pieces)).try_collect().await.unwrap();
            assert_eq!(encoded.concat(), STANDARD.encode(&file).into_bytes(), "{length}");
        }
        let nothing: Vec<_> = base64(stream::iter([])).try_collect().await.unwrap();
        assert_eq!(nothing.concat(), b"");
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_ends_the_body() {
        let pieces = [Ok(vec![1, 2]), Err(worker::Error::RustError("lost".to_owned()))];
        let encoded: worker::Result<Vec<_>> = base64(stream::iter(pieces)).try_collect().await;
        assert!(encoded.is_err());
    }
}
