//! Databases that hold participations already, kept below the target folder until the tables or the way of filling them change.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    process, project,
    say::note,
    serve::database,
    stamp::{Inputs, unless_unchanged},
    tools,
};

/// A state folder with so many participations.
pub(super) fn state(count: u64) -> Result<PathBuf> {
    let folder = project::work().join(format!("seeded-{count}"));
    let script = project::root().join("tests/bench/seed.mjs");
    let inputs = Inputs::default().files(&database::sources()?)?.file(&script)?.text(include_str!("seeded.rs"));
    unless_unchanged(&folder.with_extension("stamp"), &references(&folder), inputs, || {
        let _ = fs::remove_dir_all(&folder);
        database::prepare(&folder)?;
        note(&format!("storing {count} participations (two minutes a million, once)"));
        let mut fill = tools::command("node");
        fill.arg("--no-warnings").arg(&script).arg(file(&folder)?).arg(count.to_string()).arg(references(&folder));
        process::run(&mut fill)
    })?;
    Ok(folder)
}

/// Some of their references.
pub(super) fn references(folder: &Path) -> PathBuf {
    folder.join("references.txt")
}

/// Where D1 lies on this machine.
fn file(state: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(state.join("v3/d1/miniflare-D1DatabaseObject"))?.flatten().map(|entry| entry.path());
    let is_database = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite") && !path.ends_with("metadata.sqlite");
    files.into_iter().find(is_database).context("wrangler has left no database")
}
