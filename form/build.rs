//! Build script: generates the form's languages and words, and minifies its style sheet.
//!
//! Each file of `words/` is one language. A file of `words/easy` overrides some of its texts with
//! easier ones. A key that one language has and another lacks fails the build.

use std::{env, error::Error, fmt::Write, fs, io, path::Path};

use words_build::{
    MODEL, Words,
    code::{Shape, variant},
    read,
};

/// Tags of the government's languages, which are offered first.
const OFFICIAL: [&str; 2] = ["ar", "en"];

/// Style sheets of the form: design tokens, rules of the first step, rules that only later steps
/// need, rules of the form without script, and those of a test.
const STYLES: [&str; 5] =
    ["src/tokens.css", "src/style.css", "src/later.css", "src/plain.css", "src/test.css"];

/// Number of entries of `STYLES`, from the first, that the first step needs.
const FIRST: usize = 2;

const SHAPE: Shape<'_> = Shape {
    name: "Words",
    visibility: "pub",
    doc: "Everything that is said to a visitor, in one language.",
};

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
    let test = styles.last().map_or("", String::as_str);
    fs::write(folder.join("test.css"), shortened(test))?;
    fs::write(folder.join("style.css"), shortened(&styles.concat()))?;
    let languages = languages()?;
    for language in &languages {
        check(language)?;
    }
    let english = languages.iter().find(|language| language.tag == MODEL);
    let english = english.ok_or("there is no words/en.json")?;
    let mut code = SHAPE.definition(&english.words);
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

fn languages() -> io::Result<Vec<Language>> {
    let usual = read::equal_folder(Path::new("words"))?;
    let easy = read::easy(Path::new("words/easy"), &usual)?;
    let mut languages: Vec<Language> = usual
        .into_iter()
        .zip(easy.into_values())
        .map(|((tag, words), easy)| Language { tag, words, easy })
        .collect();
    languages
        .sort_by_key(|language| (!OFFICIAL.contains(&language.tag.as_str()), language.tag.clone()));
    Ok(languages)
}

fn check(language: &Language) -> Result<(), String> {
    let Language { tag, words, .. } = language;
    match words.get("language_dir").map(String::as_str) {
        Some("ltr" | "rtl") => Ok(()),
        _ => Err(format!("words/{tag}.json: language_dir is neither ltr nor rtl")),
    }
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
        "        }\n    }\n\n    /// Returns the words; the easy ones are for whoever doesn't read well.\n",
    );
    code.push_str("    pub const fn words(self, easy: bool) -> &'static Words {\n        match (self, easy) {\n");
    for (language, variant) in languages.iter().zip(&variants) {
        for (is_easy, words) in [(false, &language.words), (true, &language.easy)] {
            let constant = SHAPE.constant(words);
            writeln!(code, "            (Self::{variant}, {is_easy}) => {constant},")?;
        }
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
