//! What is checked without running anything of ours: formatting, lints, house rules, sizes.

use anyhow::Result;

use crate::{bench, build, process, test::tally::Tally, tidy, tools};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub(crate) fn run(tally: &mut Tally) {
    tally.check("rustfmt", || process::run(tools::cargo().args(["fmt", "--all", "--check"])));
    tally.check("house rules (tidy)", tidy::check);
    tally.check("tools", || tools::install().map(drop));
    tally.check("clippy, native", || clippy(&["--all-targets"]));
    // `ssr` and `hydrate` exclude each other, so each has its own run, with whoever uses it.
    tally.check("clippy, form for the edge", || clippy(&["--package", "form", "--features", "render", "--all-targets"]));
    tally.check("clippy, edge", || clippy(&[&["--package", "edge"][..], &WASM].concat()));
    tally.check("clippy, widget", || clippy(&[&["--package", "widget"][..], &WASM].concat()));
    tally.check("clippy, console", || clippy(&[&["--package", "console"][..], &WASM].concat()));
    tally.check("sizes", || {
        build::run()?;
        bench::size::check()
    });
}

fn clippy(words: &[&str]) -> Result<()> {
    process::run(tools::cargo().arg("clippy").args(words).args(["--", "--deny", "warnings"]))
}
