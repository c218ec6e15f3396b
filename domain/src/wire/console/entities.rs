//! Entities as a whole: `/console/api/entities`.

use serde::{Deserialize, Serialize};

use super::Engaged;
use crate::{bilingual::Named, slug::Slug};

/// `POST`: adds an entity with its origins and its first administrator; the response is
/// [`AddedEntity`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewEntity {
    /// Short name, which never changes.
    pub id: String,
    /// Full name.
    pub name: Named,
    /// Web origins that may send participations to it.
    pub origins: Vec<String>,
    /// First administrator.
    pub administrator: FirstAdministrator,
}

/// Person who will administer a new entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstAdministrator {
    /// Name of the person.
    pub name: String,
    /// E-mail address by which the provider knows the person.
    pub email: String,
}

/// 201: the entity was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedEntity {
    /// Short name of the entity.
    pub entity: Slug,
    /// Administrator, or the update that waits for a second person.
    pub administrator: Engaged,
}
