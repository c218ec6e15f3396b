//! Saved views: `/console/api/views`.

use serde::{Deserialize, Serialize};

use crate::{
    saved_view::{ListQuery, SavedViewId},
    slug::Slug,
};

/// `GET`: the views of the signed-in person, and those that staff of their entities share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedViews {
    /// Views, by name.
    pub views: Vec<View>,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Id of the view.
    pub id: SavedViewId,
    /// Name of the view.
    pub name: String,
    /// Query of the list's address.
    pub query: ListQuery,
    /// Entity whose staff see it too.
    pub shared_with: Option<Slug>,
    /// `true` if the person may remove it.
    pub may_remove: bool,
}

/// `POST`: a view to save; the response is the [`View`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Name of the view.
    pub name: String,
    /// Query of the list's address.
    pub query: String,
    /// Entity of the person's whose staff are to see it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_with: Option<Slug>,
}
