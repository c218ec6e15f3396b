//! Entities as a whole: adding one.

pub(crate) mod add;
