//! Full-text search: word normalisation, queries, excerpts, and the blind index of contacts.
//!
//! Words are normalised by the same code when they are stored and when they are searched for: their
//! letters (`normalize`), then their stems (`stem`). Runs of scripts without spaces are stored as
//! pairs of characters. Typing errors are undone in the query (`typo`), against the index's words.
//! Matches carry their position, so that the console can mark them.
//!
//! The edge's search index and case pages call this module. Contacts never enter the index as plain
//! text: of names, addresses and numbers only the codes of a [`BlindIndex`] are stored, and nobody
//! can compute these without its secret.

pub mod alike;
mod blind_index;
mod document;
mod excerpt;
mod names;
mod normalize;
mod query;
pub mod rising;
mod stem;
mod typo;

pub use blind_index::BlindIndex;
pub use document::{VERSION, document, first_row, row};
pub use excerpt::{Excerpt, excerpt, marks};
pub use names::{matches_names, nearly_matches_names};
pub use normalize::{Word, words};
pub use query::{Query, Term, Token, certain_reference};
