//! The session of a member of staff: signing in and out, the signed-in person, and the live
//! connection, which ends with the session.

pub(crate) mod live;
pub(crate) mod me;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
