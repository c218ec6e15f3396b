//! Places of participations, which the store holds only sealed.

use domain::{intake::place::Place, reference::Reference, wire};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    state::App,
};

/// Seals a place for the store.
pub(crate) async fn sealed(
    app: &App,
    reference: Reference,
    place: &Place,
) -> Result<Sealed, ApiError> {
    let plain = serde_json::to_string(&wire::Place::from(place))?;
    Ok(seal::seal(&app.config.contact_keys, &row(reference.digits()), &plain).await?)
}

/// Opens a sealed place.
pub(crate) async fn opened(
    app: &App,
    reference: Reference,
    sealed: &Sealed,
) -> Result<wire::Place, ApiError> {
    let plain = seal::open(&app.config.contact_keys, &row(reference.digits()), sealed).await?;
    serde_json::from_str(&plain).map_err(|_| ApiError::Internal("a place that is none".into()))
}

/// Seals a place again under the current key.
pub(crate) async fn sealed_anew(
    app: &App,
    digits: &str,
    sealed: &Sealed,
) -> Result<Sealed, ApiError> {
    let plain = seal::open(&app.config.contact_keys, &row(digits), sealed).await?;
    Ok(seal::seal(&app.config.contact_keys, &row(digits), &plain).await?)
}

/// Returns the row that a place is bound to. A contact that is moved here doesn't open.
fn row(digits: &str) -> String {
    format!("place of {digits}")
}
