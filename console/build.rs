//! Generates `words.rs`: one constant of texts for each language file in `words/`.
//!
//! A key that one language lacks fails the build.

use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

type Words = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let (arabic, english) = (read("ar")?, read("en")?);
    if let Some(key) = arabic
        .keys()
        .find(|key| !english.contains_key(*key))
        .or(english.keys().find(|key| !arabic.contains_key(*key)))
    {
        return Err(format!("words: {key:?} is in one language alone").into());
    }
    let mut code =
        "/// Texts of the console in one language.\n#[allow(missing_docs)]\npub(crate) struct Words {\n".to_owned();
    for key in english.keys() {
        writeln!(code, "    pub(crate) {key}: &'static str,")?;
    }
    code.push_str("}\n");
    for (name, words) in [("ARABIC", &arabic), ("ENGLISH", &english)] {
        writeln!(code, "\nstatic {name}: Words = Words {{")?;
        for (key, text) in words {
            writeln!(code, "    {key}: {text:?},")?;
        }
        code.push_str("};\n");
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

fn read(tag: &str) -> Result<Words, Box<dyn Error>> {
    let path = format!("words/{tag}.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?)
}
