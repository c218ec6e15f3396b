//! Words of the user interfaces: one JSON file for each language, an object of keys and texts.
//!
//! [`read`](mod@read) reads and compares the files, [`code`] writes the Rust code of their texts.
//! The build scripts of `form`, `pages` and `console` call both. `xtask` calls the first: it takes
//! extracts for the browser and checks the house rules. No single key or language belongs here,
//! apart from the language whose keys the code has.

pub mod code;
pub mod read;

use std::collections::BTreeMap;

/// Texts of one language by key.
pub type Words = BTreeMap<String, String>;

/// Words by the language's BCP 47 tag.
pub type Languages = BTreeMap<String, Words>;

/// Language that each folder has.
pub const MODEL: &str = "en";
