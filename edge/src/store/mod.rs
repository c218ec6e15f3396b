//! Storage in D1: all SQL, one file for each table or query, with the shapes of its rows.
//!
//! The folders are subjects of `domain`: `intake`, `case`, `channel`, `media`, `access`, `profile`
//! and `entity`; `database` is the client that all of them use. Handlers, services and cron jobs
//! call it. Rules belong to `domain`. Statements have named parameters only (`database::named`),
//! and events are inserted only in `case::events`.

/// Condition that a role handles cases, as `Role::handles_cases` of the domain has it: part of a
/// statement on `roles`.
macro_rules! handles_cases {
    () => {
        "role IN ('employee', 'supervisor')"
    };
}

pub(crate) mod access;
pub(crate) mod alerts;
pub(crate) mod case;
pub(crate) mod channel;
mod chosen;
mod database;
pub(crate) mod deliveries;
pub(crate) mod entity;
pub(crate) mod figures;
pub(crate) mod intake;
pub(crate) mod media;
pub(crate) mod open311;
mod other_key;
pub(crate) mod outbox;
pub(crate) mod profile;
pub(crate) mod search;
pub(crate) mod system;
pub(crate) mod webhook;

use domain::Timestamp;
use serde::Serialize;

use chosen::Chosen;
use database::Value;
pub(crate) use database::{Constraint, Cost, D1Result, Database, Statement, StoreError};

use crate::platform::clock::later;

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

/// Returns the text that sorts before each time from this one on. Times are compared as texts, and
/// `…5.25Z` sorts before `…5Z`, so the letter of the time zone is left out.
fn lower_bound(time: Timestamp) -> String {
    time.to_string().trim_end_matches('Z').to_owned()
}

/// Returns the text that sorts after each time up to the end of this one's second.
fn upper_bound(time: Timestamp) -> String {
    later(time, 0).to_string()
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
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    use domain::{slug::Slug, staff::Role};

    #[test]
    fn statements_and_rules_agree_on_the_roles_that_handle_cases() {
        let rta = || Slug::parse("rta").unwrap();
        let roles = [Role::Employee(rta()), Role::Supervisor(rta()), Role::Administrator(rta())];
        let roles = roles.into_iter().chain([
            Role::DecisionMaker,
            Role::Auditor,
            Role::PlatformAdministrator,
        ]);
        let names: Vec<_> =
            roles.filter(Role::handles_cases).map(|role| format!("'{}'", role.name())).collect();
        assert_eq!(handles_cases!(), format!("role IN ({})", names.join(", ")));
    }

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

    /// Returns the files of a folder and of the folders in it.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
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
        for path in files(&folder).into_iter().filter(|path| !path.ends_with("store/mod.rs")) {
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
