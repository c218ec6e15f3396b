//! Thumbnail of a picture, drawn on a canvas: a page's policy may forbid images from a blob.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element};

use super::storage::object;

/// Height of the drawn picture, in pixels: twice that of its place.
const HEIGHT: u32 = 96;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    fn bitmap(picture: &Blob, options: &JsValue) -> Result<Promise, JsValue>;

    type Canvas;

    #[wasm_bindgen(method, js_name = getContext)]
    fn context(this: &Canvas, name: &str) -> Renderer;

    type Renderer;

    #[wasm_bindgen(method, js_name = transferFromImageBitmap)]
    fn show(this: &Renderer, bitmap: &JsValue);
}

/// Draws a picture on a canvas and shows it. A file that the browser can't draw leaves it hidden.
pub(crate) fn draw(canvas: Element, picture: Blob) {
    spawn_local(async move {
        let options = object(&[("resizeHeight", HEIGHT.into())]);
        let Ok(coming) = bitmap(&picture, &options) else { return };
        if let Ok(bitmap) = JsFuture::from(coming).await {
            canvas.unchecked_ref::<Canvas>().context("bitmaprenderer").show(&bitmap);
            let _ = canvas.remove_attribute("hidden");
        }
    });
}
