//! The widget: one Wasm file and the glue that loads it, as small as the tools make them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    build::{
        Grade,
        compact_glue::compact,
        glue, raw_module, shorten_names, silent_panics,
        wasm_opt::{FEATURES, SMALLER},
    },
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// The style sheet of the form's later steps, which is part of the widget.
const LATER: &str = "form/src/later.css";

/// The files that a browser loads to run the widget.
pub(crate) struct Widget {
    pub(crate) glue: PathBuf,
    pub(crate) wasm: PathBuf,
}

pub(crate) fn build(tools: &Tools, grade: Grade) -> Result<Widget> {
    let raw = raw_module(grade, "widget")?;
    let folder = project::work().join("widget");
    let widget = Widget { glue: folder.join("widget.js"), wasm: folder.join("widget_bg.wasm") };
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&project::root().join("package-lock.json"))?
        .file(&project::root().join("widget/embed/engine.js"))?
        .file(&project::root().join(LATER))?
        .file(&tools.wasm_bindgen)?
        .text(grade.as_str())
        .text(include_str!("widget.rs"))
        .text(include_str!("wasm_opt.rs"))
        .text(include_str!("glue.rs"))
        .text(include_str!("grade.rs"))
        .text(include_str!("shorten_names.rs"))
        .text(include_str!("compact_glue.rs"))
        .text(include_str!("silent_panics.rs"));
    unless_unchanged(&project::work().join("widget.stamp"), &widget.glue, inputs, || {
        note("wasm-bindgen, wasm-opt and esbuild on the widget (half a minute)");
        shrink(tools, grade, &raw, &widget)
    })?;
    Ok(widget)
}

/// Builds the widget's Wasm with function names, otherwise as small as the served one.
pub(crate) fn named(tools: &Tools) -> Result<PathBuf> {
    build(tools, Grade::Served)?;
    let named = project::work().join("widget-named.wasm");
    process::run(
        tools::command("wasm-opt")
            .args(SMALLER)
            .args(["--debuginfo", "--strip-producers"])
            .args(FEATURES)
            .arg(project::work().join("widget-bindgen/silent.wat"))
            .arg("-o")
            .arg(&named),
    )?;
    Ok(named)
}

fn shrink(tools: &Tools, grade: Grade, raw: &Path, widget: &Widget) -> Result<()> {
    let folder = project::work().join("widget-bindgen");
    let _ = fs::remove_dir_all(&folder);
    process::run(
        tools::command(&tools.wasm_bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", "widget", "--out-dir"])
            .args([&folder, raw]),
    )?;
    if let Some(place) = widget.wasm.parent() {
        fs::create_dir_all(place).with_context(|| format!("cannot create {}", place.display()))?;
    }
    let rooted = folder.join("rooted.wasm");
    glue::drop_unused_exports(&folder, "widget", "")?;
    let silent = folder.join("silent.wat");
    silent_panics::silence_program(&rooted, &silent, &[])?;
    let names = process::output(
        tools::command("wasm-opt")
            .args(grade.passes())
            .args([
                "--strip-debug",
                "--strip-producers",
                "--minify-imports-and-exports-and-modules",
            ])
            .args(FEATURES)
            .arg(silent)
            .arg("-o")
            .arg(&widget.wasm),
    )?;
    let path = folder.join("widget.js");
    let short = shorten_names::Short::parse(&names)?;
    let glue = glue::without_unused(&fs::read_to_string(&path)?, |name| short.imports(name));
    let glue = glue::with_tests_by_tag(&glue::without_spare_parts(&glue))?;
    fs::write(&path, compact(&short.applied_to(&glue, "widget")?)?)?;
    // Beside what it imports. As a module, `import.meta.url` stays what it is.
    let entry = folder.join("engine.js");
    fs::copy(project::root().join("widget/embed/engine.js"), &entry)?;
    bundle(&project::root().join(LATER), &folder.join("later.css"), &[])?;
    bundle(&entry, &widget.glue, &["--format=esm", "--loader:.css=text"])
}

fn bundle(entry: &Path, bundled: &Path, options: &[&str]) -> Result<()> {
    process::run(
        tools::command("esbuild")
            .arg(entry)
            .args([
                "--bundle",
                "--minify",
                "--target=es2021",
                "--charset=utf8",
                "--log-level=warning",
            ])
            .args(options)
            .arg(format!("--outfile={}", bundled.display())),
    )
}
