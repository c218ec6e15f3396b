//! The platform's cache of a data centre (Cache API). It may forget at any time, and holds nothing
//! on some addresses, such as those under workers.dev.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/platform/platform.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn recall(key: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn keep(key: &str, text: &str, seconds: f64) -> Result<JsValue, JsValue>;
}

/// Returns the text under a key, which is a URL; `None` if there is none or the cache fails.
pub(crate) async fn get(key: &str) -> Option<String> {
    recall(key).await.ok()?.as_string()
}

/// Stores a text for some seconds. A failure is ignored: whoever asks reads the source.
pub(crate) async fn put(key: &str, text: &str, seconds: i64) {
    #[expect(clippy::cast_precision_loss, reason = "minutes, not millennia")]
    let seconds = seconds as f64;
    let _ = keep(key, text, seconds).await;
}
