//! Build script: packs the assistant's phrases into the index that the worker contains.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use domain::assistant::{Index, phrases};

/// Folder of the files of phrases.
const PHRASES: &str = "../domain/src/assistant/phrases";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PHRASES}");
    let mut files: Vec<PathBuf> = fs::read_dir(PHRASES)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "tsv"));
    files.sort();
    let texts: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|file| fs::read_to_string(&file).map(|text| (file, text)))
        .collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for (file, text) in &texts {
        all.extend(phrases(text).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assistant.index"), Index::build(&all).pack())?;
    Ok(())
}
