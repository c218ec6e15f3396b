//! The writer of spreadsheets: one Wasm file and the glue that loads it.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    build::{Grade, raw_module, wasm_opt::FEATURES},
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// The files that a browser loads to make a spreadsheet.
pub(super) struct Spreadsheet {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
}

pub(super) fn build(tools: &Tools, grade: Grade) -> Result<Spreadsheet> {
    let raw = raw_module(grade, "spreadsheet")?;
    let folder = project::work().join("spreadsheet");
    let (glue, wasm) = (folder.join("spreadsheet.js"), folder.join("spreadsheet_bg.wasm"));
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&project::root().join("package-lock.json"))?
        .file(&tools.wasm_bindgen)?
        .text(grade.as_str())
        .text(include_str!("spreadsheet.rs"))
        .text(include_str!("wasm_opt.rs"));
    unless_unchanged(&project::work().join("spreadsheet.stamp"), &glue, inputs, || {
        note("wasm-bindgen, wasm-opt and esbuild on the writer of spreadsheets");
        let bound = project::work().join("spreadsheet-bindgen");
        let _ = fs::remove_dir_all(&bound);
        process::run(
            tools::command(&tools.wasm_bindgen)
                .args(["--target", "web", "--no-typescript", "--out-name", "spreadsheet"])
                .arg("--out-dir")
                .args([&bound, &raw]),
        )?;
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        process::run(
            tools::command("wasm-opt")
                .args(grade.passes())
                .args(["--strip-debug", "--strip-producers"])
                .args(FEATURES)
                .arg(bound.join("spreadsheet_bg.wasm"))
                .arg("-o")
                .arg(&wasm),
        )?;
        process::run(
            tools::command("esbuild")
                .arg(bound.join("spreadsheet.js"))
                .args(["--minify", "--format=esm", "--target=es2021", "--log-level=warning"])
                .arg(format!("--outfile={}", glue.display())),
        )
    })?;
    Ok(Spreadsheet { glue, wasm })
}
