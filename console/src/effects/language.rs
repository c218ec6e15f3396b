//! The language that is spoken: that of whoever is signed in. Until it is known who that is, what was spoken last on this device, or what the page
//! came in.

use std::cell::Cell;

use domain::wire::console::Language;

use super::{page, storage};

const KEY: &str = "sawtak.console.language";

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::Arabic) };
}

pub(crate) fn spoken() -> Language {
    SPOKEN.get()
}

/// The other one.
pub(crate) fn other() -> Language {
    match spoken() {
        Language::Arabic => Language::English,
        Language::English => Language::Arabic,
    }
}

/// Finds out which it is.
pub(crate) fn settle() {
    let came = page::document().document_element().and_then(|root| root.get_attribute("lang"));
    let tag = storage::kept(KEY).or(came).unwrap_or_default();
    speak(if tag.starts_with("en") { Language::English } else { Language::Arabic });
}

/// Speaks it from now on: what is drawn then is said in it, what shows already isn't.
pub(crate) fn speak(language: Language) {
    SPOKEN.set(language);
    storage::keep(KEY, language.tag());
    if let Some(root) = page::document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
        let _ = root.set_attribute("dir", if language == Language::Arabic { "rtl" } else { "ltr" });
    }
}
