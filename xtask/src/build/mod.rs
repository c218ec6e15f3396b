//! The build: the Wasm of widget and console, the edge's worker, and the static assets.
//!
//! Each part is skipped while its inputs are unchanged.

pub(crate) mod assets;
mod compact_glue;
mod console;
pub(crate) mod edge;
mod glue;
mod grade;
mod shorten_names;
mod silent_panics;
mod spreadsheet;
mod wasm_opt;
pub(crate) mod widget;
pub(crate) mod words;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, anyhow};

pub(crate) use grade::Grade;

use crate::{
    process,
    progress::Steps,
    project,
    tools::{self, Tools},
};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::of(STEPS);
    all(&mut steps, Grade::Served)?;
    steps.print_times();
    Ok(())
}

/// The number of steps that [`all`] announces.
pub(crate) const STEPS: usize = 3;

/// Installs the tools and builds everything: the files that browsers load, and the worker. The edge
/// compiles beside the rest: the end of each compilation keeps only one core busy.
pub(crate) fn all(steps: &mut Steps, grade: Grade) -> Result<Tools> {
    let _turn = turn()?;
    tools::require_target()?;
    thread::scope(|scope| {
        let edge = scope.spawn(move || edge::compile_only(grade));
        steps.next("tools: npm packages, wasm-bindgen, worker-build, wasm-split (the edge compiles meanwhile)");
        let tools = tools::install()?;
        steps.next("widget, console and static assets");
        assets::build(&tools, grade)?;
        steps.next("edge");
        edge.join().map_err(|_| anyhow!("the compilation of the edge panicked"))??;
        edge::build(&tools, grade)?;
        Ok(tools)
    })
}

/// Waits until no other run in this clone is building: they would write the same files.
pub(crate) fn turn() -> Result<File> {
    fs::create_dir_all(project::work())?;
    let file = File::create(project::work().join("build.lock"))?;
    file.lock().context("cannot lock the build folder")?;
    Ok(file)
}

/// The setting that worker-build compiles with. It doesn't change the widget, and lets all builds
/// share compiled crates.
const FLAVOUR: (&str, &str) = ("WASM_BINDGEN_USE_JS_SYS", "1");

/// Compiles the widget or the writer of spreadsheets and returns its raw Wasm. With the same flags
/// they share their compiled dependencies. With one type for all views, which the console has, the
/// widget would be 7 KB larger.
fn raw_module(grade: Grade, package: &str) -> Result<PathBuf> {
    let profile = grade.profile("browser");
    let flags = format!("{INLINING} {}", without_folders(silent_panics::SOURCES));
    compile(profile, package, &grade.flags(flags), &[])?;
    Ok(raw(profile, package))
}

/// Compiles the console and returns its raw Wasm. Its profile keeps it in a folder of its own.
fn raw_console(grade: Grade) -> Result<PathBuf> {
    let profile = grade.profile("console");
    let flags = format!("{ONE_TYPE} {}", without_folders(silent_panics::SOURCES));
    compile(profile, "console", &grade.flags(flags), RELOCATIONS)?;
    Ok(raw(profile, "console"))
}

/// Returns the path of the Wasm that the compiler wrote for a crate.
fn raw(profile: &str, package: &str) -> PathBuf {
    project::target().join(WASM_TARGET).join(profile).join(format!("{package}.wasm"))
}

/// Compiles a crate for the web. The compiler flags are for all crates, so those with the same
/// share their dependencies; the `own` ones are for this crate alone.
fn compile(profile: &str, package: &str, flags: &str, own: &[&str]) -> Result<()> {
    let mut command = tools::cargo();
    command.args(["rustc", "--profile", profile, "--lib", "--target", WASM_TARGET]);
    command.args(["--package", package, "--"]).args(own);
    process::run(command.env("RUSTFLAGS", flags).env(FLAVOUR.0, FLAVOUR.1))
}

/// Inlines a little more than the compiler does for size. What repeats compresses well, so the
/// widget's download is 0.2 KB smaller.
const INLINING: &str = "-C llvm-args=-inline-threshold=15";

/// Gives every view one type, so that Leptos's code exists once. It saves a seventh of the console.
const ONE_TYPE: &str = "--cfg erase_components";

/// Keeps the places in the Wasm that refer to functions and data, by which it is split.
const RELOCATIONS: &[&str] = &["-C", "link-args=--emit-relocs"];

/// Replaces the machine's folders in panic messages: they cost bytes and show paths of the builder.
fn without_folders(by: &str) -> String {
    let cargo = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = cargo.and_then(|cargo| fs::read_dir(cargo.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten().map(|registry| registry.path());
    let folders = registries.chain([project::root()]);
    let flags: Vec<String> =
        folders.map(|folder| format!("--remap-path-prefix={}={by}", folder.display())).collect();
    flags.join(" ")
}

/// Writes a file only if its content changes, so that no watcher wakes without reason.
fn write_if_new(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}
