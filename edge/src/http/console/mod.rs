//! What the console asks for: one file for each resource. None of it is part of the public contract.

pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod deeds;
pub(crate) mod history;
pub(crate) mod me;
pub(crate) mod presence;
pub(crate) mod readings;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod transcripts;
mod view;
