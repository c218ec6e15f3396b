//! The Rust target that the widget and the edge are built for.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{process, progress::note, tools::command};

const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn require_wasm_target() -> Result<()> {
    if is_installed()? {
        return Ok(());
    }
    note("adding the Rust target wasm32-unknown-unknown (a minute at most, once)");
    process::run(command("rustup").args(["target", "add", TARGET]))
        .context("the Rust target wasm32-unknown-unknown is missing: run `rustup target add wasm32-unknown-unknown`, or install it the way Rust was installed")
}

fn is_installed() -> Result<bool> {
    let folder =
        process::output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
            .context(
                "rustc cannot be asked for its targets: install Rust 1.95 from https://rustup.rs",
            )?;
    Ok(Path::new(folder.trim()).is_dir())
}
