//! The staff console, a Leptos program compiled to WebAssembly.
//!
//! Employees, supervisors, administrators and auditors use it to handle cases and to keep settings.
//!
//! # Where to start
//!
//! [`route`] parses the address into a view. [`session`] holds the state that all views share: the
//! signed-in person, the clock, the toast. [`view`] has one folder for each view, [`effects`] one
//! file for each browser service. Rules and wire shapes come from `domain`, texts from `words/`,
//! the look from `style.css` and the design tokens.

// A component takes its properties by value, and its macro writes public items into private
// modules.
#![allow(clippy::needless_pass_by_value, unreachable_pub)]

mod effects;
mod route;
mod session;
mod view;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the console in the page's body.
#[wasm_bindgen(start)]
pub fn start() {
    effects::language::initialize();
    effects::translation::follow_texts();
    leptos::mount::mount_to_body(view::App);
}
