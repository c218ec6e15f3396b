//! The rule that keeps SQL in the store: a table's statements are found, and changed, in one place.
//!
//! Tests and this crate may also hold SQL; migrations and seeds aren't Rust. The rule looks for the
//! upper-case keywords of a statement in one string literal.

use crate::tidy::{Source, rust_text::RustText};

const HOMES: [&str; 3] = ["edge/src/store/", "tests/", "xtask/"];

/// The keywords of each kind of statement, in their order.
const STATEMENTS: [&[&str]; 7] = [
    &["SELECT", "FROM"],
    &["INSERT", "INTO"],
    &["UPDATE", "SET"],
    &["DELETE", "FROM"],
    &["CREATE", "TABLE"],
    &["DROP", "TABLE"],
    &["ALTER", "TABLE"],
];

pub(super) fn check(source: &Source) -> Option<String> {
    stray(source).map(|statement| {
        let start: String = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let start: String = start.chars().take(50).collect();
        format!(
            "{}: SQL outside edge/src/store: `{start}`; move the statement there, where all that \
             read or write its table stand together",
            source.path
        )
    })
}

fn stray(source: &Source) -> Option<String> {
    if !source.is_rust() || HOMES.iter().any(|home| source.path.starts_with(home)) {
        return None;
    }
    RustText::parse(&source.text).strings.into_iter().find(|literal| is_sql(literal))
}

fn is_sql(literal: &str) -> bool {
    STATEMENTS.iter().any(|keywords| {
        let mut words = literal.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        keywords.iter().all(|keyword| words.any(|word| word == *keyword))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_lives_in_the_store() {
        for statement in [
            "SELECT id\\n FROM staff",
            "INSERT OR IGNORE INTO staff (id) VALUES (?1)",
            "UPDATE staff SET name = ?1",
            "DELETE FROM staff",
        ] {
            let text = format!("//! A.\nconst A: &str = \"{statement}\";\n");
            assert!(check(&Source::new("edge/src/http/a.rs", &text)).is_some(), "{statement}");
            assert!(check(&Source::new("edge/src/store/a.rs", &text)).is_none(), "{statement}");
            assert!(check(&Source::new("tests/http/a.rs", &text)).is_none(), "{statement}");
        }
    }

    #[test]
    fn a_statement_is_one_literal_and_no_comment() {
        let text =
            "// SELECT 1 FROM a\nfn a() { b(\"SELECT\", \"FROM\", \"select from a list\") }\n";
        assert!(check(&Source::new("edge/src/http/a.rs", text)).is_none());
    }
}
