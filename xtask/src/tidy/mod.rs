//! `cargo xtask tidy`: the house rules that no compiler knows, each with its reason.

mod domain;
mod functions;
mod sources;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{fingerprint::files_below, project};

const CRATES: [&str; 8] =
    ["domain", "form", "widget", "console", "edge", "demo-site", "tests", "xtask"];

/// A file of ours, by its path from the root.
pub(crate) struct Source {
    path: String,
    text: String,
}

pub(crate) fn run() -> Result<()> {
    check()?;
    println!("tidy: the house rules hold");
    Ok(())
}

pub(crate) fn check() -> Result<()> {
    let sources = sources()?;
    let mut problems = sources::check(&sources);
    problems.extend(domain::check(&project::root())?);
    for name in ["form", "console"] {
        problems.extend(words::check(name, &sources)?);
    }
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    if !problems.is_empty() {
        bail!("{} house rules broken: see above", problems.len());
    }
    Ok(())
}

/// All Rust and JavaScript of the project's crates.
fn sources() -> Result<Vec<Source>> {
    let root = project::root();
    let mut files: Vec<PathBuf> = Vec::new();
    for name in CRATES {
        files.extend(files_below(&root.join(name))?);
    }
    let mut sources = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        let ours = has_extension(&path, "rs") || has_extension(&path, "js");
        if ours && !path.starts_with("edge/build/") {
            sources.push(Source { text: fs::read_to_string(&file)?, path });
        }
    }
    Ok(sources)
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}
