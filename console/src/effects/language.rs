//! Language of the interface: the signed-in person's preference. Before sign-in, the language last
//! used on this device, or else the page's.

use std::cell::Cell;

use domain::wire::console::Language;

use super::{page, storage};

const KEY: &str = "sawtak.console.language";

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::Arabic) };
}

pub(crate) fn current() -> Language {
    CURRENT.get()
}

/// Returns the language that isn't current.
pub(crate) fn other() -> Language {
    match current() {
        Language::Arabic => Language::English,
        Language::English => Language::Arabic,
    }
}

/// Sets the initial language from storage or the page.
pub(crate) fn initialize() {
    let page_tag = page::document().document_element().and_then(|root| root.get_attribute("lang"));
    let tag = storage::preference(KEY).or(page_tag).unwrap_or_default();
    set(if tag.starts_with("en") { Language::English } else { Language::Arabic });
}

/// Sets the language for everything drawn from now on. Views already drawn don't change.
pub(crate) fn set(language: Language) {
    CURRENT.set(language);
    storage::set_preference(KEY, language.tag());
    if let Some(root) = page::document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
        let _ = root.set_attribute("dir", if language == Language::Arabic { "rtl" } else { "ltr" });
    }
}
