//! Open data: what the public may see of figures, and the files in which it is published.
//!
//! Counts of all entities together are exact. Counts of an entity by kind, in a quarter or a year,
//! are exact unless they are small; [`protection`] chooses what is hidden then. Anything finer is
//! rounded by [`rounding`], and hidden where exact sums would tell small counts. [`publish`] does
//! it to figures, and [`files`] writes them. Nothing of a single case is ever published.

#[cfg(test)]
mod attacker;
pub mod files;
mod hidden;
pub mod protection;
pub mod publish;
pub mod release;
pub mod rounding;
mod sums;

#[cfg(test)]
mod tests;
