//! Databases with stored participations, cached below the target folder until their sources change.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::{
    fingerprint::{Inputs, unless_unchanged},
    process,
    progress::note,
    project,
    serve::database,
    tools,
};

/// A state folder with so many participations.
pub(in crate::bench) fn state(count: u64) -> Result<PathBuf> {
    let folder = project::work().join(format!("seeded-{count}"));
    let script = project::root().join("tests/bench/seed.mjs");
    let inputs = Inputs::default()
        .files(&database::sources()?)?
        .file(&script)?
        .text(include_str!("seeded.rs"));
    unless_unchanged(&folder.with_extension("stamp"), &references(&folder), inputs, || {
        let _ = fs::remove_dir_all(&folder);
        database::prepare(&folder)?;
        note(&format!("storing {count} participations (some minutes a million, once)"));
        let mut fill = tools::command("node");
        fill.arg("--no-warnings")
            .arg(&script)
            .arg(database::file(&folder)?)
            .arg(count.to_string())
            .arg(references(&folder));
        process::run(&mut fill)
    })?;
    Ok(folder)
}

/// Some of their references.
pub(super) fn references(folder: &Path) -> PathBuf {
    folder.join("references.txt")
}
