//! What guides a visitor through the form that the edge has rendered: it attaches to the form's HTML, in a box's shadow root or in a page.
//!
//! [`attach`] is where `embed/` comes in. [`page`] is the form's HTML, [`session`] the state of one open form; each browser service lies in a file of
//! `effects`; each part of the form is tied to the session by a file of `view`. State lives in signals, and what shows follows them.
//!
//! Invariants: nothing outside the form's frame is touched; no markup is parsed, so that a page's Trusted Types have nothing to refuse; the edge is
//! spoken to in `domain::wire` alone.

mod draft;
mod effects;
mod item;
mod options;
mod outbox;
mod page;
mod session;
mod view;

use std::rc::Rc;

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use effects::api::Api;
pub use options::Options;
use page::Page;
use session::Session;

/// A small allocator: the standard one is seven kilobytes.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A form that is guided, until it is detached: a script that drops this, and the collector that finds it, don't end the guidance.
#[wasm_bindgen]
pub struct Attached {
    session: Session,
    owner: Owner,
}

#[wasm_bindgen]
impl Attached {
    /// Chooses a service, if one is named that the entity has, and the visitor hasn't chosen: the page has learnt later what it is about.
    pub fn choose(&self, service: Option<String>) {
        self.session.choose_service(service);
    }

    /// Lets go of the form.
    pub fn detach(self) {
        self.owner.cleanup();
    }
}

/// Takes what finds a proof of work, before anything is sent.
#[wasm_bindgen(js_name = proveWith)]
pub fn prove_with(prover: Function) {
    effects::proof::by(prover);
}

/// Sends what waited on this device for a connection, though nobody has opened the form.
#[wasm_bindgen]
pub async fn resume(edge: String) {
    outbox::send_all(&Api::new(edge), None).await;
}

/// Guides through the form in this frame, with what there is to say in its language.
///
/// # Errors
///
/// When the form lacks a part.
#[wasm_bindgen]
pub fn attach(root: HtmlElement, phrases: JsValue, options: Options) -> Result<Attached, JsError> {
    let page = Page::new(root, phrases)?;
    // An error says that an earlier form has set it up.
    _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let session = owner.with(|| Session::new(page, Rc::new(options)));
    owner.with(|| view::attach(session))?;
    Ok(Attached { session, owner })
}
