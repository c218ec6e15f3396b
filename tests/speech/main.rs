//! With a screen reader: a file for each story.

#![allow(clippy::expect_used, reason = "helpers of tests may panic as tests do")]

mod complaint_by_voice;
