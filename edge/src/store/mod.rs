//! Storage in D1: all SQL, one file for each table or query, with the shapes of its rows.
//!
//! Handlers, services and cron jobs call it. Rules belong to `domain`. Statements have named
//! parameters only (`named`), and events are inserted only in `events`.

pub(crate) mod attachments;
pub(crate) mod case_detail;
pub(crate) mod cases;
mod database;
pub(crate) mod directory;
pub(crate) mod erasure;
mod error;
pub(crate) mod events;
pub(crate) mod idempotency;
pub(crate) mod limits;
mod named;
pub(crate) mod outbox;
pub(crate) mod participations;
pub(crate) mod people;
pub(crate) mod presences;
pub(crate) mod proofs;
pub(crate) mod queues;
pub(crate) mod recounts;
pub(crate) mod search;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod sign_ins;
pub(crate) mod staff;
pub(crate) mod uploads;

use serde::Serialize;

use database::Value;
pub(crate) use database::{Cost, D1Result, Database, Statement};

pub(crate) use error::{Constraint, StoreError};

/// Name of a statement's parameter, and its value.
type Parameter<'a> = (&'static str, Value<'a>);

type Result<T> = std::result::Result<T, StoreError>;

/// Returns a statement with named parameters, such as `:reference`, and their values.
fn statement<const COUNT: usize>(
    db: &Database,
    sql: &str,
    parameters: [Parameter<'_>; COUNT],
) -> Result<Statement> {
    db.statement(sql, parameters.into())
}

/// Encodes values as the JSON list that a statement takes.
pub(crate) fn list(values: &[impl Serialize]) -> Result<String> {
    serde_json::to_string(values).map_err(|error| StoreError::Other(error.to_string()))
}

/// Checks that the database answers, by a table that everything needs.
pub(crate) async fn answers(db: &Database) -> Result<()> {
    statement(db, "SELECT id FROM entities LIMIT 1", [])?.run().await?;
    Ok(())
}

/// Returns the error for a value that this program can't have written.
fn unreadable(what: &str) -> StoreError {
    StoreError::Other(format!("unreadable in the store: {what}"))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// Returns the content of the parentheses that `text` starts with, and the text after them.
    fn parentheses(text: &str) -> Option<(&str, &str)> {
        let mut depth = 0;
        for (at, letter) in text.trim_start().char_indices() {
            depth += match letter {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            match (at, depth) {
                (0, 0) => return None,
                (_, 0) => return text.trim_start()[1..].split_at_checked(at - 1),
                _ => {}
            }
        }
        None
    }

    /// Returns each column of `INSERT INTO table (columns) VALUES (values)` with its value, and
    /// nothing for other statements.
    fn columns(insert: &str) -> Vec<(String, String)> {
        let lists = insert.split_once('(').and_then(|(table, _)| {
            let (columns, rest) = parentheses(&insert[table.len()..])?;
            let values = rest[1..].trim_start().strip_prefix("VALUES")?;
            Some((columns, parentheses(values)?.0))
        });
        let Some((columns, values)) = lists else { return Vec::new() };
        let trimmed = |list: &str| list.split(',').map(|it| it.trim().to_owned()).collect();
        let (columns, values): (Vec<_>, Vec<_>) = (trimmed(columns), trimmed(values));
        assert_eq!(columns.len(), values.len(), "{insert}");
        columns.into_iter().zip(values).collect()
    }

    /// Returns the columns that take a parameter of another name.
    fn swapped(insert: &str) -> Vec<(String, String)> {
        let mut pairs = columns(insert);
        pairs.retain(|(column, value)| value.strip_prefix(':').is_some_and(|name| name != column));
        pairs
    }

    #[test]
    fn a_swapped_column_is_found() {
        assert_eq!(columns("staff (id, name) VALUES (:id, lower(:name))").len(), 2);
        assert!(swapped("staff (id, name) VALUES (:id, lower(:name))").is_empty());
        assert_eq!(swapped("staff (id, name)\n VALUES (:name, :id)").len(), 2);
    }

    #[test]
    fn an_inserted_column_takes_the_parameter_of_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let mut count = 0;
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.ends_with("mod.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for insert in text.split("INSERT INTO ").skip(1) {
                let wrong = swapped(insert);
                assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
                count += usize::from(!columns(insert).is_empty());
            }
        }
        assert!(count > 10, "{count} statements were read");
    }
}
