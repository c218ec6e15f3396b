//! Static checks: formatting, lints, house rules, sizes.

use anyhow::Result;

use crate::{bench, build, process, project, test::tally::Tally, tidy, tools};

/// The edge, its pages, and the form as the edge has it.
pub(super) const RENDERING: [&str; 8] =
    ["--package", "edge", "--package", "pages", "--package", "form", "--features", "form/render"];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub(crate) fn run(tally: &mut Tally) {
    tally.check("rustfmt", || rustfmt(&[]));
    tally.check("rustfmt, build tools", || rustfmt(&["--manifest-path", "build-tools/Cargo.toml"]));
    tally.check("house rules (tidy)", tidy::check);
    tally.check("tools", || tools::install().map(drop));
    tally.check("npm package", npm_package);
    tally.check("TypeScript client", typescript_client);
    tally.check("clippy, native", || clippy(&["--all-targets"]));
    // Leptos's features for rendering and for the browser exclude each other: each has its own run.
    tally.check("clippy, edge and what it renders", || {
        clippy(&[&RENDERING[..], &["--all-targets"], &WASM].concat())
    });
    tally.check("clippy, widget and spreadsheets", || {
        clippy(&[&["--package", "widget", "--package", "spreadsheet"][..], &WASM].concat())
    });
    tally.check("clippy, console", || {
        clippy(&[&["--package", "console", "--all-targets"][..], &WASM].concat())
    });
    tally.check("sizes", || {
        build::run()?;
        bench::size::check()
    });
}

/// Tests the package for web teams, and packs it without writing a file.
fn npm_package() -> Result<()> {
    let folder = project::root().join("packages/embed");
    process::run_quietly(tools::command("node").arg("--test").current_dir(&folder))?;
    process::run_quietly(tools::command("npm").args(["pack", "--dry-run"]).current_dir(&folder))
}

/// Generates the types of the client from the contract, checks its tests with them, and packs it.
fn typescript_client() -> Result<()> {
    let folder = project::root().join("packages/client");
    for words in [&["run", "generate"][..], &["run", "check"], &["pack", "--dry-run"]] {
        process::run_quietly(tools::command("npm").args(words).current_dir(&folder))?;
    }
    Ok(())
}

fn rustfmt(words: &[&str]) -> Result<()> {
    process::run(tools::cargo().args(["fmt", "--all", "--check"]).args(words))
}

fn clippy(words: &[&str]) -> Result<()> {
    process::run(tools::cargo().arg("clippy").args(words).args(["--", "--deny", "warnings"]))
}
