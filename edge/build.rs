//! Build script: packs the assistant's phrases into the index that the worker contains.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use domain::assistant::{Index, Lexicon, phrases};

/// Folder of the files of phrases.
const PHRASES: &str = "../domain/src/assistant/phrases";

/// Folder of the lexicon's files.
const LEXICON: &str = "../domain/src/assistant/lexicon";

fn main() -> Result<(), Box<dyn Error>> {
    let texts = read(PHRASES)?;
    let mut all = Vec::new();
    for (file, text) in &texts {
        all.extend(phrases(text).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    let mut lexicon = Lexicon::default();
    for (file, text) in read(LEXICON)? {
        lexicon.add(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let packed = Index::build(&all, lexicon).pack();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assistant.index"), packed)?;
    Ok(())
}

/// Reads the files of a folder, in order of their names.
fn read(folder: &str) -> Result<Vec<(PathBuf, String)>, std::io::Error> {
    println!("cargo::rerun-if-changed={folder}");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "tsv"));
    files.sort();
    files.into_iter().map(|file| fs::read_to_string(&file).map(|text| (file, text))).collect()
}
