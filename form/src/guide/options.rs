//! Options that the page's script hands over.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

#[wasm_bindgen]
extern "C" {
    /// Options of one form, as a JavaScript object.
    pub type Options;

    /// Returns the edge's origin.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn edge(this: &Options) -> String;

    /// Returns the service that the page is about.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn service(this: &Options) -> Option<String>;

    /// Returns the face chosen on the happiness meter.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn mood(this: &Options) -> Option<String>;

    /// Promises the phrases of a language, perhaps in easy words; `undefined` if they can't be
    /// loaded.
    #[wasm_bindgen(method)]
    pub(crate) fn phrases(this: &Options, language: &str, is_easy: bool) -> Promise;

    /// Puts the device's coordinates into a field. The promise is rejected if visitor or device
    /// refuse.
    #[wasm_bindgen(method)]
    pub(crate) fn locate(this: &Options, line: &HtmlInputElement) -> Promise;

    /// Tells the page the reference number after a submission.
    #[wasm_bindgen(method)]
    pub(crate) fn submitted(this: &Options, reference: String);
}
