//! Values that the form is rendered with.

use domain::{bilingual::Named, intake::kind::Mood, wire::DirectoryEntity};

use crate::{Entered, Language, language::Words};

/// Problem that is known already.
#[derive(Clone)]
pub struct Announced {
    /// Service that has it; `None` if it concerns all.
    pub service: Option<String>,
    /// Text for visitors.
    pub text: Named,
    /// Day and time by which it is expected to be solved, as clocks there show them.
    pub until: String,
}

/// Values that one form is rendered with.
#[derive(Clone)]
pub struct Setting {
    /// Whom it is for.
    pub entity: DirectoryEntity,
    /// The language that it speaks.
    pub language: Language,
    /// The form speaks in easy words, and shows larger.
    pub easy: bool,
    /// The face that was chosen on the happiness meter, which goes with what is sent without
    /// script.
    pub mood: Option<Mood>,
    /// The idempotency key of what will be sent without script; without one, the edge draws it
    /// then.
    pub key: Option<String>,
    /// Token of the page, which a sending without script gives back.
    pub token: Option<String>,
    /// Path of the widget's module.
    pub engine: Option<String>,
    /// Origin of the edge: links in a box on another website start with it.
    pub base_url: String,
    /// Mode for tests of web teams: the form says so, and what is sent reaches nobody.
    pub is_test: bool,
    /// Problems that are known already.
    pub announced: Vec<Announced>,
    /// Values of the fields.
    pub entered: Entered,
}

impl Setting {
    /// Returns the words of its language.
    pub const fn words(&self) -> &'static Words {
        self.language.words(self.easy)
    }
}
