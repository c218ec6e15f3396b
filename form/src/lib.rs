//! The form in which a visitor says something: one Leptos component with two lives.
//!
//! The edge renders it (feature `ssr`) as a plain HTML form that needs no script; the widget mounts it (feature `csr`) and guides through it
//! in three steps. [`Guide`] is what the widget adds: steps, media, sending.
//!
//! Where to start: [`ParticipationForm`], then [`draft`] for what is entered and [`language`] for what is said.

// A component owns its properties, and its macro writes public items into private modules.
#![allow(clippy::needless_pass_by_value, unreachable_pub)]

pub mod draft;
pub mod language;
#[cfg(feature = "ssr")]
mod render;
mod view;

pub use draft::{Draft, Entered, Fault, Media, Step};
pub use language::Language;
#[cfg(feature = "ssr")]
pub use render::{Setting, render};
pub use view::{Guide, ParticipationForm};

/// The form's style sheet; every rule hangs on `.sawtak`.
pub const STYLE: &str = include_str!("style.css");
