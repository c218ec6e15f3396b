//! What the loader hands over.

use form::{Entered, Language};
use wasm_bindgen::prelude::*;
use web_sys::{FormData, HtmlFormElement};

#[wasm_bindgen]
extern "C" {
    /// The object that `embed.js` passes.
    pub type Options;

    /// The edge's origin.
    #[wasm_bindgen(method, getter)]
    pub fn edge(this: &Options) -> String;

    /// The entity's short name.
    #[wasm_bindgen(method, getter)]
    pub fn entity(this: &Options) -> String;

    /// The language of the form, one of those that `embed.js` knows words for.
    #[wasm_bindgen(method, getter, js_name = language)]
    fn language_tag(this: &Options) -> String;

    /// The service that the page is about.
    #[wasm_bindgen(method, getter)]
    fn service(this: &Options) -> Option<String>;

    /// The face that was chosen on the happiness meter.
    #[wasm_bindgen(method, getter)]
    pub fn mood(this: &Options) -> Option<String>;

    /// The plain form that is replaced, with what was entered into it.
    #[wasm_bindgen(method, getter)]
    fn plain(this: &Options) -> Option<HtmlFormElement>;

    /// Called with the reference number once it is there.
    #[wasm_bindgen(method)]
    pub fn submitted(this: &Options, reference: String);
}

impl Options {
    /// The language of the form.
    pub fn language(&self) -> Language {
        Language::parse(&self.language_tag()).unwrap_or(Language::En)
    }

    /// What is entered already.
    pub fn entered(&self) -> Entered {
        let typed = self.plain().and_then(|plain| FormData::new_with_form(&plain).ok());
        let field = |name: &str| typed.as_ref().and_then(|typed| typed.get(name).as_string()).unwrap_or_default();
        Entered {
            kind: domain::kind::Kind::parse(&field("kind")),
            text: field("text"),
            suggestion: field("suggestion"),
            service: self.service().unwrap_or_else(|| field("service")),
            name: field("name"),
            email: field("email"),
            phone: field("phone"),
        }
    }
}
