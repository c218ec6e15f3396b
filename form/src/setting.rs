//! Values that the form is rendered with.

use domain::{intake::kind::Mood, wire::DirectoryEntity};

use crate::{Entered, Language, language::Words};

/// What the form shows.
#[derive(Clone)]
pub struct Setting {
    /// Whom it is for.
    pub entity: DirectoryEntity,
    /// The language that it speaks.
    pub language: Language,
    /// Whether it speaks in easy words, and shows larger.
    pub easy: bool,
    /// The face that was chosen on the happiness meter, which goes with what is sent without script.
    pub mood: Option<Mood>,
    /// The idempotency key of what will be sent without script; without one, the edge draws it then.
    pub key: Option<String>,
    /// Where the widget that attaches to it lies: a path without extension.
    pub engine: Option<String>,
    /// What was entered already.
    pub entered: Entered,
}

impl Setting {
    /// What it says.
    pub const fn words(&self) -> &'static Words {
        self.language.words(self.easy)
    }
}
