//! Recorders and attachments alone, for a reply on a participation's page. That page's script sends
//! the reply.

use std::rc::Rc;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsValue, closure::Closure};
use web_sys::HtmlElement;

use crate::{
    Phrase,
    guide::{
        browser::api::Api,
        page::Missing,
        parts::{attachments::Attachments, media::Media, recorder::Recorders, sure::Sure},
        reactive::start_executor,
        words::Words,
    },
};

/// Mounts the parts into the reply in this frame, for as long as the page lives. `phrases` are
/// those of its language, and `edge` is the edge's origin. Recordings aren't kept on the device.
///
/// Returns a function that tells what is attached: nothing (`undefined`), the reason why it can't
/// be sent as it is (a string), or the ids of the uploads (an array).
///
/// # Errors
///
/// Names the part that the reply lacks.
pub fn attach_reply(
    root: &HtmlElement,
    phrases: JsValue,
    edge: String,
) -> Result<JsValue, Missing> {
    start_executor();
    let owner = Owner::new();
    let (attachments, words) = owner.with(|| {
        let words = Words::new(phrases, root.lang());
        let attachments = Attachments::new(Api::new(edge), words, Rc::new(|| None));
        let recorders = Recorders::new(attachments);
        Media { attachments, recorders, sure: Sure::new() }.mount(root, words)?;
        Ok((attachments, words))
    })?;
    let told = move || {
        // Its state lives as long as the function.
        let _ = &owner;
        attached(attachments, words)
    };
    Ok(Closure::<dyn FnMut() -> JsValue>::new(told).into_js_value())
}

fn attached(attachments: Attachments, words: Words) -> JsValue {
    let media = attachments.media();
    if media.uploading {
        words.say(Phrase::ErrorUploading).into()
    } else if media.failed {
        words.say(Phrase::ErrorFailed).into()
    } else if media.any {
        attachments.arrived().into_iter().map(JsValue::from).collect::<Array>().into()
    } else {
        JsValue::UNDEFINED
    }
}
