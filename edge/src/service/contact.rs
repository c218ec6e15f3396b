//! Contacts on their way into the store and out of it: they lie there sealed.

use domain::{intake::contact::Contact, reference::Reference, wire};

use crate::{
    crypto::seal::{self, Sealed},
    error::ApiError,
    state::App,
};

/// What the store is given.
pub(crate) async fn sealed(
    app: &App,
    reference: Reference,
    contact: &Contact,
) -> Result<Sealed, ApiError> {
    let plain = serde_json::to_string(&wire::Contact::from(contact))
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    seal::seal(&app.config.contact_keys, reference.digits(), &plain).await
}

/// What the one who sent it reads.
pub(crate) async fn opened(
    app: &App,
    reference: Reference,
    sealed: &Sealed,
) -> Result<wire::Contact, ApiError> {
    let plain = plain(app, reference.digits(), sealed).await?;
    serde_json::from_str(&plain).map_err(|_| ApiError::Internal("a contact that is none".into()))
}

/// The same under the key in use, and the codes that it is found by then.
pub(crate) async fn sealed_anew(
    app: &App,
    digits: &str,
    sealed: &Sealed,
) -> Result<(Sealed, String), ApiError> {
    let plain = plain(app, digits, sealed).await?;
    let codes = codes(app, &serde_json::from_str(&plain).unwrap_or_default());
    Ok((seal::seal(&app.config.contact_keys, digits, &plain).await?, codes))
}

/// What a contact is found by.
pub(crate) fn codes(app: &App, contact: &wire::Contact) -> String {
    Contact::parse(contact)
        .ok()
        .flatten()
        .map(|contact| app.blind().contact(&contact))
        .unwrap_or_default()
}

async fn plain(app: &App, digits: &str, sealed: &Sealed) -> Result<String, ApiError> {
    // From before contacts were sealed: the migration left it as it was, without a key's name.
    if sealed.key.is_empty() {
        Ok(sealed.text.clone())
    } else {
        seal::open(&app.config.contact_keys, digits, sealed).await
    }
}
