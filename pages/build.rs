//! Generates the pages' words from `words/`, one file for each language.
//!
//! A key that one language has and another lacks fails the build. So does a language of the form
//! without a file here: the generated `match` would lack its arm.

use std::{env, error::Error, fs, path::Path};

use words_build::{
    Languages, MODEL,
    code::{Shape, variant},
    read,
};

/// Words of a folder.
struct Set {
    folder: &'static str,
    shape: Shape<'static>,
    /// Languages without a file get the English words.
    is_partial: bool,
}

const SETS: [Set; 8] = [
    Set {
        folder: "words",
        shape: Shape {
            name: "Words",
            visibility: "pub(crate)",
            doc: "Words of the pages for everyone, in one language.",
        },
        is_partial: false,
    },
    Set {
        folder: "words/chat",
        shape: Shape {
            name: "ChatWords",
            visibility: "pub(crate)",
            doc: "Words of conversations in messengers, in one language.",
        },
        is_partial: false,
    },
    Set {
        folder: "words/embed_docs",
        shape: Shape {
            name: "EmbedDocsWords",
            visibility: "pub(crate)",
            doc: "Words of the page for web teams, in Arabic or English.",
        },
        is_partial: true,
    },
    Set {
        folder: "words/figures",
        shape: Shape {
            name: "FiguresWords",
            visibility: "pub(crate)",
            doc: "Words of figures and their charts, in Arabic or English.",
        },
        is_partial: true,
    },
    Set {
        folder: "words/guide",
        shape: Shape {
            name: "GuideWords",
            visibility: "pub(crate)",
            doc: "Words around the unified guide, in Arabic or English.",
        },
        is_partial: true,
    },
    Set {
        folder: "words/me",
        shape: Shape {
            name: "MeWords",
            visibility: "pub(crate)",
            doc: "Words of a customer's own file, in one language.",
        },
        is_partial: false,
    },
    Set {
        folder: "words/report",
        shape: Shape {
            name: "ReportWords",
            visibility: "pub(crate)",
            doc: "Words of reports, in Arabic or English.",
        },
        is_partial: true,
    },
    Set {
        folder: "words/open",
        shape: Shape {
            name: "OpenWords",
            visibility: "pub(crate)",
            doc: "Words of the page of open figures, in Arabic or English.",
        },
        is_partial: true,
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=words");
    let mut code = String::new();
    for set in SETS {
        let languages = read::equal_folder(Path::new(set.folder))?;
        code.push_str(&set.shape.definition(&languages[MODEL]));
        code.push_str(&lookup(&set, &languages));
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

/// Returns the code of the function that returns the words in a language.
fn lookup(set: &Set, languages: &Languages) -> String {
    let arms = languages.iter().map(|(tag, words)| {
        let is_rest = set.is_partial && tag == MODEL;
        let pattern = if is_rest { "_".to_owned() } else { format!("Language::{}", variant(tag)) };
        format!("            {pattern} => {},\n", set.shape.constant(words))
    });
    let arms = arms.collect::<Vec<_>>().concat();
    format!(
        "
impl {} {{
    /// Returns the words in a language.
    #[allow(clippy::single_match_else)]
    pub(crate) fn of(language: Language) -> &'static Self {{
        match language {{
{arms}        }}
    }}
}}

",
        set.shape.name
    )
}
