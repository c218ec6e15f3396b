//! Writes the JavaScript glue of a Wasm file: `wasm-glue FILE --out-dir FOLDER`.
//!
//! Takes the options of wasm-bindgen's own program that worker-build and this project's build use,
//! and refuses others.

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use pico_args::Arguments;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut words = Arguments::from_env();
    let mut bindgen = Bindgen::new();
    let target: String = words.value_from_str("--target")?;
    match target.as_str() {
        "web" => bindgen.web(true)?,
        "bundler" => bindgen.bundler(true)?,
        "module" => bindgen.module(true)?,
        other => bail!("no target `{other}`: there are web, bundler and module"),
    };
    let folder: PathBuf = words.value_from_str("--out-dir")?;
    if let Some(name) = words.opt_value_from_str::<_, String>("--out-name")? {
        bindgen.out_name(&name);
    }
    // Types are written unless they are refused; older callers ask for them.
    let has_types = words.contains("--typescript");
    bindgen
        .typescript(has_types || !words.contains("--no-typescript"))
        .debug(words.contains("--debug"))
        .demangle(!words.contains("--no-demangle"))
        .keep_debug(words.contains("--keep-debug"))
        .keep_lld_exports(words.contains("--keep-lld-exports"))
        .omit_default_module_path(words.contains("--omit-default-module-path"))
        .split_linked_modules(words.contains("--split-linked-modules"))
        .reset_state_function(words.contains("--experimental-reset-state-function"))
        .force_enable_abort_handler(words.contains("--force-enable-abort-handler"));
    let wasm: PathBuf = words.free_from_str()?;
    let rest = words.finish();
    ensure!(rest.is_empty(), "unknown options: {rest:?}");
    bindgen.input_path(wasm);
    bindgen.generate(folder)
}
