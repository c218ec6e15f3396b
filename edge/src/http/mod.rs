//! One file for each resource: read the request, ask, answer.

pub(crate) mod console;
#[cfg(test)]
mod contract;
pub(crate) mod public;
