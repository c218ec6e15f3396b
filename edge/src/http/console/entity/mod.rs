//! Entities: adding one, and what is read for its settings.

pub(crate) mod add;
pub(crate) mod holidays;
pub(crate) mod keys;
pub(crate) mod past_cases;
pub(crate) mod spoken;
pub(crate) mod volumes;
