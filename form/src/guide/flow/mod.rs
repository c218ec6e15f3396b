//! Parts and behaviour of the whole form, which know its session: from question to question, to the
//! sending and the acknowledgement. One of them a file: its markup, its state and its behaviour.

pub(crate) mod check;
pub(crate) mod close;
pub(crate) mod done;
pub(crate) mod draft;
pub(crate) mod faults;
pub(crate) mod fields;
pub(crate) mod outbox;
pub(crate) mod steps;
