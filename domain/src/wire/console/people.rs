//! `/console/api/entities/{entity}/people`: who is there for an entity; `/console/api/people`: everyone, or with `?entity=` those of one.

use serde::{Deserialize, Serialize};

use crate::access::staff::{Role, StaffId};

/// `GET`: in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// All of them, also those who can't sign in any more.
    pub people: Vec<Colleague>,
    /// Whether whoever asks may change that.
    pub may_change: bool,
}

/// Someone who is there for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who it is.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// By which the provider knows them. Told to whoever may change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What they are there for, here; where it is about everyone, anywhere.
    pub roles: Vec<Role>,
    /// Whether they can sign in.
    pub active: bool,
    /// Whether they have signed in before, and their account at the provider is known.
    pub known: bool,
    /// Counts the changes.
    pub version: u32,
}

/// `PUT …/{id}`, or `…/new` for someone who isn't there yet; answered with the [`Colleague`]. Whoever is known by this address elsewhere keeps
/// name and state, and is given the roles alone. Name, address and `active` are changed only by someone who administers all that the person is
/// there for. Another address is another account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engagement {
    /// What they are called.
    pub name: String,
    /// By which the provider knows them.
    pub email: String,
    /// What they are there for, here; none takes all of it away.
    pub roles: Vec<Role>,
    /// Whether they can sign in.
    pub active: bool,
    /// The version that was read; 0 for someone new.
    pub version: u32,
}
