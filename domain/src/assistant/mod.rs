//! The assistant: finds kind, entity and service of what somebody writes, in nine languages.
//!
//! [`answer`] triages first: an emergency gets telephone numbers, a question about a participation
//! its reference, and all else is a report. Reports are routed by an [`Index`] of phrases, which
//! say what happens to people. The files of phrases stand in `phrases`, the words that triage looks
//! for in `cues`, one file for each language.
//!
//! A message is content, never a command: nothing that it says changes these rules. Nothing is
//! stored here, and no sentence is written: the caller says what the answer means in its own words.

pub mod aliases;
mod answer;
mod bits;
pub mod coverage;
pub mod cues;
pub mod evaluation;
pub mod features;
mod hints;
mod index;
mod kind;
mod language;
mod lexicon;
mod markup;
mod message;
mod phrase;
mod priors;
mod proposal;
mod reference;
mod triage;

pub use answer::{Answer, Intent, Question, answer, asks_status, emergency_calls, report};
pub use hints::{better_place, likeliest_place, speaks_of_danger};
pub use index::{Index, IndexError, IndexedService};
pub use kind::Kinds;
pub use lexicon::{Lexicon, LexiconError};
pub use message::{Directory, MESSAGE_MAX, Message, MessageFault};
pub use phrase::{Phrase, PhraseError, phrases};
pub use proposal::{Proposal, SURE};
pub use reference::{Mention, ReferenceProblem};
pub use triage::Call;
