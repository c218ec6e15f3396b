//! Parts that know only what they are given, so that any page can mount them alone. One component a
//! file: its markup, its state and its behaviour.

pub(crate) mod attachments;
pub(crate) mod button;
pub(crate) mod languages;
pub(crate) mod recorder;
pub(crate) mod seal;
pub(crate) mod sure;
