//! Thumbnail of a picture, which the page's script draws.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::{Blob, Element};

thread_local! {
    static PAINTER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Takes the function that draws a file on a canvas and shows it, if the file is a picture.
pub(crate) fn by(painter: Function) {
    PAINTER.set(Some(painter));
}

/// Draws a file on a canvas.
pub(crate) fn draw(canvas: Element, file: Blob) {
    PAINTER.with_borrow(|painter| {
        if let Some(painter) = painter {
            let _ = painter.call2(&JsValue::UNDEFINED, &canvas, &file);
        }
    });
}
