//! Tables of the entities: the directory that visitors see, and the settings that staff change.
//!
//! Pages, the intake and the console's settings call it. Cases and people of an entity have folders
//! of their own.

pub(crate) mod directory;
pub(crate) mod entities;
pub(crate) mod settings;
