//! Calls that the page began while the Wasm was still loading (`console/start.js`).

use js_sys::{Map, Promise, Reflect};
use wasm_bindgen::JsCast;

use super::page::window;

/// Name of the window's map from addresses to promises of responses.
const CALLS: &str = "sawtakCalls";

/// Takes the promise of a response, so that another call for the same address asks anew.
pub(super) fn take(address: &str) -> Option<Promise> {
    let calls: Map = Reflect::get(&window(), &CALLS.into()).ok()?.dyn_into().ok()?;
    let key = address.into();
    let promise: Promise = calls.get(&key).dyn_into().ok()?;
    calls.delete(&key);
    Some(promise)
}
