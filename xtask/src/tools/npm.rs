//! Node and the npm packages that package-lock.json pins, among them a Node new enough for
//! wrangler.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, progress::note, project, tools::command};

const OLDEST_NODE: u32 = 20;

pub(crate) fn install() -> Result<()> {
    let lock = fs::read_to_string(project::root().join("package-lock.json"))
        .context("package-lock.json is missing: restore it with git")?;
    if is_complete(&lock) {
        return Ok(());
    }
    require_node()?;
    note("installing the npm packages (about a minute, once)");
    process::run(command("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
        .context("the npm packages could not be installed: check the connection to the npm registry, then start again")
}

/// npm writes its own lock file into the folder last, so it tells of a whole installation.
fn is_complete(lock: &str) -> bool {
    let folder = project::root().join("node_modules");
    let installed = fs::read_to_string(folder.join(".package-lock.json"));
    folder.join(".bin/node").exists()
        && installed.is_ok_and(|installed| satisfies(lock, &installed))
}

fn satisfies(lock: &str, installed: &str) -> bool {
    let (Ok(lock), Ok(installed)) =
        (serde_json::from_str::<Value>(lock), serde_json::from_str::<Value>(installed))
    else {
        return false;
    };
    let Some(packages) = lock["packages"].as_object() else { return false };
    packages.iter().all(|(path, package)| {
        let found = &installed["packages"][path]["version"];
        // Optional ones are for other machines; the nameless one is the project itself.
        path.is_empty()
            || *found == package["version"]
            || (found.is_null() && package["optional"] == true)
    })
}

fn require_node() -> Result<()> {
    let advice = format!(
        "install Node {OLDEST_NODE} or newer with npm (https://nodejs.org, or your system's packages `nodejs` and `npm`)"
    );
    let version = process::output(command("node").arg("--version"))
        .with_context(|| format!("Node is missing: {advice}"))?;
    let major: Option<u32> =
        version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    process::output(command("npm").arg("--version"))
        .map(drop)
        .with_context(|| format!("npm is missing: {advice}"))
}

#[cfg(test)]
mod tests {
    use super::satisfies;

    #[test]
    fn an_installation_is_complete_when_every_needed_package_has_the_locked_version() {
        let lock = r#"{"packages":{"":{"name":"x"},"a":{"version":"1"},"b":{"version":"2","optional":true}}}"#;
        assert!(satisfies(lock, r#"{"packages":{"a":{"version":"1"}}}"#));
        assert!(!satisfies(lock, r#"{"packages":{"a":{"version":"2"}}}"#));
        assert!(!satisfies(lock, r#"{"packages":{"a":{"version":"1"},"b":{"version":"1"}}}"#));
        assert!(!satisfies(lock, ""));
    }
}
