//! Addresses of participations at messengers, which the store holds only sealed.

use domain::{intake::channel::Channel, reference::Reference};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    state::App,
};

/// Seals an address for the store.
pub(crate) async fn sealed(
    app: &App,
    reference: Reference,
    address: &str,
) -> Result<Sealed, ApiError> {
    Ok(seal::seal(&app.config.contact_keys, &row(reference.digits()), address).await?)
}

/// Opens the sealed address of the participation with these digits.
pub(crate) async fn opened(app: &App, digits: &str, sealed: &Sealed) -> Result<String, ApiError> {
    Ok(seal::open(&app.config.contact_keys, &row(digits), sealed).await?)
}

/// Seals an address again under the current key. Returns it with its code.
pub(crate) async fn sealed_anew(
    app: &App,
    (digits, channel): (&str, Channel),
    sealed: &Sealed,
) -> Result<(Sealed, String), ApiError> {
    let plain = opened(app, digits, sealed).await?;
    let code = app.blind().address(channel, &plain);
    Ok((seal::seal(&app.config.contact_keys, &row(digits), &plain).await?, code))
}

/// Returns the codes under which an address may be stored: that of each contact key.
pub(crate) fn codes(app: &App, channel: Channel, address: &str) -> Vec<String> {
    app.blinds().iter().map(|blind| blind.address(channel, address)).collect()
}

/// Returns the row that an address is bound to.
fn row(digits: &str) -> String {
    format!("address of {digits}")
}
