//! Conversations in words: the phrases of `domain::channel::conversation` in nine languages, laid
//! out within what a channel can carry.
//!
//! [`message`] returns one message with its choices as buttons, as rows of a list, or as numbered
//! lines. [`thread`] returns what was said in a participation. `phrase` has the sentences, `layout`
//! the places of choices, and `cut` keeps the limits. Adapters in the edge only turn the result
//! into the JSON of their channel.

mod cut;
mod label;
mod layout;
mod phrase;
mod summary;
#[cfg(test)]
mod tests;
mod thread;

use domain::{
    channel::{
        Capability,
        conversation::{Offered, Phrase},
    },
    sla::calendar::Calendar,
};
use form::Language;

use crate::words::{ChatWords, Words};
pub use layout::{Button, Message, Options, Row};
pub use thread::thread;

/// Reader of a message, and the channel that carries it.
#[derive(Clone, Copy)]
pub struct Chat<'a> {
    /// Language of the reader.
    pub language: Language,
    /// Limits of the channel.
    pub capability: &'a Capability,
    /// Calendar for local times.
    pub calendar: &'a Calendar,
}

impl Chat<'_> {
    fn words(&self) -> &'static ChatWords {
        ChatWords::of(self.language)
    }

    fn page_words(&self) -> &'static Words {
        Words::of(self.language)
    }

    fn form_words(&self) -> &'static form::language::Words {
        self.language.words(false)
    }
}

/// Returns the form's language that a conversation is in.
pub fn language(language: domain::language::Language) -> Language {
    Language::parse(language.tag()).unwrap_or(Language::En)
}

/// Returns the public answer to a mention: that it came, and how to write privately.
pub fn public_answer(language: Language, link: &str) -> String {
    ChatWords::of(language).mention_answer.replace("{link}", link)
}

/// Returns a phrase and its choices as one message.
pub fn message(chat: Chat<'_>, phrase: &Phrase, choices: &[Offered]) -> Message {
    layout::laid_out(chat, phrase, choices)
}
