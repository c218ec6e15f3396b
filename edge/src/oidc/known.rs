//! Cache of the provider's discovery document and keys.
//!
//! An unknown key id makes the keys be fetched again, since the provider may have rotated them, but
//! at most every [`PAUSE`] seconds.

use std::rc::Rc;

use domain::access::oidc::{
    discovery::Discovery,
    id_token::Signed,
    keys::{Key, KeySet},
};

use super::fetch;
use crate::{config::Provider, error::ApiError, platform::cached::Cached, state::App};

/// The time to live of both documents, in seconds.
const AGE: i64 = 60 * 60;

/// The shortest pause between two fetches of the keys, in seconds.
const PAUSE: i64 = 30;

/// A document and the address that it was fetched from.
pub(super) struct Fetched<T> {
    address: String,
    pub(super) document: T,
}

thread_local! {
    static DISCOVERY: Cached<Fetched<Discovery>> = const { Cached::new() };
    static KEYS: Cached<Fetched<KeySet>> = const { Cached::new() };
}

/// Returns the provider's discovery document, from the cache or from the provider.
pub(super) async fn discovery(
    app: &App,
    provider: &Provider,
) -> Result<Rc<Fetched<Discovery>>, ApiError> {
    let address = Discovery::address(&provider.issuer);
    if let Some(cached) = DISCOVERY.with(|cache| cache.get(app.now, AGE))
        && cached.address == address
    {
        return Ok(cached);
    }
    let document = Discovery::read(&fetch::document(&address).await?, &provider.issuer)
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(DISCOVERY.with(|cache| cache.set(app.now, Fetched { address, document })))
}

/// Returns the key that a token names, if the provider has it.
pub(super) async fn key_of(
    app: &App,
    discovery: &Discovery,
    token: &Signed,
) -> Result<Option<Key>, ApiError> {
    for age in [AGE, PAUSE] {
        let key = keys(app, &discovery.jwks_uri, age).await?.document.key_of(token);
        if key.is_some() {
            return Ok(key);
        }
    }
    Ok(None)
}

/// Returns the provider's keys, fetched at most `age` seconds ago.
async fn keys(app: &App, address: &str, age: i64) -> Result<Rc<Fetched<KeySet>>, ApiError> {
    if let Some(cached) = KEYS.with(|cache| cache.get(app.now, age))
        && cached.address == address
    {
        return Ok(cached);
    }
    let document = KeySet::read(&fetch::document(address).await?)
        .ok_or_else(|| ApiError::Internal("the provider's keys can't be read".into()))?;
    let fetched = Fetched { address: address.to_owned(), document };
    Ok(KEYS.with(|cache| cache.set(app.now, fetched)))
}
