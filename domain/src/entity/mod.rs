//! Entities: services, settings, the policies that follow from them, and reply templates.
//!
//! The edge reads the settings from the store and hands the policies to `case` and `intake`.
//! Nothing here may read the store.

pub mod announcement;
pub mod change;
pub mod criteria;
pub mod hold;
pub mod new_entity;
pub mod policy;
pub mod reply_template;
pub mod service;
pub mod settings;
