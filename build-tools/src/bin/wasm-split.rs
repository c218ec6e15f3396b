//! Splits a Wasm file into modules that are loaded when they are needed:
//! `wasm-split FILE FOLDER --out-name NAME`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use pico_args::Arguments;
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let mut words = Arguments::from_env();
    let name: String = words.value_from_str("--out-name")?;
    let wasm: PathBuf = words.free_from_str()?;
    let folder: PathBuf = words.free_from_str()?;
    let rest = words.finish();
    ensure!(rest.is_empty(), "unknown options: {rest:?}");
    let bytes = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let main = folder.join(format!("{name}.wasm"));
    let glue = format!("./{name}.js");
    let mut options = Options::new(&bytes);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = &glue;
    transform(options).map(drop).map_err(|error| anyhow!("{error:#}"))
}
