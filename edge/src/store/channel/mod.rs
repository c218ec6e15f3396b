//! Messengers: what came in, conversations, answers, and the addresses of participations.

pub(crate) mod addresses;
pub(crate) mod conversations;
pub(crate) mod inbox;
pub(crate) mod mentions;
pub(crate) mod polled;
pub(crate) mod replies;
pub(crate) mod stops;
