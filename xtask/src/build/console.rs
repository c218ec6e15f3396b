//! The console: the Wasm that starts it, the modules that its views load later, and the glue.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    build::{
        Grade, glue, raw_console,
        shorten_names::{self, Short},
        silent_panics::{self, DESCRIPTIONS},
        wasm_opt::FEATURES,
    },
    fingerprint::{Inputs, files_below, unless_unchanged},
    process,
    progress::note,
    project,
    tools::{self, Tools},
};

/// Script that starts the console as soon as the page names it.
const START: &str = "console/start.js";

/// Script that wasm-split writes: it loads the modules of views.
const LOADER: &str = "__wasm_split.js";

/// The files that a browser loads to run the console.
pub(super) struct Console {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
    /// Modules of views, which are loaded when one of these is opened.
    pub(super) modules: Vec<PathBuf>,
}

pub(super) fn build(tools: &Tools, grade: Grade) -> Result<Console> {
    let raw = raw_console(grade)?;
    let folder = project::work().join("console");
    let (glue, wasm) = (folder.join("console.js"), folder.join("console_bg.wasm"));
    let inputs = Inputs::default()
        .file(&raw)?
        .file(&tools.wasm_split)?
        .file(&project::root().join(START))?
        .file(&project::root().join("package-lock.json"))?
        .file(&tools.wasm_bindgen)?
        .text(grade.as_str())
        .text(include_str!("console.rs"))
        .text(include_str!("glue.rs"))
        .text(include_str!("shorten_names.rs"))
        .text(include_str!("wasm_opt.rs"))
        .text(include_str!("silent_panics.rs"));
    unless_unchanged(&project::work().join("console.stamp"), &glue, inputs, || {
        note("wasm-split, wasm-bindgen, wasm-opt and esbuild on the console (a minute)");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let split = project::work().join("console-split");
        let modules = split_by_view(tools, &raw, &split)?;
        let bound = project::work().join("console-bindgen");
        bind(tools, &split, &bound)?;
        let main = bound.join("rooted.wasm");
        glue::drop_unused_exports(&bound, "console", &shared_exports(&bound)?)?;
        silent_panics::silence_program(&main, &silent(&main), DESCRIPTIONS)?;
        let minify = ["--minify-imports-and-exports-and-modules"];
        let names = shrink(grade, &silent(&main), &wasm, &minify)?;
        shorten(&bound, &names)?;
        let mut names = Vec::new();
        for module in modules {
            let name = module.file_name().context("a module without a name")?.to_string_lossy();
            silent_panics::silence(&module, &silent(&module), DESCRIPTIONS)?;
            shrink(grade, &silent(&module), &folder.join(&*name), &[])?;
            names.push(name.into_owned());
        }
        bundle(&bound, &names, &glue)
    })?;
    let modules = files_below(&folder)?.into_iter().filter(|file| *file != glue && *file != wasm);
    Ok(Console { modules: modules.collect(), glue, wasm })
}

/// Splits the Wasm at the functions that are marked as such, and returns the modules of views.
fn split_by_view(tools: &Tools, raw: &Path, split: &Path) -> Result<Vec<PathBuf>> {
    let _ = fs::remove_dir_all(split);
    process::run(
        tools::command(&tools.wasm_split).args([raw, split]).args(["--out-name", "console"]),
    )?;
    let is_module = |file: &PathBuf| {
        file.extension().is_some_and(|kind| kind == "wasm") && !file.ends_with("console.wasm")
    };
    let modules: Vec<PathBuf> = files_below(split)?.into_iter().filter(is_module).collect();
    ensure!(!modules.is_empty(), "the console's Wasm was not split: has it relocations?");
    Ok(modules)
}

/// Writes the glue of the Wasm that starts the console. The modules of views need none.
fn bind(tools: &Tools, split: &Path, bound: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(bound);
    process::run(
        tools::command(&tools.wasm_bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", "console"])
            // The modules share its table and its memory.
            .args(["--keep-lld-exports", "--out-dir"])
            .args([bound, &split.join("console.wasm")]),
    )?;
    fs::copy(split.join(LOADER), bound.join(LOADER))?;
    Ok(())
}

/// Returns the place of a Wasm file's text in which panics are silent.
fn silent(named: &Path) -> PathBuf {
    named.with_extension("wat")
}

/// Returns the names of the exports that the modules share, as members of `wasm`.
fn shared_exports(bound: &Path) -> Result<String> {
    let loader = fs::read_to_string(bound.join(LOADER))?;
    let names = shorten_names::shared(&loader)?.split(", ").map(str::trim);
    let lines = names.filter(|name| !name.is_empty()).map(|name| ["wasm.", name, ";\n"].concat());
    Ok(lines.collect())
}

/// Gives glue and loader the short names that wasm-opt reports.
fn shorten(bound: &Path, names: &str) -> Result<()> {
    let short = Short::parse(names)?;
    let (glue, loader) = (bound.join("console.js"), bound.join(LOADER));
    let text = glue::without_unused(&fs::read_to_string(&glue)?, |name| short.imports(name));
    fs::write(&glue, short.with_loaders(&short.applied_to(&text, "console")?))?;
    let text = short.applied_to_loaders(&fs::read_to_string(&loader)?)?;
    fs::write(&loader, text).context("the loader can't be written")
}

/// Makes a Wasm file as small as the tools can, and returns what wasm-opt prints.
fn shrink(grade: Grade, silent: &Path, wasm: &Path, options: &[&str]) -> Result<String> {
    process::output(
        tools::command("wasm-opt")
            .args(grade.passes())
            .args(["--strip-debug", "--strip-producers"])
            .args(options)
            .args(FEATURES)
            .arg(silent)
            .arg("-o")
            .arg(wasm),
    )
}

/// Bundles the script that starts the console with the glue and the loader of these modules.
fn bundle(bound: &Path, modules: &[String], glue: &Path) -> Result<()> {
    let entry = bound.join("start.js");
    fs::copy(project::root().join(START), &entry)?;
    process::run(
        tools::command("esbuild")
            .arg(entry)
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
            .arg("--log-level=warning")
            .arg(format!("--define:SAWTAK_MODULES={}", serde_json::to_string(modules)?))
            .arg(format!("--outfile={}", glue.display())),
    )
}
