//! What employees, supervisors, administrators and auditors see.
//!
//! # Where to start
//!
//! [`route`] says which view an address means, [`session`] what all views share: who is signed in, the time, what is told. [`view`] has one folder for
//! each view, [`effects`] one file for each browser service. Rules and wire shapes come from `domain`, words from `words/`, the look from
//! `style.css` and the design's tokens.

// A component owns its properties, and its macro writes public items into private modules.
#![allow(clippy::needless_pass_by_value, unreachable_pub)]

mod effects;
mod route;
mod session;
mod view;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Fills the page.
#[wasm_bindgen(start)]
pub fn start() {
    effects::language::settle();
    leptos::mount::mount_to_body(view::App);
}
