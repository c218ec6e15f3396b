//! One component a file: its markup, its state and its behaviour. A part knows the session, or only
//! what it is given, so that it can be mounted alone; no part looks for another's elements.

pub(crate) mod attachments;
pub(crate) mod button;
pub(crate) mod check;
pub(crate) mod close;
pub(crate) mod done;
pub(crate) mod draft;
pub(crate) mod faults;
pub(crate) mod languages;
pub(crate) mod outbox;
pub(crate) mod recorder;
pub(crate) mod steps;
pub(crate) mod sure;
