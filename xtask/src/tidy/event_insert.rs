//! The rule that every event is inserted in one place: what an event means for other tables stands
//! there, so an event inserted elsewhere would leave those tables behind. The log of security
//! events has one place too.
//!
//! Tests may insert events that nobody could have caused. The rule looks for the statement in the
//! string literals of production code.

use crate::tidy::{Source, rust_text::RustText};

/// The file that holds the only statement that inserts events.
const HOME: &str = "edge/src/store/case/events.rs";

/// Each table with the file that holds the only statement that inserts into it.
const HOMES: [(&str, &str); 2] =
    [("events", HOME), ("security_events", "edge/src/store/access/security_events.rs")];

/// Folders of tests and of this crate.
const EXEMPT: [&str; 2] = ["tests/", "xtask/"];

/// Takes all sources. Returns one problem for each statement outside its file, and one if the file
/// doesn't hold exactly one.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    HOMES.iter().flat_map(|(table, home)| check_table(sources, table, home)).collect()
}

fn check_table(sources: &[Source], table: &str, home: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut at_home = 0;
    for source in sources.iter().filter(|source| is_production(source)) {
        let statements = inserts(source, table);
        if source.path == home {
            at_home = statements;
        } else if statements > 0 {
            problems.push(format!(
                "{}: inserts into {table}; call `insert` of {home}, where everything that follows \
                 from an event is written with it",
                source.path
            ));
        }
    }
    if at_home != 1 {
        problems.push(format!("{home}: {at_home} statements insert into {table}, not one"));
    }
    problems
}

fn is_production(source: &Source) -> bool {
    source.is_rust() && !EXEMPT.iter().any(|folder| source.path.starts_with(folder))
}

fn inserts(source: &Source, table: &str) -> usize {
    let literals = RustText::parse(&source.text).strings;
    literals.iter().filter(|literal| inserts_event(literal, table)).count()
}

/// Returns whether a statement has `INTO events`, with or without quotes, as in `INSERT OR IGNORE
/// INTO events` and `REPLACE INTO "events"`.
fn inserts_event(literal: &str, table: &str) -> bool {
    let letters = |letter: char| !letter.is_alphanumeric() && letter != '_';
    let words: Vec<_> = literal.split(letters).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .any(|pair| pair[0].eq_ignore_ascii_case("into") && pair[1].eq_ignore_ascii_case(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, statements: &[&str]) -> Source {
        let literals: Vec<_> = statements.iter().map(|sql| format!("a(r#\"{sql}\"#);\n")).collect();
        Source::new(path, &format!("//! A.\nfn b() {{\n{}}}\n", literals.concat()))
    }

    const INSERT: &str = "INSERT INTO events (participation) VALUES (?1)";

    fn log() -> Source {
        file(HOMES[1].1, &["INSERT INTO security_events (at) VALUES (?1)"])
    }

    #[test]
    fn an_event_is_inserted_in_one_file() {
        let home = || file(HOME, &[INSERT]);
        for stray in [
            INSERT,
            "INSERT OR IGNORE INTO\n events (participation) SELECT 1",
            "REPLACE INTO \"events\" VALUES (?1)",
        ] {
            let sources = [home(), log(), file("edge/src/store/case/erasure.rs", &[stray])];
            assert_eq!(check(&sources).len(), 1, "{stray}");
        }
        for other in ["SELECT id FROM events", "INSERT INTO settings_events (id) VALUES (?1)"] {
            let sources = [home(), log(), file("edge/src/store/case/erasure.rs", &[other])];
            assert!(check(&sources).is_empty(), "{other}");
        }
        assert!(check(&[home(), log(), file("tests/src/staff.rs", &[INSERT])]).is_empty());
    }

    #[test]
    fn the_log_of_security_events_is_written_in_one_file() {
        let stray =
            file("edge/src/http/console/session/sign_out.rs", &["INSERT INTO security_events"]);
        assert_eq!(check(&[file(HOME, &[INSERT]), log(), stray]).len(), 1);
    }

    #[test]
    fn the_file_holds_one_statement() {
        assert_eq!(check(&[log()]).len(), 1);
        assert_eq!(check(&[log(), file(HOME, &[])]).len(), 1);
        assert_eq!(check(&[log(), file(HOME, &[INSERT, INSERT])]).len(), 1);
    }
}
