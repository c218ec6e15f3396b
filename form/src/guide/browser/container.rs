//! Length of a recording, written into its container: a browser's recorder doesn't know it when it
//! writes the container's head, and players then show none.

use domain::media::recording::write_length;
use js_sys::{Array, Uint8Array};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::storage::blob_of;

/// Bytes in which the head of every recorder's container ends.
const HEAD: u32 = 1_024;

/// Returns the recording with its length in milliseconds; the recording itself if its container has
/// no place for it.
pub(crate) async fn with_length(recording: Blob, milliseconds: f32) -> Blob {
    lengthened(&recording, milliseconds).await.unwrap_or(recording)
}

async fn lengthened(recording: &Blob, milliseconds: f32) -> Option<Blob> {
    let head = recording.slice_with_f64_and_f64(0.0, HEAD.into()).ok()?;
    let head = Uint8Array::new(&JsFuture::from(head.array_buffer()).await.ok()?);
    let mut bytes = head.to_vec();
    write_length(&mut bytes, milliseconds).then_some(())?;
    head.copy_from(&bytes);
    let rest = recording.slice_with_f64(HEAD.into()).ok()?;
    blob_of(&Array::of2(&head, &rest), &recording.type_())
}
