//! Open311 by clients of others: what they create, they find again in both formats.

use std::{env, path::Path, process::Command};

use domain::reference::Reference;
use serde_json::Value;
use tests::{client::Visitor, server};

use super::open311::key_of;

/// Runs the clients, and returns what they found.
fn run(key: &str) -> Value {
    let python = env::var("SAWTAK_TEST_OPEN311").unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("open311_clients.py");
    let endpoint = format!("{}/open311/v2", server::edge());
    let output = Command::new(python).arg(script).args([&endpoint, "rta", key]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_others_create_and_read_requests() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let found = tokio::task::spawn_blocking(move || run(&key)).await.unwrap();
    let created: Vec<Reference> = found["created"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| Reference::parse(id.as_str().unwrap()).unwrap())
        .collect();
    let [by_civicbot, by_three] = created[..] else { panic!("{found}") };
    for reference in [by_civicbot, by_three] {
        assert_eq!(Visitor::new().status(reference).await.entity, "rta");
    }
    assert_eq!(found["civicbot"], found["created"][0]);
    assert_eq!([&found["three"], &found["token"]], [&found["created"][1]; 2]);
    for format in ["json", "xml"] {
        assert_eq!(found[format]["request"], found["created"][0], "{format}");
        assert_eq!(found[format]["listed"], true, "{format}");
    }
}
