//! Build script: generates the form's languages and words, and minifies its style sheet.
//!
//! Each file of `words/` is one language. A file of `words/easy` overrides some of its texts with
//! easier ones. A key that one language has and another lacks fails the build.

use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

/// Tags of the government's languages, which are offered first.
const OFFICIAL: [&str; 2] = ["ar", "en"];

/// Style sheets of the form: design tokens, rules of the first step, and rules that only later
/// steps need.
const STYLES: [&str; 3] = ["src/tokens.css", "src/style.css", "src/later.css"];

/// Number of entries of `STYLES`, from the first, that the first step needs.
const FIRST: usize = 2;

type Words = BTreeMap<String, String>;

struct Language {
    tag: String,
    words: Words,
    easy: Words,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    let mut styles = Vec::new();
    for path in STYLES {
        println!("cargo::rerun-if-changed={path}");
        styles.push(fs::read_to_string(path)?);
    }
    fs::write(folder.join("first.css"), shortened(&styles[..FIRST].concat()))?;
    fs::write(folder.join("style.css"), shortened(&styles.concat()))?;
    let languages = languages()?;
    let english = languages
        .iter()
        .find(|language| language.tag == "en")
        .ok_or("there is no words/en.json")?;
    for language in &languages {
        check(language, &english.words)?;
    }
    let mut code = String::new();
    write_shape(&mut code, &english.words)?;
    write_languages(&mut code, &languages)?;
    fs::write(folder.join("words.rs"), code)?;
    fs::write(folder.join("names.rs"), names(&languages))?;
    Ok(())
}

/// Minifies a style sheet: removes comments and the spaces that separate nothing.
fn shortened(style: &str) -> String {
    let uncommented =
        style.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
    let mut short =
        uncommented.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["{", "}", ";", ",", ">"] {
        short = short.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    short.replace(": ", ":").replace(";}", "}")
}

fn languages() -> Result<Vec<Language>, Box<dyn Error>> {
    let mut languages = Vec::new();
    for entry in fs::read_dir("words")? {
        let path = entry?.path();
        let (Some(tag), true) = (path.file_stem().and_then(|stem| stem.to_str()), path.is_file())
        else {
            continue;
        };
        let words = read(&path)?;
        let mut easy = words.clone();
        easy.extend(read(&Path::new("words/easy").join(format!("{tag}.json")))?);
        languages.push(Language { tag: tag.to_owned(), words, easy });
    }
    languages
        .sort_by_key(|language| (!OFFICIAL.contains(&language.tag.as_str()), language.tag.clone()));
    Ok(languages)
}

fn read(path: &Path) -> Result<Words, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn check(language: &Language, english: &Words) -> Result<(), String> {
    let Language { tag, words, easy } = language;
    if let Some(missing) = english.keys().find(|key| !words.contains_key(*key)) {
        return Err(format!("words/{tag}.json lacks {missing:?}, which words/en.json has"));
    }
    // `easy` holds the usual words too, so this check covers both files.
    if let Some(unknown) = easy.keys().find(|key| !english.contains_key(*key)) {
        return Err(format!(
            "words/{tag}.json or words/easy/{tag}.json has {unknown:?}, which words/en.json lacks"
        ));
    }
    if !matches!(words["language_dir"].as_str(), "ltr" | "rtl") {
        return Err(format!("words/{tag}.json: language_dir is neither ltr nor rtl"));
    }
    Ok(())
}

fn write_shape(code: &mut String, english: &Words) -> Result<(), std::fmt::Error> {
    code.push_str("/// Everything that is said to a visitor, in one language.\n#[allow(missing_docs)]\npub struct Words {\n");
    for key in english.keys() {
        writeln!(code, "    pub {key}: &'static str,")?;
    }
    code.push_str("}\n");
    Ok(())
}

fn write_languages(code: &mut String, languages: &[Language]) -> Result<(), std::fmt::Error> {
    let variants: Vec<String> = languages.iter().map(|language| variant(&language.tag)).collect();
    writeln!(
        code,
        "\n/// A language of the form.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Language {{"
    )?;
    for (language, variant) in languages.iter().zip(&variants) {
        writeln!(code, "    /// {}.\n    {variant},", language.words["language_name"])?;
    }
    code.push_str(
        "}\n\nimpl Language {\n    /// All languages, in the order in which they are offered.\n",
    );
    let all: Vec<String> = variants.iter().map(|variant| format!("Self::{variant}")).collect();
    writeln!(code, "    pub const ALL: [Self; {}] = [{}];\n", all.len(), all.join(", "))?;
    code.push_str("    /// The BCP 47 tag.\n    pub const fn tag(self) -> &'static str {\n        match self {\n");
    for (language, variant) in languages.iter().zip(&variants) {
        writeln!(code, "            Self::{variant} => {:?},", language.tag)?;
    }
    code.push_str(
        "        }\n    }\n\n    /// What to say in it; `easy` for whoever doesn't read well.\n",
    );
    code.push_str("    pub const fn words(self, easy: bool) -> &'static Words {\n        match (self, easy) {\n");
    for (language, variant) in languages.iter().zip(&variants) {
        write_words(code, &format!("Self::{variant}, false"), &language.words)?;
        write_words(code, &format!("Self::{variant}, true"), &language.easy)?;
    }
    code.push_str("        }\n    }\n}\n");
    Ok(())
}

/// Returns the code of the table of tags and names, which the browser needs without all the words.
fn names(languages: &[Language]) -> String {
    let rows: Vec<String> = languages
        .iter()
        .map(|language| format!("({:?}, {:?})", language.tag, language.words["language_name"]))
        .collect();
    format!(
        "/// Languages of the form in the order in which they are offered: BCP 47 tag and own name.\n\
         pub const LANGUAGES: [(&str, &str); {}] = [{}];\n",
        rows.len(),
        rows.join(", ")
    )
}

fn write_words(code: &mut String, pattern: &str, words: &Words) -> Result<(), std::fmt::Error> {
    writeln!(code, "            ({pattern}) => {{ const WORDS: &Words = &Words {{")?;
    for (key, text) in words {
        writeln!(code, "                {key}: {text:?},")?;
    }
    code.push_str("            }; WORDS }\n");
    Ok(())
}

/// Returns the variant's name for a tag: `Ar` for `ar`.
fn variant(tag: &str) -> String {
    let (first, rest) = tag.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}
