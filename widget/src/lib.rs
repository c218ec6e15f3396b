//! Entry of the widget: functions that the page's script calls.
//!
//! The form's parts and their behaviour are components of the crate `form`, and nothing of them may
//! be here.

use form::guide::{self, Guide, Options};
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Small allocator. The standard one takes seven kilobytes.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Handle to a form whose parts are mounted. Only `detach` unmounts them; dropping it doesn't.
#[wasm_bindgen]
pub struct Attached {
    guide: Guide,
}

#[wasm_bindgen]
impl Attached {
    /// Chooses a service that the page named later, if the entity has it and the visitor hasn't
    /// chosen another.
    pub fn choose(&self, service: Option<String>) {
        self.guide.choose_service(service);
    }

    /// Unmounts the parts and ends listeners and recordings.
    pub fn detach(self) {
        self.guide.detach();
    }
}

/// Takes the functions that find a proof of work and draw a file on a canvas. They must be set
/// before anything is sent or attached.
#[wasm_bindgen(js_name = helpWith)]
pub fn help_with(prover: Function, painter: Function) {
    guide::help_with(prover, painter);
}

/// Sends the submissions that wait on this device for a network, though no form is open.
#[wasm_bindgen]
pub async fn resume(edge: String) {
    guide::resume(edge).await;
}

/// Mounts the parts into the form below `root`, with the phrases of its language.
///
/// # Errors
///
/// Names the part that the form lacks.
#[wasm_bindgen]
pub fn attach(root: HtmlElement, phrases: JsValue, options: Options) -> Result<Attached, JsError> {
    Ok(Attached { guide: guide::attach(root, phrases, options)? })
}

/// Mounts recorders and attachments into the reply below `root`, with the phrases of its language.
/// Returns a function that tells what is attached: `undefined` for nothing, a string with the
/// reason why it can't be sent as it is, or an array of the uploads' ids.
///
/// # Errors
///
/// Names the part that the reply lacks.
#[wasm_bindgen(js_name = attachReply)]
pub fn attach_reply(
    root: &HtmlElement,
    phrases: JsValue,
    edge: String,
) -> Result<JsValue, JsError> {
    Ok(guide::attach_reply(root, phrases, edge)?)
}
