//! Client for TypeScript (`packages/client`): its story, which `tsc` checks against the contract's
//! types, runs against the edge.

use std::path::Path;

use serde_json::{Value, json};
use tests::server;
use tokio::process::Command;

#[tokio::test]
async fn the_client_sends_writes_and_looks_up() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(tests.join("../node_modules/.bin/node"))
        .arg(tests.join("../packages/client/test/story.ts"))
        .arg(server::edge())
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["reference"].is_string(), "{told}");
    assert_eq!(told["repeated"], told["reference"]);
    assert_eq!(
        json!([told["written"], told["stage"], told["refused"]]),
        json!([201, "received", 400]),
        "{told}"
    );
}
