//! The static assets that wrangler serves: embed.js, the edge's own files, and the widget, the
//! console and the writer of spreadsheets under names that change with their content.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    build::{
        Grade,
        console::{self, Console},
        spreadsheet::{self, Spreadsheet},
        widget::{self, Widget},
        words, write_if_new,
    },
    fingerprint::{Inputs, digest, files_below, unless_unchanged},
    process, project,
    tools::{self, Tools},
};

/// The form's style sheets: design tokens, rules, rules for later steps, for the form without
/// script, and for a test. The console has its own.
const FORM_STYLES: [&str; 5] = [
    "form/src/tokens.css",
    "form/src/style.css",
    "form/src/later.css",
    "form/src/plain.css",
    "form/src/test.css",
];
const CONSOLE_STYLES: [&str; 2] = ["form/src/tokens.css", "console/src/style.css"];
/// For pages that are static files. The others hold their style sheet.
const PAGE_STYLES: [&str; 2] = ["form/src/tokens.css", "pages/src/page.css"];

pub(crate) fn folder() -> PathBuf {
    project::root().join("dist/assets")
}

/// Returns the paths of the widget and the console among the assets, if they are built.
pub(crate) fn engines() -> Option<String> {
    fs::read_to_string(folder().join("engines.txt")).ok()
}

pub(crate) fn build(tools: &Tools, grade: Grade) -> Result<()> {
    let (widget, console) = (widget::build(tools, grade)?, console::build(tools, grade)?);
    let spreadsheet = spreadsheet::build(tools, grade)?;
    let root = project::root();
    let inputs = Inputs::default()
        .files(&[widget.glue.clone(), widget.wasm.clone(), root.join("package-lock.json")])?
        .files(&[console.glue.clone(), console.wasm.clone()])?
        .files(&console.modules)?
        .files(&[spreadsheet.glue.clone(), spreadsheet.wasm.clone()])?
        .files(&files_below(&root.join("widget/embed"))?)?
        .files(&files_below(&root.join("form/words"))?)?
        .files(&FORM_STYLES.map(|name| root.join(name)))?
        .files(&CONSOLE_STYLES.map(|name| root.join(name)))?
        .files(&PAGE_STYLES.map(|name| root.join(name)))?
        .files(&files_below(&root.join("edge/assets"))?)?
        .text(include_str!("assets.rs"))
        .text(include_str!("words.rs"));
    let product = folder().join("embed.js");
    unless_unchanged(&project::work().join("assets.stamp"), &product, inputs, || {
        assemble(&widget, &console, &spreadsheet)
    })
}

fn assemble(widget: &Widget, console: &Console, spreadsheet: &Spreadsheet) -> Result<()> {
    let root = project::root();
    let mut written = BTreeSet::new();
    let mut put = |name: &str, content: &[u8]| {
        let path = folder().join(name);
        write_if_new(&path, content)?;
        written.insert(path);
        anyhow::Ok(())
    };
    let scripts = root.join("widget/embed");
    let proof = bundled(&scripts.join("proof.js"), &["--format=esm"])?;
    let phrases = words::for_widget(&root.join("form/words"))?;
    let engine = format!(
        "w/{}",
        name_of(&[&widget.glue, &widget.wasm, &scripts.join("proof.js")], &phrases)?
    );
    put(&format!("{engine}/widget.js"), &fs::read(&widget.glue)?)?;
    put(&format!("{engine}/widget_bg.wasm"), &fs::read(&widget.wasm)?)?;
    put(&format!("{engine}/proof.js"), &proof)?;
    for (name, text) in &phrases {
        put(&format!("{engine}/{name}"), text.as_bytes())?;
    }
    let look = joined(&CONSOLE_STYLES)?;
    let mut program = vec![&console.glue, &console.wasm];
    program.extend(&console.modules);
    let named: Vec<&Path> = program.iter().copied().chain([&look]).map(PathBuf::as_path).collect();
    let office = format!("c/{}", name_of(&named, &[])?);
    for file in program {
        let name = file.file_name().context("a file without a name")?.to_string_lossy();
        put(&format!("{office}/{name}"), &fs::read(file)?)?;
    }
    put(&format!("{office}/console.css"), &bundled(&look, &[])?)?;
    let writer = format!("s/{}", name_of(&[&spreadsheet.glue, &spreadsheet.wasm], &[])?);
    put(&format!("{writer}/spreadsheet.js"), &fs::read(&spreadsheet.glue)?)?;
    put(&format!("{writer}/spreadsheet_bg.wasm"), &fs::read(&spreadsheet.wasm)?)?;
    let words = words::of("elsewhere", &root.join("form/words"))?;
    let words = format!("--define:SAWTAK_ELSEWHERE={words}");
    let frame = bundled(&scripts.join("frame.js"), &["--format=esm", &words])?;
    let loader = loader("/frame.js")?;
    let version = version(&loader, &frame);
    put("embed.js", &loader)?;
    put("frame.js", &frame)?;
    put(&format!("{version}/embed.js"), &self::loader(&format!("/{version}/frame.js"))?)?;
    put(&format!("{version}/frame.js"), &frame)?;
    // Read by the worker: the pages that it renders name what goes with them.
    let manifest = format!(
        "/{engine}/widget.js\n/{office}/console.js\n/{version}/embed.js\n/{writer}/spreadsheet.js\n"
    );
    put("engines.txt", manifest.as_bytes())?;
    put("form.css", &bundled(&joined(&FORM_STYLES)?, &[])?)?;
    put("page.css", &bundled(&joined(&PAGE_STYLES)?, &[])?)?;
    put("page.js", &bundled(&scripts.join("page.js"), &["--format=esm"])?)?;
    let own = root.join("edge/assets");
    for file in files_below(&own)? {
        let is_script = file.extension().is_some_and(|kind| kind == "js");
        // A script in a folder is part of the one that imports it.
        if is_script && file.parent() != Some(&own) {
            continue;
        }
        let name = file.strip_prefix(&own)?.to_string_lossy().into_owned();
        let content = if is_script { bundled(&file, &["--format=esm"])? } else { fs::read(&file)? };
        put(&name, &content)?;
    }
    remove_others(&written)
}

/// Returns the loader, which imports the frame's script from this path.
fn loader(frame: &str) -> Result<Vec<u8>> {
    let root = project::root();
    // Each byte is on every page of every ministry.
    let words = words::of("open", &root.join("form/words"))?;
    let defines =
        [format!("--define:SAWTAK_WORDS={words}"), format!("--define:SAWTAK_FRAME={frame:?}")];
    let [words, frame] = &defines;
    bundled(&root.join("widget/embed/embed.js"), &["--format=iife", words, frame])
}

/// Returns the folder of this version of the loader and of the frame's script. The same content has
/// the same name for ever.
fn version(loader: &[u8], frame: &[u8]) -> String {
    let mut hash = digest(&[loader, frame].concat());
    hash.truncate(16);
    format!("embed/v/{hash}")
}

/// Style sheets as one file, as the crate `form` joins its own.
fn joined(styles: &[&str]) -> Result<PathBuf> {
    let path = project::work().join("joined.css");
    let parts: Vec<String> = styles
        .iter()
        .map(|name| fs::read_to_string(project::root().join(name)))
        .collect::<Result<_, _>>()?;
    fs::write(&path, parts.concat())?;
    Ok(path)
}

/// The same content has the same name for ever, so browsers may keep it for ever.
fn name_of(files: &[&Path], texts: &[(String, String)]) -> Result<String> {
    let inputs = files.iter().try_fold(Inputs::default(), |inputs, file| inputs.file(file))?;
    let mut hash =
        texts.iter().fold(inputs, |inputs, (name, text)| inputs.text(name).text(text)).hash();
    hash.truncate(16);
    Ok(hash)
}

fn bundled(script: &Path, options: &[&str]) -> Result<Vec<u8>> {
    let output = project::work().join("bundled.js");
    process::run(
        tools::command("esbuild")
            .arg(script)
            .args([
                "--bundle",
                "--minify",
                "--target=es2021",
                "--charset=utf8",
                "--log-level=warning",
            ])
            .args(options)
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
