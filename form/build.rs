//! Turns the word lists, one file per language, into constants. A key that one language has and another lacks fails the build.

use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

/// The languages, and the constants that they become.
const LANGUAGES: [(&str, &str); 2] = [("ar", "AR"), ("en", "EN")];

type Words = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let read = |tag: &str| -> Result<Words, Box<dyn Error>> {
        Ok(serde_json::from_str(&fs::read_to_string(format!("words/{tag}.json"))?)?)
    };
    let keys: Vec<String> = read("en")?.into_keys().collect();
    let mut code =
        String::from("/// Everything that is said to a visitor, in one language.\n#[allow(missing_docs)]\npub struct Words {\n");
    for key in &keys {
        writeln!(code, "    pub {key}: &'static str,")?;
    }
    code.push_str("}\n");
    for (tag, name) in LANGUAGES {
        let words = read(tag)?;
        check(tag, &words, &keys)?;
        writeln!(code, "\nstatic {name}: Words = Words {{")?;
        for (key, text) in words {
            writeln!(code, "    {key}: {text:?},")?;
        }
        code.push_str("};\n");
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

fn check(tag: &str, words: &Words, keys: &[String]) -> Result<(), String> {
    if let Some(missing) = keys.iter().find(|key| !words.contains_key(*key)) {
        return Err(format!("words/{tag}.json lacks {missing:?}, which words/en.json has"));
    }
    if let Some(unknown) = words.keys().find(|key| !keys.contains(key)) {
        return Err(format!("words/{tag}.json has {unknown:?}, which words/en.json lacks"));
    }
    Ok(())
}
