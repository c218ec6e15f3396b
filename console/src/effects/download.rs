//! Saving of a file that the program holds.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::page::document;

/// Time after which the browser has taken the file, in milliseconds.
const TAKEN: u32 = 60_000;

/// Saves bytes as a file with this name, as a link to a file does. Returns false if the browser
/// doesn't.
pub(crate) fn save(bytes: &[u8], media_type: &str, name: &str) -> bool {
    let settings = BlobPropertyBag::new();
    settings.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &settings);
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let (Ok(address), Ok(link)) = (address, document().create_element("a")) else { return false };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(TAKEN, move || _ = Url::revoke_object_url(&address)).forget();
    true
}
