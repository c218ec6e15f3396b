//! The tools that must be installed, their versions, and the commands that start them.

pub(crate) mod binaries;
pub(crate) mod debian;
pub(crate) mod npm;
pub(crate) mod python;
mod rust;
pub(crate) mod schemathesis;

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use anyhow::Result;

use crate::project;

/// The cargo tools that a build needs, installed.
pub(crate) struct Tools {
    pub(crate) wasm_bindgen: PathBuf,
    pub(crate) worker_build: PathBuf,
    pub(crate) wasm_split: PathBuf,
}

/// Installs the Rust target that browsers and the edge are compiled for, unless it is there.
pub(crate) fn require_target() -> Result<()> {
    rust::require_wasm_target()
}

/// Installs what is missing; takes no time when nothing is.
pub(crate) fn install() -> Result<Tools> {
    require_target()?;
    npm::install()?;
    let [wasm_bindgen, wasm_split, worker_build] = binaries::for_builds()?;
    Ok(Tools { wasm_bindgen, worker_build, wasm_split })
}

/// Returns a command that finds the project's own Node tools before the machine's.
pub(crate) fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    let own = project::root().join("node_modules/.bin");
    let rest = env::var_os("PATH").unwrap_or_default();
    if let Ok(path) = env::join_paths(std::iter::once(own).chain(env::split_paths(&rest))) {
        command.env("PATH", path);
    }
    // These variables describe xtask, not the child. Build scripts that read them would run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO_BIN_NAME"
            || text == "CARGO_CRATE_NAME"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Returns the cargo that runs this program.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns wrangler, without telemetry and without requests to Cloudflare at start.
pub(crate) fn wrangler() -> Command {
    let mut command = command("wrangler");
    command.envs([
        ("WRANGLER_SEND_METRICS", "false"),
        ("WRANGLER_SEND_ERROR_REPORTS", "false"),
        ("WRANGLER_HIDE_BANNER", "true"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
    ]);
    command
}
