//! Systems in which entities work on their cases, and the cases that are created there.

pub(crate) mod creations;
pub(crate) mod systems;
