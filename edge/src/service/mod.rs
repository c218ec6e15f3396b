//! What several doors do alike: take a submission in, act on a case, look one up, queue notices.
//!
//! Handlers, pages and cron jobs call these; each asks the domain and writes one batch. No SQL and no HTTP shape.

pub(crate) mod asset_manifest;
pub(crate) mod case;
pub(crate) mod entity_policies;
pub(crate) mod intake;
pub(crate) mod lookup;
pub(crate) mod notices;
pub(crate) mod rate_limit;
