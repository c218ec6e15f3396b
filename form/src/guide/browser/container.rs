//! Length of a recording, written into its container: a browser's recorder doesn't know it when it
//! writes the container's head, and players then show none.

use js_sys::{Array, DataView};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::storage::blob_of;

/// Bytes in which the head of every recorder's container ends.
const HEAD: usize = 512;

/// Bytes after the beginning of an element that may be read or written.
const REACH: usize = 24;

/// Returns the recording with its length in milliseconds; the recording itself if its container has
/// no place for it.
pub(crate) async fn with_length(recording: Blob, milliseconds: f64) -> Blob {
    lengthened(&recording, milliseconds).await.unwrap_or(recording)
}

#[allow(clippy::cast_precision_loss)]
async fn lengthened(recording: &Blob, milliseconds: f64) -> Option<Blob> {
    let head = recording.slice_with_f64_and_f64(0.0, HEAD as f64).ok()?;
    let head = JsFuture::from(head.array_buffer()).await.ok()?;
    if recording.size() < HEAD as f64 {
        return None;
    }
    let view = DataView::new(head.unchecked_ref(), 0, HEAD);
    (0..HEAD - REACH).find(|place| write_at(&view, *place, milliseconds))?;
    let rest = recording.slice_with_f64(HEAD as f64).ok()?;
    blob_of(&Array::of2(&head, &rest), &recording.type_())
}

/// Writes the length at this place, if an element for it begins here.
///
/// In `WebM` (RFC 9559) the name of the writing application gives its place to the duration, in
/// units of the default timestamp scale, and to a void element that fills the rest. Firefox's
/// duration of zero, which stands before, becomes a void element: of two durations, players take
/// the first. In MP4 (ISO/IEC 14496-12), the movie header of version 0 has the time scale and a
/// field for the duration in its units.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn write_at(view: &DataView, place: usize, milliseconds: f64) -> bool {
    let word = view.get_uint32(place);
    let length = word >> 8 & 0xff;
    if word == 0x4489_8800 {
        view.set_uint32(place, 0xec89_0000);
        false
    } else if word >> 16 == 0x5741 && length > 0x85 {
        view.set_uint32(place, 0x4489_8400);
        view.set_uint32(place + 5, 0xec00 | (length - 6));
        // Between the two heads.
        view.set_float32(place + 3, milliseconds as f32);
        true
    } else if word == u32::from_be_bytes(*b"mvhd") {
        let scale = f64::from(view.get_uint32(place + 16));
        view.set_uint32(place + 20, (milliseconds * scale / 1_000.0) as u32);
        true
    } else {
        false
    }
}
