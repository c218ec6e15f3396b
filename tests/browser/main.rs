//! With real browsers: a file for each story.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests do"
)]

mod accessibility;
mod accessibility_tree;
mod any_page;
mod box_on_a_page;
mod complaint_by_voice;
mod console;
mod customer;
mod draft;
mod embed_docs;
mod embedding;
mod footprint;
mod happiness_meter;
mod languages;
mod outbox;
mod participation;
mod proof_of_work;
mod recorder;
mod sight;
mod story;
mod uploads;
mod without_script;
