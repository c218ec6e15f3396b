//! What a visitor sees: the form in its dialog, mounted by `embed/embed.js`.
//!
//! [`mount`] is where the loader comes in. [`session`] holds what one open form is made of; each browser service lies in a file of `effects`; `view` draws
//! what the `form` crate leaves to the browser: recorder, files, and the page of thanks.
//!
//! Invariants: nothing outside the element that the loader hands over is touched; the edge is spoken to in `domain::wire` alone.

// A component owns its properties, and its macro writes public items into private modules.
#![allow(clippy::needless_pass_by_value, unreachable_pub)]

mod effects;
mod options;
mod session;
mod view;

use leptos::{
    mount::{UnmountHandle, mount_to},
    tachys::view::Mountable,
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use effects::api::Api;
pub use options::Options;
use session::Session;

/// A form that shows; hand it back to take it off the page with all it holds.
#[wasm_bindgen]
pub struct Mounted(Box<dyn FnOnce()>);

#[wasm_bindgen]
impl Mounted {
    /// Takes the form off the page.
    pub fn unmount(self) {
        (self.0)();
    }
}

/// The style sheet of the form, for the shadow root that it is mounted in.
#[wasm_bindgen]
pub fn style() -> String {
    form::STYLE.to_owned()
}

/// Shows the form inside `place` once the entity's services are known.
///
/// # Errors
///
/// When the edge can't be asked or doesn't know the entity.
#[wasm_bindgen]
pub async fn mount(place: HtmlElement, options: Options) -> Result<Mounted, JsValue> {
    let api = Api::new(options.edge());
    let entity = api.entity(&options.entity()).await.map_err(|failure| JsValue::from_str(&format!("{failure:?}")))?;
    place.replace_children_with_node_0();
    let options = std::rc::Rc::new(options);
    let session = move || Session::new(api, entity, &options);
    let handle = mount_to(place, move || view::widget(session()));
    Ok(Mounted(unmounting(handle)))
}

fn unmounting<M: Mountable + 'static>(handle: UnmountHandle<M>) -> Box<dyn FnOnce()> {
    Box::new(move || drop(handle))
}
