//! Tables that a submission writes, and those that hold it back: participations, idempotency keys,
//! rate-limit counters, spent proofs of work, keys of links and one-time codes.
//!
//! `service::intake`, `service::rate_limit`, the author's calls and cron jobs call it. What staff
//! do with a participation afterwards belongs to `case`.

pub(crate) mod idempotency;
pub(crate) mod limits;
pub(crate) mod link_keys;
pub(crate) mod locations;
pub(crate) mod one_time_codes;
pub(crate) mod participations;
pub(crate) mod past_cases;
pub(crate) mod proofs;
pub(crate) mod test_participations;
