//! AES-256-GCM sealing of contacts, and the keyring that it uses.
//!
//! Services, the store's rows and the OIDC signature check use it. Web Crypto does the arithmetic.
//! Nothing here knows the store, HTTP or the application's state, and no key may be logged.

pub(crate) mod keyring;
pub(crate) mod public_key;
pub(crate) mod seal;
