//! Calls by which the work of others is overseen: what people have done and read, for auditors.

pub(crate) mod activity;
