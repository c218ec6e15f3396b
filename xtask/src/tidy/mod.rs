//! `cargo xtask tidy`: the house rules that no compiler knows, each in a file of its own.
//!
//! Each rule's file gives its reason, and a test that shows it failing. A rule reads files as text
//! and returns one message for each problem. It never changes a file.

mod cycles;
mod dependencies;
mod doc_opening;
mod domain_dependencies;
mod domain_wire;
mod event_insert;
mod extractors;
mod file_length;
mod folder_size;
mod function_length;
mod migrations;
mod module_doc;
mod prose_width;
mod rust_text;
mod sql;
mod words;

use std::{fs, path::Path};

use anyhow::{Result, bail};

use crate::{fingerprint::files_below, project};

const CRATES: [&str; 13] = [
    "domain",
    "words-build",
    "form",
    "pages",
    "widget",
    "console",
    "spreadsheet",
    "edge",
    "demo-site",
    "stand-ins",
    "tests",
    "xtask",
    "build-tools",
];

/// Folder of what web teams install on their side: no crate, but the same rules for its files.
const PACKAGES: &str = "packages";

/// Folders with one file of words for each language.
const WORDS: [&str; 13] = [
    "form/words",
    "pages/words",
    "pages/words/chat",
    "pages/words/embed_docs",
    "pages/words/figures",
    "pages/words/guide",
    "pages/words/me",
    "pages/words/open",
    "pages/words/report",
    "console/words",
    "console/words/entry",
    "console/words/case",
    "console/words/settings",
];

/// The output folder of worker-build, which lies among the sources.
const GENERATED: &str = "edge/build/";

/// A Rust, JavaScript or Markdown file of the project.
struct Source {
    /// From the project's root.
    path: String,
    text: String,
}

impl Source {
    #[cfg(test)]
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }

    /// Returns the folder of the crate.
    fn crate_name(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }
}

pub(crate) fn run() -> Result<()> {
    check()?;
    println!("tidy: the house rules hold");
    Ok(())
}

/// Prints every problem.
///
/// # Errors
///
/// Fails if there is a problem, or if a file can't be read.
pub(crate) fn check() -> Result<()> {
    let sources = sources()?;
    let mut problems = domain_dependencies::check(&project::root())?;
    problems.extend(dependencies::check(&project::root())?);
    problems.extend(migrations::check(&project::root())?);
    for source in &sources {
        problems.extend(module_doc::check(source));
        problems.extend(file_length::check(source));
        problems.extend(function_length::check(source));
        problems.extend(sql::check(source));
        problems.extend(extractors::check(source));
    }
    for source in sources.iter().chain(&documents()?) {
        problems.extend(prose_width::check(source));
    }
    problems.extend(event_insert::check(&sources));
    problems.extend(folder_size::check(&paths()?));
    problems.extend(doc_opening::check(&sources));
    problems.extend(cycles::check(&sources));
    problems.extend(domain_wire::check(&sources));
    for folder in WORDS {
        problems.extend(words::check(folder, &sources)?);
    }
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    if !problems.is_empty() {
        bail!("{} house rules broken: see above", problems.len());
    }
    Ok(())
}

/// Reads all Rust and JavaScript of the project's crates and packages.
fn sources() -> Result<Vec<Source>> {
    let root = project::root();
    let is_source = |path: &String| has_extension(path, "rs") || has_extension(path, "js");
    let read = |path: String| Ok(Source { text: fs::read_to_string(root.join(&path))?, path });
    paths()?.into_iter().filter(is_source).map(read).collect()
}

/// Reads the Markdown files of the root, of the folder of documents and of the crates.
fn documents() -> Result<Vec<Source>> {
    let root = project::root();
    let mut paths = paths()?;
    for folder in [&root, &root.join("docs")] {
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path().strip_prefix(&root)?.to_string_lossy().into_owned());
        }
    }
    let read = |path: String| Ok(Source { text: fs::read_to_string(root.join(&path))?, path });
    paths.into_iter().filter(|path| has_extension(path, "md")).map(read).collect()
}

/// Returns the paths of all files of the project's crates and packages.
fn paths() -> Result<Vec<String>> {
    let root = project::root();
    let mut paths = Vec::new();
    for name in CRATES.into_iter().chain([PACKAGES]) {
        for file in files_below(&root.join(name))? {
            paths.push(file.strip_prefix(&root)?.to_string_lossy().into_owned());
        }
    }
    paths.retain(|path| !path.starts_with(GENERATED));
    Ok(paths)
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}
