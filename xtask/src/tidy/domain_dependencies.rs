//! The rule that `domain` depends on nothing that does I/O or draws random numbers.

use std::{fs, path::Path};

use anyhow::{Context, Result};

const FOREIGN: [&str; 7] =
    ["worker", "web-sys", "js-sys", "leptos", "wasm-bindgen", "getrandom", "rand"];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let manifest = fs::read_to_string(root.join("domain/Cargo.toml"))?;
    let manifest: toml::Table = manifest.parse().context("domain/Cargo.toml cannot be read")?;
    Ok(foreign_in(&manifest))
}

fn foreign_in(manifest: &toml::Table) -> Vec<String> {
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let named =
        |name: &&str| dependencies.is_some_and(|dependencies| dependencies.contains_key(*name));
    FOREIGN
        .into_iter()
        .filter(named)
        .map(|name| {
            format!(
                "domain/Cargo.toml: depends on {name}; ids, time and I/O come in as arguments, so \
                 that every rule can be tested anywhere"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn domain_may_not_know_the_platform() {
        let manifest = "[dependencies]\nserde = \"1\"\nworker.workspace = true\n".parse().unwrap();
        assert_eq!(super::foreign_in(&manifest).len(), 1);
    }
}
