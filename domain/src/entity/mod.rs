//! An entity: its id, its settings and the policies that follow from them.
//!
//! The edge reads the settings from the store and hands the policies to `case` and `intake`.

pub mod policy;
pub mod reply_template;
pub mod settings;
pub mod slug;
