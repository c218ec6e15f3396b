//! Profile of a customer: one place for all participations of somebody who wants one. Nothing needs
//! a profile.
//!
//! An account at a provider identifies a profile, never a name, a mail address or a phone number.
//! A participation is added by its tracking key alone. `uae_pass` and `passkey` read what providers
//! send; the edge does the requests.

pub mod device;
pub mod file;
pub mod passkey;
pub mod uae_pass;
pub mod way;

use crate::id::Id;

/// Id of a profile. It reveals nothing about the person.
pub type ProfileId = Id<OfProfile>;

/// Subject of a [`ProfileId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfProfile {}

/// Longest time that the history of a profile is kept, in days.
pub const HISTORY_DAYS: u32 = 365;
