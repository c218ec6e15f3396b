//! Options that the page's script hands over.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object that comes with the form.
    pub type Options;

    /// The edge's origin.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn edge(this: &Options) -> String;

    /// The service that the page is about.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn service(this: &Options) -> Option<String>;

    /// The face that was chosen on the happiness meter.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn mood(this: &Options) -> Option<String>;

    /// Promises the phrases of a language, perhaps in easy words; `undefined` if they can't be had.
    #[wasm_bindgen(method)]
    pub(crate) fn phrases(this: &Options, language: &str, is_easy: bool) -> Promise;

    /// Called with the reference number once it is there.
    #[wasm_bindgen(method)]
    pub(crate) fn submitted(this: &Options, reference: String);
}
