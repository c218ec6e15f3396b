//! Generates `words.rs`: one constant of texts for each language file in `words/`.
//!
//! A key that one language lacks fails the build.

use std::{env, error::Error, fmt::Write, fs, path::Path};

use words_build::{MODEL, code::Shape, read};

const SHAPE: Shape<'_> =
    Shape { name: "Words", visibility: "pub(crate)", doc: "Texts of the console in one language." };

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let languages = read::equal_folder(Path::new("words"))?;
    let mut code = SHAPE.definition(&languages[MODEL]);
    for (name, tag) in [("ARABIC", "ar"), ("ENGLISH", "en")] {
        let words = languages.get(tag).ok_or_else(|| format!("words: {tag}.json is missing"))?;
        writeln!(code, "\nstatic {name}: Words = {};", SHAPE.value(words))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}
