//! What the edge renders for people: HTML that works without JavaScript.

pub(crate) mod hosted;
pub(crate) mod missing;
pub(crate) mod participation;
pub(crate) mod posted;
