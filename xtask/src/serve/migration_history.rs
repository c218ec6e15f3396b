//! Check that a local database was made by the migrations in the sources.
//!
//! Wrangler compares names only. On a database with another history it would apply every new name,
//! and fail half-way.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{process, tools};

/// Node program that prints the names of the applied migrations.
const READ: &str = "const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    const made = db.prepare(\"SELECT 1 FROM sqlite_schema WHERE name = 'd1_migrations'\").get();
    const rows = made ? db.prepare('SELECT name FROM d1_migrations ORDER BY id').all() : [];
    console.log(JSON.stringify(rows.map((row) => row.name)));";

/// Checks that the migrations in `names` can continue the database in `file`, of this state folder.
///
/// # Errors
///
/// Fails if other migrations made it. The message says how to begin anew.
pub(super) fn check(state: &Path, file: &Path, names: &[String]) -> Result<()> {
    let applied = applied(file)?;
    let foreign = foreign(&applied, names);
    if foreign.is_empty() {
        return Ok(());
    }
    bail!(
        "the database in {} was made by migrations that edge/migrations doesn't hold ({}), so it \
         can't be brought up to date. The folder holds local data only: delete it, then start \
         again.\n\n    rm -r {}\n",
        state.display(),
        summary(&foreign),
        quoted(state)
    )
}

fn applied(file: &Path) -> Result<Vec<String>> {
    let mut node = tools::command("node");
    node.args(["--no-warnings", "-e", READ]).arg(file);
    Ok(serde_json::from_str(&process::output(&mut node)?)?)
}

/// Returns the applied migrations that aren't among `names`, though their number isn't above the
/// newest of `names`.
///
/// A higher number is that of a newer version of the sources. Migrations leave a database that the
/// version before can use: see edge/migrations/README.md.
fn foreign<'a>(applied: &'a [String], names: &[String]) -> Vec<&'a str> {
    let last = names.iter().filter_map(|name| number(name)).max();
    let is_foreign = |name: &&String| !names.contains(name) && number(name) <= last;
    applied.iter().filter(is_foreign).map(String::as_str).collect()
}

/// Returns the number that a name begins with. `None` sorts first.
fn number(name: &str) -> Option<u32> {
    name.split('_').next().and_then(|number| number.parse().ok())
}

fn summary(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// Returns a path as one word of a shell command.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain =
        path.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
    if is_plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_database_of_other_migrations_is_recognised() {
        let known = names(&["0001_entities.sql", "0002_staff.sql", "0003_settings.sql"]);
        for (applied, foreign_names) in [
            (&["0001_directory.sql"][..], &["0001_directory.sql"][..]),
            (
                &["0001_directory.sql", "0002_participations.sql", "0003_uploads.sql"],
                &["0001_directory.sql", "0002_participations.sql", "0003_uploads.sql"],
            ),
            // Two branches took the same number.
            (&["0001_entities.sql", "0002_staff.sql", "0003_z.sql"], &["0003_z.sql"]),
            (&["0001_entities.sql", "by_hand.sql"], &["by_hand.sql"]),
        ] {
            assert_eq!(foreign(&names(applied), &known), foreign_names);
        }
    }

    #[test]
    fn a_database_of_these_migrations_goes_on() {
        let known = names(&["0001_entities.sql", "0002_staff.sql"]);
        for applied in [
            &[][..],
            &["0001_entities.sql"],
            &["0001_entities.sql", "0002_staff.sql"],
            // A newer version of the sources made it.
            &["0001_entities.sql", "0002_staff.sql", "0003_settings.sql"],
        ] {
            assert!(foreign(&names(applied), &known).is_empty(), "{applied:?}");
        }
    }

    #[test]
    fn the_advice_can_be_pasted_into_a_shell() {
        assert_eq!(quoted(Path::new("/a/.wrangler/state")), "/a/.wrangler/state");
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
        assert_eq!(summary(&["0001_a.sql", "0002_b.sql", "0003_c.sql"]), "0001_a.sql and 2 more");
    }
}
