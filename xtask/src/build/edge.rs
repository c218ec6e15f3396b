//! The edge: worker-build turns the crate into the module that wrangler.toml names.

use std::path::Path;

use anyhow::Result;

use crate::{
    build::{Grade, compile, raw, wasm_opt::FEATURES, without_folders},
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// The profile of the served edge.
const PROFILE: &str = "release";

/// Compiles the edge, which needs no tool but the compiler.
pub(super) fn compile_only(grade: Grade) -> Result<()> {
    compile(grade.profile(PROFILE), "edge", &flags(grade), &[])
}

fn flags(grade: Grade) -> String {
    grade.flags(without_folders(""))
}

pub(crate) fn build(tools: &Tools, grade: Grade) -> Result<()> {
    compile_only(grade)?;
    let profile = grade.profile(PROFILE);
    let raw = raw(profile, "edge");
    let root = project::root();
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&root.join("edge/Cargo.toml"))?
        .file(&root.join("package-lock.json"))?
        .file(&tools.wasm_bindgen)?
        .text(&project::locked_version("worker")?)
        .text(grade.as_str())
        .text(include_str!("edge.rs"))
        .text(include_str!("wasm_opt.rs"));
    unless_unchanged(
        &project::work().join("edge.stamp"),
        &root.join("edge/build/index.js"),
        inputs,
        || {
            note("worker-build on the edge (half a minute)");
            let binaries = root.join("node_modules/.bin");
            process::run_quietly(
                tools::command(&tools.worker_build)
                    // Its own pass of wasm-opt keeps the names of functions.
                    .args(["--profile", profile, "--no-opt"])
                    .current_dir(root.join("edge"))
                    .env("RUSTFLAGS", flags(grade))
                    // Named here, or worker-build would download its own.
                    .env("WASM_BINDGEN_BIN", &tools.wasm_bindgen)
                    .env("ESBUILD_BIN", binaries.join("esbuild")),
            )?;
            if grade == Grade::Served {
                shrink(&root.join("edge/build/index_bg.wasm"))?;
            }
            Ok(())
        },
    )
}

/// Shrinks the worker's Wasm. A fifth of the compiler's is names of functions, which count towards
/// the size that the platform limits.
fn shrink(wasm: &Path) -> Result<()> {
    process::run(
        tools::command("wasm-opt")
            .args(FEATURES)
            // The glue catches what JavaScript throws.
            .arg("--enable-exception-handling")
            .args(["--low-memory-unused", "-Oz", "--reorder-functions-by-name"])
            .args(["--strip-debug", "--strip-producers"])
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}
