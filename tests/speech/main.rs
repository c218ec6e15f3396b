//! Tests with a screen reader, one file for each story. They are started by
//! `cargo xtask test speech`.

#![allow(clippy::expect_used, reason = "helpers of tests may panic as tests do")]

mod complaint_by_voice;
