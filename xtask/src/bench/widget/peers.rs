//! The widgets to compare with, built from npm, and a server in place of their vendors' servers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    fingerprint::{Inputs, files_below, unless_unchanged},
    process,
    progress::note,
    project, tools,
};

/// The scripts to bundle, each from the file of its name.
const SCRIPTS: [&str; 5] = ["floor", "sentry", "sentry-modal", "sentry-screenshot", "posthog"];

/// Scripts that the vendor publishes as a bundle.
const READY: [&str; 1] = ["posthog-js/dist/surveys.js"];

/// Builds what isn't yet, and returns the folder of it.
pub(super) fn build() -> Result<PathBuf> {
    let folder = project::work().join("peers");
    let inputs = Inputs::default().files(&files_below(&sources())?)?.text(include_str!("peers.rs"));
    unless_unchanged(
        &project::work().join("peers.stamp"),
        &folder.join("posthog.js"),
        inputs,
        || {
            note("installing and bundling the peers (half a minute, once)");
            install(&folder)?;
            for script in SCRIPTS {
                bundle(script, &folder)?;
            }
            READY.iter().try_for_each(|path| copy(&folder.join("node_modules").join(path), &folder))
        },
    )?;
    Ok(folder)
}

/// The server of the peers on this port.
pub(super) fn server(port: u16, built: &Path) -> Command {
    let mut command = tools::command("node");
    command.arg(sources().join("serve.mjs")).arg(port.to_string()).arg(built);
    command
}

fn sources() -> PathBuf {
    project::root().join("tests/bench/peers")
}

/// Not beside their sources: the house rules read what lies there.
fn install(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        copy(&sources().join(name), folder)?;
    }
    let mut npm = tools::command("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        .current_dir(folder);
    process::run(&mut npm).context("the peers could not be installed: check the connection to the npm registry, then start again")
}

fn bundle(script: &str, folder: &Path) -> Result<()> {
    process::run(
        tools::command("esbuild")
            .arg(sources().join(format!("{script}.js")))
            .args([
                "--bundle",
                "--minify",
                "--format=iife",
                "--target=es2020",
                "--log-level=warning",
            ])
            .arg(format!("--outfile={}", folder.join(format!("{script}.js")).display()))
            .env("NODE_PATH", folder.join("node_modules")),
    )
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().context("a file without a name")?;
    fs::copy(file, folder.join(name))
        .map(drop)
        .with_context(|| format!("cannot copy {}", file.display()))
}
