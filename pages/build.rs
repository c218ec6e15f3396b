//! Generates the pages' words from `words/`, one file for each language.
//!
//! A key that one language has and another lacks fails the build. So does a language of the form
//! without a file here: the generated `match` would lack its arm.

use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

/// The language whose keys the others are compared with.
const MODEL: &str = "en";

type Words = BTreeMap<String, String>;

/// A set of words: the folder, and the type and the function that stand for it in Rust.
struct Set {
    folder: &'static str,
    name: &'static str,
    doc: &'static str,
    /// Languages without a file get the English words.
    is_partial: bool,
}

const SETS: [Set; 2] = [
    Set {
        folder: "words",
        name: "Words",
        doc: "Words of the pages for everyone, in one language.",
        is_partial: false,
    },
    Set {
        folder: "words/embed_docs",
        name: "EmbedDocsWords",
        doc: "Words of the page for web teams, in Arabic or English.",
        is_partial: true,
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let mut code = String::new();
    for set in SETS {
        let languages = languages(set.folder)?;
        let model = languages.get(MODEL).ok_or_else(|| format!("{} lacks en.json", set.folder))?;
        for (tag, words) in &languages {
            check(&format!("{}/{tag}.json", set.folder), words, model)?;
        }
        write_type(&mut code, &set, model)?;
        write_languages(&mut code, &set, &languages)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

fn languages(folder: &str) -> Result<BTreeMap<String, Words>, Box<dyn Error>> {
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some(tag), true) = (path.file_stem().and_then(|stem| stem.to_str()), path.is_file())
        {
            let words = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            languages.insert(tag.to_owned(), words);
        }
    }
    Ok(languages)
}

fn check(path: &str, words: &Words, model: &Words) -> Result<(), String> {
    if let Some(missing) = model.keys().find(|key| !words.contains_key(*key)) {
        return Err(format!("{path} lacks {missing:?}, which {MODEL}.json has"));
    }
    if let Some(unknown) = words.keys().find(|key| !model.contains_key(*key)) {
        return Err(format!("{path} has {unknown:?}, which {MODEL}.json lacks"));
    }
    Ok(())
}

fn write_type(code: &mut String, set: &Set, model: &Words) -> Result<(), std::fmt::Error> {
    writeln!(code, "/// {}\npub(crate) struct {} {{", set.doc, set.name)?;
    for key in model.keys() {
        writeln!(code, "    pub(crate) {key}: &'static str,")?;
    }
    code.push_str("}\n\n");
    Ok(())
}

fn write_languages(
    code: &mut String,
    set: &Set,
    languages: &BTreeMap<String, Words>,
) -> Result<(), std::fmt::Error> {
    let Set { name, is_partial, .. } = set;
    writeln!(code, "impl {name} {{\n    /// Returns the words in a language.")?;
    code.push_str("    #[allow(clippy::single_match_else)]\n");
    writeln!(code, "    pub(crate) fn of(language: Language) -> &'static Self {{")?;
    code.push_str("        match language {\n");
    for (tag, words) in languages {
        let is_rest = *is_partial && tag == MODEL;
        let pattern = if is_rest { "_".to_owned() } else { variant(tag) };
        writeln!(
            code,
            "            {pattern} => {{\n                const WORDS: &{name} = &{name} {{"
        )?;
        for (key, text) in words {
            writeln!(code, "                    {key}: {text:?},")?;
        }
        code.push_str("                };\n                WORDS\n            }\n");
    }
    code.push_str("        }\n    }\n}\n\n");
    Ok(())
}

/// Returns the pattern of a tag: `Language::Ar` for `ar`.
fn variant(tag: &str) -> String {
    let (first, rest) = tag.split_at(1);
    format!("Language::{}{rest}", first.to_uppercase())
}
