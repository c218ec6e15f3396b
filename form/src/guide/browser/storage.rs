//! Storage on this device: IndexedDB, through idb-keyval. A browser without IndexedDB, or without
//! room, stores nothing.
//!
//! Bytes are stored as array buffers, since one browser engine refuses blobs there.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{
    JsCast, JsValue,
    prelude::{Closure, wasm_bindgen},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

#[wasm_bindgen(module = "idb-keyval")]
extern "C" {
    #[wasm_bindgen(js_name = createStore, catch)]
    fn create_store(database: &str, store: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = get, catch)]
    fn read(key: &str, store: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = set, catch)]
    fn write(key: &str, value: &JsValue, store: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = update, catch)]
    fn update(key: &str, updater: &JsValue, store: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = del, catch)]
    fn delete(key: &str, store: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = keys, catch)]
    fn all_keys(store: &JsValue) -> Result<Promise, JsValue>;
}

thread_local! {
    static STORE: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Error of a write: the browser has no room, or stores nothing at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotKept;

fn store() -> Result<JsValue, NotKept> {
    if let Some(store) = STORE.with_borrow(Clone::clone) {
        return Ok(store);
    }
    let store = create_store("sawtak", "kept").map_err(|_| NotKept)?;
    STORE.set(Some(store.clone()));
    Ok(store)
}

/// Awaits the outcome of a call. A browser that stores nothing may fail at once or later.
async fn outcome(promise: Result<Promise, JsValue>) -> Result<JsValue, NotKept> {
    JsFuture::from(promise.map_err(|_| NotKept)?).await.map_err(|_| NotKept)
}

/// Reads the value of a key.
pub(crate) async fn get(key: &str) -> Option<JsValue> {
    let value = outcome(read(key, &store().ok()?)).await.ok()?;
    (!value.is_undefined()).then_some(value)
}

/// Stores a value under a key.
pub(crate) async fn set(key: &str, value: &JsValue) -> Result<(), NotKept> {
    outcome(write(key, value, &store()?)).await.map(drop)
}

/// Sets a member of the object under a key.
///
/// # Errors
///
/// Fails if the key was removed in the meantime; it stays removed.
pub(crate) async fn note(key: &str, name: &'static str, value: JsValue) -> Result<(), NotKept> {
    let is_kept = Rc::new(Cell::new(false));
    let found = is_kept.clone();
    let updater = Closure::once_into_js(move |kept: JsValue| {
        found.set(kept.is_object());
        let _ = Reflect::set(&kept, &name.into(), &value);
        kept
    });
    outcome(update(key, &updater, &store()?)).await?;
    if !is_kept.get() {
        remove(key).await;
        return Err(NotKept);
    }
    Ok(())
}

/// Removes all keys with this prefix.
pub(crate) async fn remove_all(beginning: &str) {
    for key in keys(beginning).await {
        remove(&key).await;
    }
}

/// Removes a key.
pub(crate) async fn remove(key: &str) {
    if let Ok(store) = store() {
        let _ = outcome(delete(key, &store)).await;
    }
}

/// Returns the keys with this prefix.
pub(crate) async fn keys(beginning: &str) -> Vec<String> {
    let Ok(store) = store() else { return Vec::new() };
    let keys = outcome(all_keys(&store))
        .await
        .ok()
        .and_then(|keys| keys.dyn_into::<Array>().ok())
        .unwrap_or_default();
    keys.iter().filter_map(|key| key.as_string()).filter(|key| key.starts_with(beginning)).collect()
}

/// Creates an object with these members.
pub(crate) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Returns a member of an object; undefined if it has none of this name.
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Returns a member that is a string; empty if it isn't.
pub(crate) fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_default()
}

/// Returns the elements of a member that is an array; empty if it isn't.
pub(crate) fn list(object: &JsValue, name: &str) -> Vec<JsValue> {
    member(object, name).dyn_into::<Array>().map(|list| list.iter().collect()).unwrap_or_default()
}

/// Packs a file into an object that can be stored.
pub(crate) async fn packed(blob: &Blob, name: &str, origin: &str) -> Option<JsValue> {
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(object(&[
        ("name", name.into()),
        ("origin", origin.into()),
        ("type", blob.type_().into()),
        ("bytes", bytes),
    ]))
}

/// Unpacks a stored file.
pub(crate) fn unpacked(kept: &JsValue) -> Option<Blob> {
    blob_of(&Array::of1(&member(kept, "bytes")), &text(kept, "type"))
}

/// Joins parts into a blob of this media type.
pub(crate) fn blob_of(parts: &Array, media_type: &str) -> Option<Blob> {
    let options = object(&[("type", media_type.into())]);
    Blob::new_with_blob_sequence_and_options(parts, options.unchecked_ref()).ok()
}
