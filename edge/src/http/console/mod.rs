//! What the console asks for: one file for each resource. None of it is part of the public contract.

pub(crate) mod me;
pub(crate) mod sign_out;
