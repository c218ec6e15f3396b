//! HTML pages of the edge: everything that it renders besides the form.
//!
//! Each page is a function from data to an HTML document, built of Leptos components. Leptos
//! escapes all text and all attribute values. Nothing here does I/O, reads a clock or knows HTTP:
//! the edge fetches, asks for permission, calls a function of this crate, and sends the answer with
//! its status and headers.
//!
//! `document` is the frame of a page, `words` holds the texts in each language. Every page works
//! without a script; a script that a page names only adds to it.
//!
//! `inner_html` takes two things alone: our own style sheets, and HTML that [`form`] rendered.

#![allow(clippy::needless_pass_by_value, reason = "a Leptos component owns its properties")]
#![allow(unreachable_pub, reason = "Leptos's macro writes public items into private modules")]

pub mod api;
pub mod ask;
mod chart;
pub mod chat;
pub mod console;
mod document;
pub mod embed_docs;
pub mod entities;
pub mod error;
pub mod figures;
pub mod form_fragment;
pub mod form_page;
pub mod guide;
mod html;
mod lesson;
mod letter;
pub mod me;
pub mod notice;
pub mod open;
pub mod participation;
pub mod privacy;
pub mod received;
pub mod report;
pub mod sign_in;
pub mod staff_notice;
mod text;
pub mod unsubscribe;
mod words;

pub use document::{Context, style};
