//! `GET /console/api/me`: who is signed in.

use axum::Json;
use domain::wire::console::Me;

use crate::signed_in::SignedIn;

/// Whoever is asking, as their console greets them.
pub(crate) async fn show(SignedIn { person, name, language, ends_at }: SignedIn) -> Json<Me> {
    Json(Me { id: person.id, name, roles: person.roles, language, signed_out_at: ends_at })
}
