//! Random bytes of the browser.

use domain::intake::idempotency::IdempotencyKey;

use super::page::window;

/// Draws a key for a call that is to be taken once; `None` in a browser without random bytes.
pub(crate) fn idempotency_key() -> Option<IdempotencyKey> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(IdempotencyKey::draw(bytes))
}
