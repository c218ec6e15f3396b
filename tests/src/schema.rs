//! The schema of a database, as text that can be compared: definitions without comments, each
//! column on a line.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::database::Database;

/// Applies the files in `argv[2..]` to the database in `argv[1]` and prints its definitions.
const READ: &str = "const { DatabaseSync } = require('node:sqlite');
    const { readFileSync } = require('node:fs');
    const [path, ...files] = process.argv.slice(1);
    const db = new DatabaseSync(path, { timeout: 10000 });
    for (const file of files) db.exec(readFileSync(file, 'utf8'));
    const definitions = db.prepare(`SELECT type, tbl_name AS 'table', sql FROM sqlite_schema
      WHERE sql IS NOT NULL ORDER BY tbl_name, type = 'table' DESC, type, name`).all();
    const options = db.prepare(`SELECT k AS name, v AS value FROM search_config
      WHERE k <> 'version' ORDER BY k`).all();
    console.log(JSON.stringify({ definitions, options }));";

const HEAD: &str = "-- The schema after all migrations, without their comments. The test in
-- tests/src/schema.rs writes it: see edge/migrations/README.md.
";

/// Beginnings of the names of tables that SQLite, D1, wrangler and the full-text index make.
const FOREIGN: [&str; 4] = ["sqlite_", "_cf_", "d1_", "search_"];

#[derive(Deserialize)]
struct Answer {
    definitions: Vec<Definition>,
    /// Options of the full-text index, which lie in rows.
    options: Vec<Setting>,
}

#[derive(Deserialize)]
struct Definition {
    r#type: String,
    table: String,
    sql: String,
}

#[derive(Deserialize)]
struct Setting {
    name: String,
    value: u32,
}

/// Returns the schema that these migrations give an empty database.
pub fn of_migrations(migrations: &[PathBuf]) -> String {
    read(Path::new(":memory:"), migrations)
}

/// Returns the schema of a D1 database.
pub fn of_database(database: &Database) -> String {
    read(database.path(), &[])
}

/// Returns the paths of the project's migrations in their order.
pub fn migrations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge/migrations");
    let entries = fs::read_dir(folder).expect("a folder of migrations").flatten();
    let is_sql = |path: &PathBuf| path.extension().is_some_and(|end| end == "sql");
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(is_sql).collect();
    paths.sort();
    paths
}

fn read(path: &Path, migrations: &[PathBuf]) -> String {
    let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/.bin/node");
    let mut command = Command::new(node);
    command.args(["--no-warnings", "-e", READ]).arg(path).args(migrations).stdin(Stdio::null());
    let output = command.stderr(Stdio::inherit()).output().expect("Node runs");
    assert!(output.status.success(), "the schema of {} can't be read", path.display());
    let answer: Answer = serde_json::from_slice(&output.stdout).expect("definitions");
    let mut text = HEAD.to_owned();
    for Definition { r#type, table, sql } in answer.definitions {
        if !FOREIGN.iter().any(|start| table.starts_with(start)) {
            let space = if r#type == "table" { "\n" } else { "" };
            let _ = writeln!(text, "{space}{};", laid_out(&sql));
        }
    }
    text += "\n-- Options of the full-text index.\n";
    for Setting { name, value } in answer.options {
        let _ = writeln!(text, "-- {name}: {value}");
    }
    text
}

/// Returns a definition without its comments and with a table's columns and constraints on a line
/// each. Other white space becomes one space.
fn laid_out(sql: &str) -> String {
    let is_table = sql.starts_with("CREATE TABLE");
    let (mut text, mut depth) = (String::new(), 0);
    for (is_apart, token) in tokens(sql) {
        depth -= u32::from(token == ")");
        if token == ")" && is_table && depth == 0 {
            text.push('\n');
        } else if is_apart && !text.ends_with(['(', ' ']) && ![")", ","].contains(&token) {
            text.push(' ');
        }
        text += token;
        depth += u32::from(token == "(");
        if is_table && depth == 1 && ["(", ","].contains(&token) {
            text += "\n    ";
        }
    }
    text
}

/// Returns the tokens of a statement: parentheses, commas, quoted texts, and runs of the rest. Each
/// says whether white space or a comment stands before it.
fn tokens(sql: &str) -> Vec<(bool, &str)> {
    let (mut tokens, mut rest, mut is_apart) = (Vec::new(), sql, false);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '(' | ')' | ',' => 1,
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ if first.is_whitespace() => first.len_utf8(),
            _ => rest
                .find(|letter: char| letter.is_whitespace() || "(),'\"".contains(letter))
                .unwrap_or(rest.len()),
        };
        let (token, next) = rest.split_at(length);
        if first.is_whitespace() || token.starts_with("--") {
            is_apart = true;
        } else {
            tokens.push((is_apart, token));
            is_apart = false;
        }
        rest = next;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;

    /// Returns the schema after one more migration.
    fn after(sql: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("next.sql");
        fs::write(&file, sql).unwrap();
        of_migrations(&[migrations(), vec![file]].concat())
    }

    #[test]
    fn the_schema_is_what_the_migrations_make() {
        expect_file!["../../edge/schema.sql"].assert_eq(&of_migrations(&migrations()));
    }

    /// Runs statements on an empty database, and returns the error of each that fails.
    fn errors(statements: &[&str]) -> Vec<String> {
        const RUN: &str = "const { DatabaseSync } = require('node:sqlite');
            const { readFileSync } = require('node:fs');
            const [statements, ...files] = process.argv.slice(1);
            const db = new DatabaseSync(':memory:');
            for (const file of files) db.exec(readFileSync(file, 'utf8'));
            const error = (sql) => { try { db.exec(sql); return []; } catch (e) { return [e.message]; } };
            console.log(JSON.stringify(JSON.parse(statements).flatMap(error)));";
        let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/.bin/node");
        let mut command = Command::new(node);
        command.args(["--no-warnings", "-e", RUN, &serde_json::to_string(statements).unwrap()]);
        let output = command.args(migrations()).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    #[test]
    fn an_event_is_neither_removed_nor_changed_nor_replaced() {
        let event = |verb: &str, what: &str| {
            format!(
                "{verb} INTO events (participation, sequence, at, actor, what, stage, entity,
                 content_digest, previous, hash)
                 VALUES ('1', 1, '', '', '{what}', '', '', '', '', '')"
            )
        };
        let first = event("INSERT", "first");
        assert_eq!(errors(&["PRAGMA foreign_keys = OFF", &first]), Vec::<String>::new());
        let (append_only, taken) = (
            "events are append-only",
            "UNIQUE constraint failed: events.participation, events.sequence",
        );
        for (statement, error) in [
            ("DELETE FROM events", append_only),
            ("DELETE FROM events WHERE sequence = 1", append_only),
            ("UPDATE events SET what = ''", append_only),
            ("UPDATE OR REPLACE events SET sequence = 2", append_only),
            ("DELETE FROM participations; DELETE FROM events", append_only),
            (&event("INSERT", "other"), taken),
            (&event("REPLACE", "other"), taken),
            (&event("INSERT OR REPLACE", "other"), taken),
            (&format!("{first} ON CONFLICT DO UPDATE SET what = 'other'"), taken),
        ] {
            let found = errors(&["PRAGMA foreign_keys = OFF", &first, statement]);
            assert_eq!(found, [error], "{statement}");
        }
    }

    #[test]
    fn a_change_of_the_schema_shows_and_one_of_rows_does_not() {
        let before = of_migrations(&migrations());
        assert_eq!(after("-- A comment.\nINSERT INTO garbage (object_key) VALUES ('a');"), before);
        for change in [
            "CREATE TABLE a (b TEXT)",
            "DROP TABLE spent_proofs",
            "ALTER TABLE entities ADD COLUMN a TEXT",
            "ALTER TABLE entities RENAME COLUMN name_ar TO a",
            "ALTER TABLE messages DROP COLUMN root_cause",
            "CREATE INDEX a ON entities (kind)",
            "DROP INDEX hands_by_participation",
            "DROP TRIGGER events_are_not_changed",
            "CREATE VIEW a AS SELECT 1",
            "INSERT INTO search (search, rank) VALUES ('secure-delete', 0)",
        ] {
            assert_ne!(after(change), before, "{change}");
        }
    }

    #[test]
    fn a_definition_is_laid_out_without_its_comments() {
        for (sql, lines) in [
            (
                "CREATE TABLE a (\n  -- It's (a), b.\n  b  TEXT CHECK (b IN ('--', 'x  y')),\n\n  \
                 PRIMARY KEY (b)\n) STRICT",
                "CREATE TABLE a (\n    b TEXT CHECK (b IN ('--', 'x  y')),\n    \
                 PRIMARY KEY (b)\n) STRICT",
            ),
            // SQLite puts the comma before an added column.
            (
                "CREATE TABLE a (\n  b TEXT\n, c TEXT DEFAULT (upper('')), CHECK (  c <> b  ))",
                "CREATE TABLE a (\n    b TEXT,\n    c TEXT DEFAULT (upper('')),\n    \
                 CHECK (c <> b)\n)",
            ),
            (
                "CREATE INDEX a -- A comment.\nON b (c, d)\n  WHERE c<>''",
                "CREATE INDEX a ON b (c, d) WHERE c<>''",
            ),
        ] {
            assert_eq!(laid_out(sql), lines);
        }
    }
}
