//! What the edge renders for people: HTML that works without JavaScript.

pub(crate) mod console;
mod document;
pub(crate) mod embedded;
pub(crate) mod embedding;
mod fields;
pub(crate) mod hosted;
pub(crate) mod missing;
pub(crate) mod participation;
pub(crate) mod posted;
pub(crate) mod sign_in;
mod words;

use serde::Deserialize;

/// How a link asks to be spoken to.
#[derive(Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    easy: Option<String>,
    service: Option<String>,
}

impl Asked {
    /// In easy words?
    fn easy(&self) -> bool {
        self.easy.as_deref() == Some("1")
    }
}
