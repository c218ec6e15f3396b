//! Entry of the widget: what the page's script calls, and nothing else. The form's parts and their
//! behaviour are components of the crate `form`.

use form::guide::{self, Guide, Options};
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// A small allocator: the standard one is seven kilobytes.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A form that is guided, until it is detached. A script that drops this, and the collector that
/// finds it, don't end the guidance.
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

    /// Lets go of the form.
    pub fn detach(self) {
        self.guide.detach();
    }
}

/// Takes the function that finds a proof of work, before anything is sent.
#[wasm_bindgen(js_name = proveWith)]
pub fn prove_with(prover: Function) {
    guide::prove_with(prover);
}

/// Sends what waited on this device for a connection, though nobody has opened the form.
#[wasm_bindgen]
pub async fn resume(edge: String) {
    guide::resume(edge).await;
}

/// Guides through the form in this frame, with the phrases of its language.
///
/// # Errors
///
/// Names the part that the form lacks.
#[wasm_bindgen]
pub fn attach(root: HtmlElement, phrases: JsValue, options: Options) -> Result<Attached, JsError> {
    Ok(Attached { guide: guide::attach(root, phrases, options)? })
}
