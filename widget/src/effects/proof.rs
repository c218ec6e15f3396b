//! Work instead of a riddle: when the edge is flooded it asks each page for a number that takes some computing to find.
//!
//! The search goes on in small portions between which the page breathes. A thread of its own would need a policy that many pages don't have.

use domain::proof::solve;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::clock;

/// How long one portion may take, in milliseconds: half of what a screen gives one picture.
const PORTION: f64 = 8.0;

/// How many numbers are tried between two looks at the clock.
const STRIDE: u64 = 64;

/// The proof that an answer asks for, as the header `Proof` has it; none if it asks for none.
pub(crate) async fn found(response: &Response) -> Option<String> {
    let problem = JsFuture::from(response.json().ok()?).await.ok()?;
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let challenge = member(&problem, "challenge").filter(JsValue::is_object)?;
    let token = member(&challenge, "token")?.as_string()?;
    // Casting saturates, and what would saturate could not be solved.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let difficulty = member(&challenge, "difficulty")?.as_f64()? as u8;
    let mut from = 0;
    loop {
        let began = clock::now();
        while clock::now() - began < PORTION {
            if let Some(number) = solve(&token, difficulty, from..from + STRIDE) {
                return Some(format!("{token}:{number}"));
            }
            from += STRIDE;
        }
        clock::sleep(0).await;
    }
}
