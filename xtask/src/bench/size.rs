//! `cargo xtask bench size`: download sizes of the widget and the console, the size of the edge,
//! and their budgets.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    build::{self, words},
    fingerprint::files_below,
    process, project,
    serve::{self, Log, Servers, database, ports::Ports},
    tools,
};

// Budgets in bytes, 1 KB being 1000 of them: they hold under either reading.
const EMBED_BROTLI: u64 = 2_000;
/// The form's first question, without the loader, in the language in which it is longest.
const FIRST_BROTLI: u64 = 6_000;
/// With its headers, 8,000 are transferred.
const FIRST_GZIP: u64 = 7_000;
/// The download for a voice complaint: loader, both parts of the form, widget and phrases.
const VISIT_BROTLI: u64 = 120_000;
/// The console until its first queue: glue, Wasm and style. The goal is 250,000.
const QUEUE_BROTLI: u64 = 307_000;
/// The console with the modules of all views, each loaded once for each version.
const CONSOLE_BROTLI: u64 = 890_000;
/// The writer of spreadsheets, which a report loads when somebody asks for one: glue and Wasm.
const SPREADSHEET_BROTLI: u64 = 235_000;
/// The platform takes 3 MB of a worker free of charge, and 10 MB paid. The edge holds the console's
/// API and the channels as well; the goal is 2,800,000. The assistant's index is 279,000 of it.
const EDGE_GZIP: u64 = 3_400_000;

/// The Wasm that starts the console.
const ENGINE: &str = "console_bg.wasm";

/// The form that `bench widget` opens, without its part and its language.
const FORM: &str = "/embed/rta";

/// Node's own compressors, as strong as they go, on files and on what an address gives.
const MEASURE: &str = "const z=require('zlib');(async()=>{for(const f of process.argv.slice(1)){const b=f.startsWith('http')?\
    Buffer.from(await(await fetch(f)).arrayBuffer()):require('fs').readFileSync(f);\
    console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length)}})()";

#[derive(Clone, Copy)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

pub(crate) fn run() -> Result<()> {
    build::run()?;
    check()
}

/// Prints the table of what is built; fails past a budget.
pub(crate) fn check() -> Result<()> {
    let assets = build::assets::folder();
    let hashed = |name: &str| hashed(&assets, name);
    let [glue, wasm, phrases] = ["widget.js", "widget_bg.wasm", "en.json"].map(hashed);
    let [script, engine, look] = ["console.js", ENGINE, "console.css"].map(hashed);
    let [writer_glue, writer] = ["spreadsheet.js", "spreadsheet_bg.wasm"].map(hashed);
    let files = [
        assets.join("embed.js"),
        glue?,
        wasm?,
        phrases?,
        script?,
        engine?,
        look?,
        writer_glue?,
        writer?,
        edge(),
    ];
    let sizes = measure(&files)?;
    let [embed, glue, wasm, phrases, script, engine, look, writer_glue, writer, edge] = sizes[..]
    else {
        bail!("the sizes could not be measured")
    };
    let later = later_modules(&assets)?;
    let form = form()?;
    let longest = |size: fn(&Size) -> u64| form.first.iter().map(size).max().unwrap_or_default();
    let (first_gzip, first_brotli) = (longest(|size| size.gzip), longest(|size| size.brotli));
    println!("{:<14}{:>10}{:>10}{:>10}", "", "raw", "gzip", "brotli");
    let parts = [
        ("embed.js", embed),
        ("form, first", form.english[0]),
        ("form, rest", form.english[1]),
        ("widget glue", glue),
        ("widget Wasm", wasm),
        ("what it says", phrases),
        ("console glue", script),
        ("console Wasm", engine),
        ("console style", look),
        ("sheet glue", writer_glue),
        ("sheet Wasm", writer),
        ("edge Wasm", edge),
    ];
    let parts = parts.into_iter().map(|(name, size)| (name.to_owned(), size));
    for (name, size) in parts.chain(later.iter().cloned()) {
        println!("{name:<14}{:>10}{:>10}{:>10}", size.raw, size.gzip, size.brotli);
    }
    let widget = glue.brotli + wasm.brotli;
    let visit =
        embed.brotli + form.english[0].brotli + form.english[1].brotli + widget + phrases.brotli;
    let queue = script.brotli + engine.brotli + look.brotli;
    let console = queue + later.iter().map(|(_, size)| size.brotli).sum::<u64>();
    println!("form, first, in the longest language: gzip {first_gzip}, brotli {first_brotli}");
    println!(
        "widget, brotli: {widget} bytes; with loader, form and what it says: {visit} of {VISIT_BROTLI}"
    );
    println!("console until its first queue, brotli: {queue} of {QUEUE_BROTLI} bytes");
    println!("console with all views, brotli: {console} of {CONSOLE_BROTLI} bytes");
    let over: Vec<String> = [
        ("embed.js, brotli", embed.brotli, EMBED_BROTLI),
        ("form, first, brotli", first_brotli, FIRST_BROTLI),
        ("form, first, gzip", first_gzip, FIRST_GZIP),
        ("all that a visitor needs, brotli", visit, VISIT_BROTLI),
        ("console until its first queue, brotli", queue, QUEUE_BROTLI),
        ("console with all views, brotli", console, CONSOLE_BROTLI),
        ("spreadsheets, brotli", writer_glue.brotli + writer.brotli, SPREADSHEET_BROTLI),
        ("edge Wasm, gzip", edge.gzip, EDGE_GZIP),
    ]
    .iter()
    .filter(|(_, bytes, budget)| bytes > budget)
    .map(|(name, bytes, budget)| format!("{name}: {bytes} bytes, budget {budget}"))
    .collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join("; "));
    }
    Ok(())
}

/// The form, as an edge renders it.
struct Form {
    /// Its first question and the rest.
    english: [Size; 2],
    /// Its first question in every language.
    first: Vec<Size>,
}

fn form() -> Result<Form> {
    serve::build_programs()?;
    let state =
        tempfile::Builder::new().prefix("sawtak-size-").tempdir().context("no temporary folder")?;
    database::prepare(state.path())?;
    let (ports, logs) = (Ports::any(), state.path().join("servers"));
    fs::create_dir(&logs)?;
    let servers = Servers::start(ports, state.path(), Log::Folder(logs))?;
    let address = |part: &str, language: &str| {
        PathBuf::from(format!("{}{FORM}/{part}?lang={language}", ports.edge_origin()))
    };
    let languages = words::languages(&project::root().join("form/words"))?;
    let first: Vec<PathBuf> = languages.iter().map(|language| address("first", language)).collect();
    let english = measure(&[address("first", "en"), address("rest", "en")])?;
    let first = measure(&first)?;
    drop(servers);
    Ok(Form { english: english.try_into().ok().context("the form could not be measured")?, first })
}

/// The edge's Wasm as it is, and with gzip.
pub(super) fn of_edge() -> Result<[u64; 2]> {
    of_file(&edge())
}

/// A file's size as it is, and with gzip.
pub(super) fn of_file(file: &Path) -> Result<[u64; 2]> {
    let sizes = measure(&[file.to_owned()])?;
    sizes.first().map(|size| [size.raw, size.gzip]).context("the file could not be measured")
}

fn edge() -> PathBuf {
    project::root().join("edge/build/index_bg.wasm")
}

/// The modules that the console loads with a view other than a queue, by their names.
fn later_modules(assets: &Path) -> Result<Vec<(String, Size)>> {
    let is_later = |file: &PathBuf| {
        file.extension().is_some_and(|kind| kind == "wasm") && !file.ends_with(ENGINE)
    };
    let files: Vec<PathBuf> =
        files_below(&assets.join("c"))?.into_iter().filter(is_later).collect();
    let name = |file: &PathBuf| file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(files.iter().map(name).zip(measure(&files)?).collect())
}

fn hashed(assets: &Path, name: &str) -> Result<PathBuf> {
    let folders = ["w", "c", "s"].map(|folder| files_below(&assets.join(folder)));
    let files: Vec<PathBuf> = folders.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    files
        .into_iter()
        .find(|file| file.ends_with(name))
        .with_context(|| format!("{name} is not built: run `cargo xtask build`"))
}

fn measure(files: &[PathBuf]) -> Result<Vec<Size>> {
    let table = process::output(tools::command("node").args(["-e", MEASURE]).args(files))
        .context("is everything built? Run `cargo xtask build`")?;
    table.lines().map(parse).collect()
}

fn parse(line: &str) -> Result<Size> {
    let mut numbers = line.split(' ').map(str::parse);
    let mut next = || numbers.next().context("a number is missing")?.context("not a number");
    Ok(Size { raw: next()?, gzip: next()?, brotli: next()? })
}
