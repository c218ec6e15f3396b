//! Tables of profiles: their ways in, sessions, sign-ins under way, participations and history.
//!
//! The sign-in of customers, the extractor of their session and the pages below `/me` call it. Each
//! statement names the profile that it is about, or the session or account that leads to it, so
//! that none reaches another's rows. Only taking a participation back, correcting its contact,
//! erasing it and the hourly jobs do.

pub(crate) mod attempts;
pub(crate) mod history;
pub(crate) mod participations;
pub(crate) mod profiles;
pub(crate) mod sessions;
pub(crate) mod ways;
