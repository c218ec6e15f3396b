//! Web Lock, exclusive among all open pages of an origin. The browser releases it when the page
//! that holds it ends.

use js_sys::{Function, Promise};
use wasm_bindgen::{
    JsValue,
    prelude::{Closure, wasm_bindgen},
};
use wasm_bindgen_futures::JsFuture;

use super::storage::object;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, options: &JsValue, work: &JsValue) -> Result<Promise, JsValue>;
}

/// Lock that is held until it is dropped.
pub(crate) struct WebLock {
    release: Option<Function>,
}

impl WebLock {
    /// Takes the lock of this name; `None` if another page holds it. A page without HTTPS has no
    /// Web Locks, and proceeds without.
    pub(crate) async fn take(name: &str) -> Option<Self> {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let answer = Promise::new(&mut |resolve, _| {
            let (held, told) = (held.clone(), resolve.clone());
            let work = Closure::once_into_js(move |lock: JsValue| -> JsValue {
                let _ = told.call1(&JsValue::UNDEFINED, &lock);
                if lock.is_null() { lock } else { held.into() }
            });
            if request(name, &object(&[("ifAvailable", JsValue::TRUE)]), &work).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        let is_taken = JsFuture::from(answer).await.is_ok_and(|lock| lock.is_null());
        (!is_taken).then_some(Self { release })
    }
}

impl Drop for WebLock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}
