//! The edge: worker-build turns the crate into the module that wrangler.toml names.

use anyhow::Result;

use crate::{
    build::{compile, raw, without_folders},
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// Compiles the edge, which needs no tool but the compiler.
pub(super) fn compile_only() -> Result<()> {
    // With one type for all views it would be 36 KB larger (gzip).
    compile("release", "edge", &without_folders(""))
}

pub(crate) fn build(tools: &Tools) -> Result<()> {
    compile_only()?;
    let raw = raw("release", "edge");
    let root = project::root();
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&root.join("edge/Cargo.toml"))?
        .file(&root.join("package-lock.json"))?
        .text(&project::locked_version("wasm-bindgen")?)
        .text(&project::locked_version("worker")?)
        .text(include_str!("edge.rs"));
    unless_unchanged(
        &project::work().join("edge.stamp"),
        &root.join("edge/build/index.js"),
        inputs,
        || {
            note("worker-build on the edge (half a minute)");
            let binaries = root.join("node_modules/.bin");
            process::run_quietly(
                tools::command(&tools.worker_build)
                    .arg("--release")
                    .current_dir(root.join("edge"))
                    .env("RUSTFLAGS", without_folders(""))
                    // Named here, or worker-build would download its own.
                    .env("WASM_BINDGEN_BIN", &tools.wasm_bindgen)
                    .env("WASM_OPT_BIN", binaries.join("wasm-opt"))
                    .env("ESBUILD_BIN", binaries.join("esbuild")),
            )
        },
    )
}
