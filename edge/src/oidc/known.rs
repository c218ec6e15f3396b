//! What is known of the provider, kept for an hour: its discovery document and its keys. A key that isn't known is asked for at once, since
//! the provider may have changed its keys, though not again and again.

use std::{cell::RefCell, rc::Rc};

use domain::{
    Timestamp,
    access::oidc::{
        discovery::Discovery,
        id_token::Signed,
        keys::{Key, KeySet},
    },
};

use super::fetch;
use crate::{config::Provider, error::ApiError, state::App};

/// How long what is known is good for, in seconds.
const AGE: i64 = 60 * 60;

/// How soon the keys are asked for again, in seconds.
const PAUSE: i64 = 30;

/// Something, where it came from, and when.
type Kept<T> = RefCell<Option<(Timestamp, String, Rc<T>)>>;

thread_local! {
    static DISCOVERY: Kept<Discovery> = const { RefCell::new(None) };
    static KEYS: Kept<KeySet> = const { RefCell::new(None) };
}

/// What was had from this address within so many seconds.
fn kept<T>(
    place: &'static std::thread::LocalKey<Kept<T>>,
    app: &App,
    address: &str,
    seconds: i64,
) -> Option<Rc<T>> {
    let kept = place.with_borrow(Clone::clone);
    let fresh = kept.filter(|(since, from, _)| {
        from == address && (app.now.as_second() - since.as_second()).abs() < seconds
    });
    fresh.map(|(_, _, it)| it)
}

/// What the provider says of itself.
pub(super) async fn discovery(app: &App, provider: &Provider) -> Result<Rc<Discovery>, ApiError> {
    let address = Discovery::address(&provider.issuer);
    if let Some(known) = kept(&DISCOVERY, app, &address, AGE) {
        return Ok(known);
    }
    let read = Discovery::read(&fetch::document(&address).await?, &provider.issuer);
    let read = Rc::new(read.map_err(|error| ApiError::Internal(error.to_string()))?);
    DISCOVERY.set(Some((app.now, address, Rc::clone(&read))));
    Ok(read)
}

/// The key that a token says it was signed with.
pub(super) async fn key_of(
    app: &App,
    discovery: &Discovery,
    token: &Signed,
) -> Result<Option<Key>, ApiError> {
    for age in [AGE, PAUSE] {
        let key = keys(app, &discovery.jwks_uri, age).await?.key_of(token);
        if key.is_some() {
            return Ok(key);
        }
    }
    Ok(None)
}

/// The provider's keys, as they were so many seconds ago or later.
async fn keys(app: &App, address: &str, age: i64) -> Result<Rc<KeySet>, ApiError> {
    if let Some(known) = kept(&KEYS, app, address, age) {
        return Ok(known);
    }
    let read = KeySet::read(&fetch::document(address).await?);
    let read = Rc::new(
        read.ok_or_else(|| ApiError::Internal("the provider's keys can't be read".into()))?,
    );
    KEYS.set(Some((app.now, address.to_owned(), Rc::clone(&read))));
    Ok(read)
}
