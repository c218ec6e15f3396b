//! Work instead of a riddle: when the edge is flooded it asks each page for a number that takes
//! some computing to find.
//!
//! The search is a script of its own, `embed/proof.js`, which most visitors never load; only a
//! script can load another.

use std::cell::OnceCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

thread_local! {
    /// Function that finds a proof: it takes a challenge and promises the header `Proof`.
    static PROVER: OnceCell<Function> = const { OnceCell::new() };
}

/// From now on this finds the proofs.
pub(crate) fn by(prover: Function) {
    // A second one would be the same.
    let _ = PROVER.with(|place| place.set(prover));
}

/// The proof that an answer asks for, as the header `Proof` has it; none if it asks for none.
pub(crate) async fn found(response: &Response) -> Option<String> {
    let problem = JsFuture::from(response.json().ok()?).await.ok()?;
    let challenge = Reflect::get(&problem, &"challenge".into()).ok().filter(JsValue::is_object)?;
    let promise = PROVER.with(|place| place.get()?.call1(&JsValue::NULL, &challenge).ok())?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.ok()?.as_string()
}
