//! The language that is spoken: chosen once and remembered on this device, until then what the page came in.

use std::cell::Cell;

use super::{page, storage};

const KEY: &str = "sawtak.console.language";

/// A language of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Arabic,
    English,
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::Arabic) };
}

impl Language {
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }

    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Arabic => Self::English,
            Self::English => Self::Arabic,
        }
    }

    const fn dir(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English => "ltr",
        }
    }

    fn of(tag: &str) -> Self {
        if tag.starts_with("en") { Self::English } else { Self::Arabic }
    }
}

pub(crate) fn spoken() -> Language {
    SPOKEN.get()
}

/// Finds out which it is, and tells the page.
pub(crate) fn settle() {
    let Some(root) = page::document().document_element() else { return };
    let came = root.get_attribute("lang").unwrap_or_default();
    let language = Language::of(&storage::kept(KEY).unwrap_or(came));
    SPOKEN.set(language);
    let _ = root.set_attribute("lang", language.tag());
    let _ = root.set_attribute("dir", language.dir());
}

/// Speaks what someone wants to be spoken to in, unless they chose on this device.
pub(crate) fn prefer(tag: &str) {
    let language = Language::of(tag);
    if storage::kept(KEY).is_none() && language != spoken() {
        change(language);
    }
}

/// Speaks another language from now on. Everything that matters is in the address and in drafts, so the page simply comes anew.
pub(crate) fn change(language: Language) {
    storage::keep(KEY, language.tag());
    page::reload();
}
