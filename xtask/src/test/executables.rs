//! The test programs of the crate `tests`, built once and then run without cargo.
//!
//! Cargo locks its target folder while it compiles. Programs that run by themselves don't wait for
//! the checks that compile in the background.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{process, project, tools};

/// The crate that the programs are built from.
const PACKAGE: &str = "tests";

/// The built programs, by their test target.
pub(super) struct Executables(BTreeMap<String, PathBuf>);

impl Executables {
    /// Builds the programs of the test targets.
    pub(super) fn build(targets: &[&str]) -> Result<Self> {
        let mut cargo = tools::cargo();
        cargo.args(["test", "--no-run", "--message-format", "json-render-diagnostics"]);
        cargo.args(["--package", PACKAGE]);
        for target in targets {
            cargo.args(["--test", target]);
        }
        let messages = process::output(&mut cargo)?;
        Ok(Self(messages.lines().filter_map(program).collect()))
    }

    /// Returns the command that starts a target's program as `cargo test` does.
    pub(super) fn command(&self, target: &str) -> Result<Command> {
        let program = self.0.get(target).with_context(|| format!("cargo built no `{target}`"))?;
        let folder = project::root().join(PACKAGE);
        let mut command = tools::command(program);
        command.current_dir(&folder).env("CARGO_MANIFEST_DIR", &folder);
        Ok(command)
    }
}

/// Returns the test target and the program that one of cargo's messages announces.
fn program(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    if !message["target"]["kind"].as_array()?.iter().any(|kind| kind == "test") {
        return None;
    }
    let path = Path::new(message["executable"].as_str()?);
    Some((message["target"]["name"].as_str()?.to_owned(), path.to_path_buf()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_target_is_found_among_cargos_messages() {
        let message = r#"{"reason":"compiler-artifact","target":{"kind":["test"],"name":"http"},"executable":"/target/http-1"}"#;
        assert_eq!(program(message), Some(("http".to_owned(), PathBuf::from("/target/http-1"))));
        let library = r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"tests"},"executable":null}"#;
        assert_eq!(program(library), None);
        assert_eq!(program("not JSON"), None);
    }
}
