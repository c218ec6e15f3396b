//! Staff: `/console/api/entities/{entity}/people` for those of one entity; `/console/api/people`
//! for everyone, or with `?entity=` for those of one entity.

use serde::{Deserialize, Serialize};

use crate::staff::{Role, StaffId};

/// `GET`: staff, ordered by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// All staff, including those who can't sign in any more.
    pub people: Vec<Colleague>,
    /// True if the signed-in person may change the list.
    pub may_change: bool,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Id of the person.
    pub id: StaffId,
    /// Name of the person.
    pub name: String,
    /// E-mail address by which the provider knows the person. Sent only to people who may change
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Roles of the person at this entity; in the list of everyone, at any entity.
    pub roles: Vec<Role>,
    /// True if the person can sign in.
    pub active: bool,
    /// True if the person has signed in before, so that their account at the provider is known.
    pub known: bool,
    /// Count of changes.
    pub version: u32,
}

/// `PUT …/{id}`, or `…/new` for a new person; the response is the [`Colleague`].
///
/// If the address of a new person is known at another entity, that person keeps name and state and
/// only receives the roles. Until they sign in, the response and the list show what was entered
/// here, as of somebody whom nobody had known; address and `active` can be changed only after that.
/// Name, address and `active` can be changed only by someone who may
/// appoint every role that the person has. A new address means a new account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engagement {
    /// Name of the person.
    pub name: String,
    /// E-mail address by which the provider knows the person.
    pub email: String,
    /// Roles of the person at this entity; an empty list removes all of them.
    pub roles: Vec<Role>,
    /// True if the person can sign in.
    pub active: bool,
    /// Version that the change is based on; 0 for a new person.
    pub version: u32,
}
