//! Generates `words.rs`: constants of texts for the language files in `words/`.
//!
//! A key that one language lacks fails the build.

use std::{env, error::Error, fmt::Write, fs, path::Path};

use words_build::{MODEL, code::Shape, read};

/// Words of a folder, and the names of their constants in Arabic and English.
struct Set {
    folder: &'static str,
    shape: Shape<'static>,
    constants: [&'static str; 2],
}

/// The words of each set are one constant. The build puts what only the views of a module use into
/// that module, so that the console starts without it.
const SETS: [Set; 4] = [
    Set {
        folder: "words",
        shape: Shape {
            name: "Words",
            visibility: "pub(crate)",
            doc: "Texts of the console in one language.",
        },
        constants: ["ARABIC", "ENGLISH"],
    },
    Set {
        folder: "words/case",
        shape: Shape {
            name: "CaseWords",
            visibility: "pub(crate)",
            doc: "Texts of cases alone in one language.",
        },
        constants: ["CASE_ARABIC", "CASE_ENGLISH"],
    },
    Set {
        folder: "words/settings",
        shape: Shape {
            name: "SettingsWords",
            visibility: "pub(crate)",
            doc: "Texts of the settings alone in one language.",
        },
        constants: ["SETTINGS_ARABIC", "SETTINGS_ENGLISH"],
    },
    Set {
        folder: "words/entry",
        shape: Shape {
            name: "EntryWords",
            visibility: "pub(crate)",
            doc: "Texts of the form for what somebody says, in one language.",
        },
        constants: ["ENTRY_ARABIC", "ENTRY_ENGLISH"],
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let mut code = String::new();
    for Set { folder, shape, constants } in SETS {
        let languages = read::equal_folder(Path::new(folder))?;
        code.push_str(&shape.definition(&languages[MODEL]));
        for (name, tag) in constants.into_iter().zip(["ar", "en"]) {
            let words =
                languages.get(tag).ok_or_else(|| format!("{folder}: {tag}.json is missing"))?;
            writeln!(code, "\nstatic {name}: {} = {};", shape.name, shape.value(words))?;
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}
