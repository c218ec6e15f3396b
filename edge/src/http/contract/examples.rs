//! Example of each body in JSON. `tests/http/systems/contract_examples.rs` sends them.

use serde_json::{Value, json};

/// Returns the example of an operation's body, by its id.
pub(super) fn of(operation: &str) -> Option<Value> {
    Some(match operation {
        "ask_assistant" => json!({
            "text": "The parking machine ate my coins.",
            "language": "en",
            "entity": "rta",
            "service": null,
        }),
        "submit_participation" => json!({
            "kind": "complaint",
            "entity": "rta",
            "service": "parking",
            "language": "en",
            "text": "The machine at the corner kept my card.",
            "suggestion": "Empty it once a day.",
            "contact": { "name": "Salma", "email": "salma@example.org", "phone": "+971501234567" },
            "place": { "latitude": 25.2048, "longitude": 55.2708, "address": "At gate 4" },
            "page": "https://rta.example/parking",
            "mood": "unhappy",
            "elapsed_ms": 48000,
        }),
        "write_message" => json!({ "text": "It was at gate 4." }),
        "withdraw_participation" => json!({ "reason": "It works again." }),
        "reopen_participation" => json!({ "reason": "It is broken again." }),
        "classify_participation" => json!({ "kind": "complaint", "entity": "rta" }),
        "rate_participation" => json!({ "rating": "happy", "comment": "Quick and kind." }),
        "correct_contact" => json!({ "email": "salma@example.org", "name": "Salma" }),
        "act_on_case" => json!({
            "action": "answer",
            "text": "The machine is repaired, and your card is at the desk.",
            "outcome": "upheld",
        }),
        "make_key" => json!({ "name": "City app", "scopes": ["cases", "figures"] }),
        _ => return None,
    })
}
