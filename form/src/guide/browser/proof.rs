//! Proof of work: under a flood of requests the edge asks each page for a number that takes some
//! computing to find.
//!
//! The search is a script of its own, `embed/proof.js`, which most visitors never load. Only a
//! script can load another, so the page's script hands over the function.

use std::cell::OnceCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

thread_local! {
    /// Function that promises the header `Proof` for a challenge.
    static PROVER: OnceCell<Function> = const { OnceCell::new() };
}

/// Sets the function that finds proofs.
pub(crate) fn by(prover: Function) {
    // A second function would be the same, so it is ignored.
    let _ = PROVER.with(|place| place.set(prover));
}

/// Finds the proof that a response asks for, as a value of the header `Proof`; `None` if it asks
/// for none.
pub(crate) async fn found(response: &Response) -> Option<String> {
    let problem = JsFuture::from(response.json().ok()?).await.ok()?;
    let challenge = Reflect::get(&problem, &"challenge".into()).ok().filter(JsValue::is_object)?;
    let promise = PROVER.with(|place| place.get()?.call1(&JsValue::NULL, &challenge).ok())?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.ok()?.as_string()
}
