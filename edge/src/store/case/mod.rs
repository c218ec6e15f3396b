//! Tables of cases as staff handle them: events and what follows from them, queues, one case in
//! detail, recounts of timers, erasure.
//!
//! `service::case` and `service::erasure` write by it, the console's calls and cron jobs read by
//! it. Every event is inserted by [`events`]; no other file may do so.

pub(crate) mod cases;
pub(crate) mod counted;
pub(crate) mod detail;
pub(crate) mod erasure;
pub(crate) mod events;
pub(crate) mod joined;
pub(crate) mod queue_row;
pub(crate) mod queues;
pub(crate) mod recounts;
pub(crate) mod saved_views;
pub(crate) mod sorted;
pub(crate) mod team;
