//! Tests with real browsers, one file for each subject. They are started by
//! `cargo xtask test browser`.
//!
//! `visitor` holds the tests of the form, `host_page` those of the page around it. Helpers that
//! other test targets use belong in `tests/src`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests do"
)]

mod accessibility;
mod accessibility_tree;
mod channels;
mod console;
mod host_page;
mod phone;
mod sight;
mod translation;
mod visitor;
