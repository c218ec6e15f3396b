//! Finding words however they are written: folded the same way when they are kept and when they are asked for, with the places that they were
//! found at, to be marked.
//!
//! Whoever kept a contact isn't found by reading: of names, addresses and numbers only what [`Blind`] makes of them is kept, which nobody makes
//! without its secret.

mod asked;
mod blind;
mod document;
mod excerpt;
mod fold;

pub use asked::{Asked, Term};
pub use blind::Blind;
pub use document::{document, row};
pub use excerpt::{excerpt, marks};
pub use fold::{Word, folded, words};
