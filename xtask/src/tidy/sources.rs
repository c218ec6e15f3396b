//! Rules about source files.

use crate::tidy::{Source, functions, has_extension};

const LONGEST_FILE: usize = 500;

pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|source| has_extension(&source.path, "rs"));
    rust.flat_map(|source| {
        let whole = [undocumented(source), too_long(source), stray_sql(source)];
        whole.into_iter().flatten().chain(functions::too_long(source))
    })
    .collect()
}

fn undocumented(source: &Source) -> Option<String> {
    let documented = source.text.trim_start().starts_with("//!");
    (!documented).then(|| {
        format!(
            "{}: starts without a `//!` doc; a reader learns from it whether to read on",
            source.path
        )
    })
}

fn too_long(source: &Source) -> Option<String> {
    if source.path.starts_with("tests/") {
        return None;
    }
    let production = source.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
    (production > LONGEST_FILE).then(|| {
        format!(
            "{}: {production} lines; past {LONGEST_FILE} a file holds more than one idea: split it",
            source.path
        )
    })
}

fn stray_sql(source: &Source) -> Option<String> {
    let elsewhere =
        source.path.starts_with("edge/src/") && !source.path.starts_with("edge/src/store");
    (elsewhere && source.text.contains("prepare(")).then(|| {
        format!("{}: prepares SQL outside edge/src/store; a table's statements are found, and changed, in one place", source.path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&[Source { path: path.into(), text: text.into() }]).len()
    }

    #[test]
    fn a_file_says_what_it_is_for() {
        assert_eq!(problems("edge/src/a.rs", "//! A.\n"), 0);
        assert_eq!(problems("edge/src/a.rs", "fn a() {}\n"), 1);
        assert_eq!(problems("widget/embed/embed.js", "run()\n"), 0);
    }

    #[test]
    fn only_production_code_counts_as_long() {
        let long = "//! A.\n".repeat(501);
        assert_eq!(problems("domain/src/a.rs", &long), 1);
        assert_eq!(problems("tests/http/a.rs", &long), 0);
        assert_eq!(problems("domain/src/a.rs", &format!("//! A.\n#[cfg(test)]\n{long}")), 0);
    }

    #[test]
    fn sql_lives_in_the_store() {
        let statement = "//! A.\nfn a() { db.prepare(\"SELECT 1\") }\n";
        assert_eq!(problems("edge/src/http/a.rs", statement), 1);
        assert_eq!(problems("edge/src/store/a.rs", statement), 0);
    }
}
