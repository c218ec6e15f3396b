//! Parts of the form, one component a file with its markup, state and behaviour. [`super::attach`]
//! mounts them.
//!
//! A part receives the session, or only the state that it needs, so that it can be mounted alone.
//! No part may look for another part's elements.

pub(crate) mod attachments;
pub(crate) mod button;
pub(crate) mod files;
pub(crate) mod languages;
pub(crate) mod media;
pub(crate) mod recorder;
pub(crate) mod seal;
pub(crate) mod sure;
pub(crate) mod told;
