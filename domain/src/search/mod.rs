//! Finding words however they are written: folded the same way when they are kept and when they are asked for, with the places that they were
//! found at, to be marked.
//!
//! Whoever kept a contact isn't found by reading: of names, addresses and numbers only what [`BlindIndex`] makes of them is kept, which nobody makes
//! without its secret.

mod blind_index;
mod document;
mod excerpt;
mod normalize;
mod query;

pub use blind_index::BlindIndex;
pub use document::{document, row};
pub use excerpt::{excerpt, marks};
pub use normalize::{Word, folded, words};
pub use query::{Query, Term};
