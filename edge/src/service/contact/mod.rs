//! Contacts, which the store holds only sealed.

pub(crate) mod address;

use domain::{intake::contact::Contact, reference::Reference, wire};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    state::App,
};

/// Seals a contact for the store.
pub(crate) async fn sealed(
    app: &App,
    reference: Reference,
    contact: &Contact,
) -> Result<Sealed, ApiError> {
    let plain = serde_json::to_string(&wire::Contact::from(contact))?;
    Ok(seal::seal(&app.config.contact_keys, reference.digits(), &plain).await?)
}

/// Opens a sealed contact.
pub(crate) async fn opened(
    app: &App,
    reference: Reference,
    sealed: &Sealed,
) -> Result<wire::Contact, ApiError> {
    let plain = plain(app, reference.digits(), sealed).await?;
    serde_json::from_str(&plain).map_err(|_| ApiError::Internal("a contact that is none".into()))
}

/// Seals a contact again under the current key. Returns it with the codes of its blind index.
pub(crate) async fn sealed_anew(
    app: &App,
    digits: &str,
    sealed: &Sealed,
) -> Result<(Sealed, String), ApiError> {
    let plain = plain(app, digits, sealed).await?;
    let codes = codes(app, &serde_json::from_str(&plain).unwrap_or_default());
    Ok((seal::seal(&app.config.contact_keys, digits, &plain).await?, codes))
}

/// Returns the codes of a contact's blind index.
pub(crate) fn codes(app: &App, contact: &wire::Contact) -> String {
    contact.kept().map(|contact| app.blind().contact(&contact)).unwrap_or_default()
}

async fn plain(app: &App, digits: &str, sealed: &Sealed) -> Result<String, ApiError> {
    // A contact from before contacts were sealed. The migration left it in plain text, without a
    // key's id.
    if sealed.key.is_empty() {
        Ok(sealed.text.clone())
    } else {
        Ok(seal::open(&app.config.contact_keys, digits, sealed).await?)
    }
}
