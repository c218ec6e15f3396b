//! Thumbnail of a picture, drawn on a canvas: a page's policy may forbid images from a blob.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element, HtmlElement};

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

/// Draws a picture on a canvas and shows it. A file that the browser can't draw hides the canvas.
pub(crate) fn draw(canvas: Element, picture: Blob) {
    spawn_local(async move {
        let options = object(&[("resizeHeight", HEIGHT.into())]);
        let drawn = match bitmap(&picture, &options) {
            Ok(coming) => JsFuture::from(coming).await.ok(),
            Err(_) => None,
        };
        canvas.unchecked_ref::<HtmlElement>().set_hidden(drawn.is_none());
        if let Some(bitmap) = drawn {
            canvas.unchecked_ref::<Canvas>().context("bitmaprenderer").show(&bitmap);
        }
    });
}
