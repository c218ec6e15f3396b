//! Random bytes. `crypto.randomUUID` would be shorter, but pages without HTTPS don't have it.

/// Returns sixteen bytes of the browser's secure random source.
pub(crate) fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}
