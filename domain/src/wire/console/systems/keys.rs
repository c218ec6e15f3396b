//! API keys of an entity: `/console/api/entities/{entity}/keys`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::api_key::{KeyId, KeyName, Scope};

/// `GET`: keys that aren't revoked, the latest first. None of them is shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keys {
    /// The keys.
    pub keys: Vec<KeyView>,
}

/// API key, without the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// Id of the key, by which it is revoked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9a-f]{32}$", example = "5f0c6d1e9b7a4c3d8e2f1a0b9c8d7e6f"))]
    pub id: KeyId,
    /// Name that was given to it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "City app"))]
    pub name: KeyName,
    /// Calls that it opens.
    pub scopes: BTreeSet<Scope>,
    /// Time at which it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Name of the person who made it.
    pub created_by: Option<String>,
    /// Time of the last use, to within an hour.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
}

/// `POST`: makes a key. `DELETE …/{key}` revokes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// Name by which the entity knows it later.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, example = "City app"))]
    pub name: String,
    /// Calls that it opens.
    pub scopes: BTreeSet<Scope>,
}

/// Key that was made, which is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeKey {
    /// The key itself.
    #[cfg_attr(
        feature = "openapi",
        schema(
            pattern = "^swk_[A-Za-z0-9_-]{43}$",
            example = "swk_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"
        )
    )]
    pub key: String,
    /// Its entry in the list.
    #[serde(flatten)]
    pub view: KeyView,
}
