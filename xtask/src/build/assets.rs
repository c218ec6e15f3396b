//! The folder of static assets that wrangler serves: embed.js, the widget under a name that changes with its content, and the
//! edge's own files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    build::{
        widget::{self, Widget},
        words, write_if_new,
    },
    process, project,
    stamp::{Inputs, files_below, unless_unchanged},
    tools::{self, Tools},
};

pub(crate) fn folder() -> PathBuf {
    project::root().join("dist/assets")
}

pub(crate) fn build(tools: &Tools) -> Result<()> {
    let widget = widget::build(tools)?;
    let root = project::root();
    let inputs = Inputs::default()
        .files(&[widget.glue.clone(), widget.wasm.clone(), root.join("package-lock.json")])?
        .files(&files_below(&root.join("widget/embed"))?)?
        .files(&files_below(&root.join("form/words"))?)?
        .files(&files_below(&root.join("edge/assets"))?)?
        .text(include_str!("assets.rs"));
    let product = folder().join("embed.js");
    unless_unchanged(&project::work().join("assets.stamp"), &product, inputs, || assemble(&widget))
}

fn assemble(widget: &Widget) -> Result<()> {
    let root = project::root();
    let mut written = BTreeSet::new();
    let mut put = |name: &str, content: &[u8]| {
        let path = folder().join(name);
        write_if_new(&path, content)?;
        written.insert(path);
        anyhow::Ok(())
    };
    let engine = format!("w/{}", name_of(widget)?);
    put(&format!("{engine}/widget.js"), &fs::read(&widget.glue)?)?;
    put(&format!("{engine}/widget_bg.wasm"), &fs::read(&widget.wasm)?)?;
    put("embed.js", &embed(&format!("/{engine}/widget.js"))?)?;
    let own = root.join("edge/assets");
    for file in files_below(&own)? {
        let name = file.strip_prefix(&own)?.to_string_lossy().into_owned();
        let content = if file.extension().is_some_and(|kind| kind == "js") { minified(&file)? } else { fs::read(&file)? };
        put(&name, &content)?;
    }
    remove_others(&written)
}

/// The same content has the same name for ever, so browsers may keep it for ever.
fn name_of(widget: &Widget) -> Result<String> {
    let mut hash = Inputs::default().file(&widget.glue)?.file(&widget.wasm)?.hash();
    hash.truncate(16);
    Ok(hash)
}

fn embed(engine: &str) -> Result<Vec<u8>> {
    let root = project::root();
    let output = project::work().join("embed.js");
    let words = words::for_embed(&root.join("form/words"))?;
    process::run(
        tools::command("esbuild")
            .arg(root.join("widget/embed/embed.js"))
            .args(["--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--define:SAWTAK_ENGINE={}", serde_json::Value::from(engine)))
            .arg(format!("--define:SAWTAK_WORDS={words}"))
            .arg(format!("--outfile={}", output.display())),
    )?;
    Ok(fs::read(output)?)
}

fn minified(script: &Path) -> Result<Vec<u8>> {
    let output = project::work().join("minified.js");
    process::run(
        tools::command("esbuild")
            .arg(script)
            .args(["--minify", "--target=es2020", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--outfile={}", output.display())),
    )?;
    fs::read(&output).with_context(|| format!("esbuild wrote nothing for {}", script.display()))
}

fn remove_others(written: &BTreeSet<PathBuf>) -> Result<()> {
    for file in files_below(&folder())?.iter().filter(|file| !written.contains(*file)) {
        fs::remove_file(file)?;
        // Fails, and may, unless the folder is empty now.
        let _ = file.parent().map(fs::remove_dir);
    }
    Ok(())
}
