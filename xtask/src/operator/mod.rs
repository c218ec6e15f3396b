//! Commands for the operator of a deployment, on the remote database or on a local one.
//!
//! Each command reads or writes D1 or reads R2 through wrangler. The commands run nothing at the
//! edge.

pub(crate) mod administrator;
pub(crate) mod closing;
pub(crate) mod d1;
pub(crate) mod figures;
pub(crate) mod history;
pub(crate) mod media;
pub(crate) mod outbox;
