//! Local D1 database: a SQLite file that tests read and change directly, with Node's own SQLite.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

const RUN: &str =
    "const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    let rows = []; for (const sql of process.argv.slice(2)) rows = db.prepare(sql).all(); console.log(JSON.stringify(rows));";

/// Runs statements without the triggers that protect histories.
const TAMPER: &str =
    "const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    db.exec('BEGIN IMMEDIATE');
    const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'`).all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    for (const sql of process.argv.slice(2)) db.exec(sql);
    for (const { sql } of triggers) db.exec(sql);
    db.exec('COMMIT'); console.log('[]');";

const HOLD: &str =
    "const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    db.exec('BEGIN EXCLUSIVE'); console.log('held'); setTimeout(() => db.exec('ROLLBACK'), Number(process.argv[2]));";

/// Queries that return the rows violating an invariant, each with the name of the violation.
const HALVES: [(&str, &str); 8] = [
    (
        "a history that isn't from 1 without a gap",
        "SELECT reference FROM participations LEFT JOIN events ON participation = reference GROUP BY reference
         HAVING COUNT(sequence) = 0 OR MIN(sequence) <> 1 OR MAX(sequence) <> COUNT(sequence)",
    ),
    ("a history of nothing", "SELECT participation FROM events WHERE participation NOT IN (SELECT reference FROM participations)"),
    (
        "a key without its participation",
        "SELECT digest FROM idempotency_keys WHERE reference NOT IN (SELECT reference FROM participations)",
    ),
    (
        "a participation without its key",
        "SELECT reference FROM participations WHERE complaint IS NULL AND reference NOT IN (SELECT reference FROM idempotency_keys)",
    ),
    (
        "a suggestion without its complaint, or the other way round",
        "SELECT digest FROM idempotency_keys k LEFT JOIN participations s ON s.complaint = k.reference
         WHERE s.reference IS NOT k.suggestion_reference",
    ),
    ("a notice of nothing", "SELECT id FROM outbox WHERE participation NOT IN (SELECT reference FROM participations)"),
    (
        "a contact without one notice, or a notice without a contact",
        "SELECT reference FROM participations LEFT JOIN outbox ON participation = reference WHERE complaint IS NULL
         GROUP BY reference HAVING COUNT(id) <> (contact IS NOT NULL)",
    ),
    (
        "an attachment of nothing, or still an upload too",
        "SELECT id FROM attachments WHERE participation NOT IN (SELECT reference FROM participations) OR id IN (SELECT id FROM uploads)",
    ),
];

/// Path of the database file.
pub struct Database(PathBuf);

impl Database {
    /// Finds the database of the edge that uses this state folder.
    pub fn in_state(state: &Path) -> Self {
        let folder = state.join("v3/d1/miniflare-D1DatabaseObject");
        let files = fs::read_dir(&folder)
            .expect("a folder of databases")
            .flatten()
            .map(|entry| entry.path());
        let is_database = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "sqlite")
                && !path.ends_with("metadata.sqlite")
        };
        Self(files.into_iter().find(is_database).expect("a database"))
    }

    /// Opens a database file.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Runs statements and returns the rows of the last one.
    pub fn run(&self, statements: &[&str]) -> Vec<Value> {
        let output =
            self.node(RUN, statements).stderr(Stdio::inherit()).output().expect("Node runs");
        assert!(output.status.success(), "{statements:?}");
        serde_json::from_slice(&output.stdout).expect("rows")
    }

    /// Runs statements on histories as somebody would who tampers with the database: without the
    /// triggers that refuse it. Afterwards they are back.
    pub fn tamper(&self, statements: &[&str]) {
        let output =
            self.node(TAMPER, statements).stderr(Stdio::inherit()).output().expect("Node runs");
        assert!(output.status.success(), "{statements:?}");
    }

    /// Returns whether the database refuses a statement.
    pub fn refuses(&self, statement: &str) -> bool {
        let mut command = self.node(RUN, &[statement]);
        !command.stderr(Stdio::null()).output().expect("Node runs").status.success()
    }

    /// Returns the number that a statement selects as `n`.
    pub fn count(&self, statement: &str) -> u64 {
        self.run(&[statement])[0]["n"].as_u64().expect("a number n")
    }

    /// Asserts that the database holds exactly `acknowledged` submissions and that no row is
    /// missing or orphaned.
    pub fn assert_whole(&self, acknowledged: usize) {
        let sent = self.count("SELECT COUNT(*) AS n FROM participations WHERE complaint IS NULL");
        assert_eq!(sent, acknowledged as u64, "participations");
        for (what, rows) in HALVES {
            assert_eq!(self.run(&[rows]), Vec::<Value>::new(), "{what}");
        }
    }

    /// Locks the database exclusively for `milliseconds`. Returns once the lock is held.
    pub fn hold(&self, milliseconds: u32) -> Child {
        use std::io::{BufRead, BufReader};
        let mut child = self
            .node(HOLD, &[&milliseconds.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node runs");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        assert_eq!(line.trim(), "held");
        child
    }

    fn node(&self, script: &str, arguments: &[&str]) -> Command {
        let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/.bin/node");
        let mut command = Command::new(node);
        command
            .args(["--no-warnings", "-e", script])
            .arg(&self.0)
            .args(arguments)
            .stdin(Stdio::null());
        command
    }
}
