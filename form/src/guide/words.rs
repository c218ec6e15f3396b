//! Words of the mounted parts, in the form's language.

use js_sys::{JsString, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{Fault, Phrase};

/// Phrases of one language, as the page's script loaded them. A copy refers to the same phrases.
/// They end with the owner that was current when they were made.
#[derive(Clone, Copy)]
pub struct Words(StoredValue<Inner, LocalStorage>);

struct Inner {
    phrases: JsValue,
    language: String,
}

impl Words {
    /// Wraps the list of a language's file of phrases. `language` is its BCP 47 tag.
    pub fn new(phrases: JsValue, language: String) -> Self {
        Self(StoredValue::new_local(Inner { phrases, language }))
    }

    /// Returns the text of a phrase; empty if the file lacks it.
    pub fn say(self, phrase: Phrase) -> String {
        self.0
            .try_with_value(|inner| {
                Reflect::get_u32(&inner.phrases, phrase.index()).ok()?.as_string()
            })
            .flatten()
            .unwrap_or_default()
    }

    /// Returns the text about a fault. The browser's own `replace` costs no code in the Wasm.
    pub fn explain(self, fault: Fault) -> String {
        JsString::from(self.say(fault.phrase())).replace("{over}", &fault.over().to_string()).into()
    }

    /// Returns the language's BCP 47 tag.
    pub fn language(self) -> String {
        self.0.try_with_value(|inner| inner.language.clone()).unwrap_or_default()
    }
}
