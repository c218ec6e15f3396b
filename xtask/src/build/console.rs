//! The console: one Wasm file and the glue that starts it.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{
    build::{
        raw_console, silent_panics,
        wasm_opt::{FEATURES, SMALLER},
    },
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// Runs as soon as the page names it.
const ENTRY: &str = "import init from \"./console.js\";\ninit();\n";

/// The files that a browser loads to run the console.
pub(super) struct Console {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
}

pub(super) fn build(tools: &Tools) -> Result<Console> {
    let raw = raw_console()?;
    let folder = project::work().join("console");
    let console = Console { glue: folder.join("console.js"), wasm: folder.join("console_bg.wasm") };
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&project::root().join("package-lock.json"))?
        .text(&project::locked_version("wasm-bindgen")?)
        .text(include_str!("console.rs"))
        .text(include_str!("wasm_opt.rs"))
        .text(include_str!("silent_panics.rs"));
    unless_unchanged(&project::work().join("console.stamp"), &console.glue, inputs, || {
        note("wasm-bindgen, wasm-opt and esbuild on the console (a minute)");
        let bound = project::work().join("console-bindgen");
        let _ = fs::remove_dir_all(&bound);
        fs::create_dir_all(&folder)?;
        process::run(
            tools::command(&tools.wasm_bindgen)
                .args(["--target", "web", "--no-typescript", "--out-name", "console", "--out-dir"])
                .args([&bound, &raw]),
        )?;
        let silent = bound.join("silent.wat");
        silent_panics::silence(&bound.join("console_bg.wasm"), &silent)?;
        process::run(
            tools::command("wasm-opt")
                .args(SMALLER)
                .args(["--strip-debug", "--strip-producers"])
                .args(FEATURES)
                .arg(silent)
                .arg("-o")
                .arg(&console.wasm),
        )?;
        let entry = bound.join("start.js");
        fs::write(&entry, ENTRY)?;
        process::run(
            tools::command("esbuild")
                .arg(entry)
                .args([
                    "--bundle",
                    "--minify",
                    "--format=esm",
                    "--target=es2022",
                    "--log-level=warning",
                ])
                .arg(format!("--outfile={}", console.glue.display())),
        )
    })?;
    Ok(console)
}
