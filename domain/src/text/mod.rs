//! Text that people type: its limits, and the one normaliser of characters.
//!
//! - [`digits`] reads decimal digits of any script.
//! - [`characters`] names invisible characters, dashes, quotes and brackets.
//! - [`line`] brings a pasted one-line value (contact) to one form, with Unicode's NFKC.
//! - [`letters`] decomposes a character for searching, with Unicode's NFKD.
//! - [`Text`] is a text within its limits, stored as typed.
//!
//! Contacts, references and search call it. The form's checks in the browser call [`Text`],
//! [`digits`] and [`characters`] alone: Unicode's tables in [`line`] and [`letters`] would be most
//! of what a phone downloads. Rules of a single field don't belong here.

pub mod characters;
pub mod digits;
mod letters;
mod line;
mod written;

pub use letters::letters;
pub use line::{line, line_with_joiners, unwrapped};
pub use written::{TEXT_MAX, Text, TextError};
