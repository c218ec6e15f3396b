//! D1 as it lies on this machine: a SQLite file, read and changed behind the edge's back with Node's own SQLite.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

const RUN: &str =
    "const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    let rows = []; for (const sql of process.argv.slice(2)) rows = db.prepare(sql).all(); console.log(JSON.stringify(rows));";

const HOLD: &str =
    "const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    db.exec('BEGIN EXCLUSIVE'); console.log('held'); setTimeout(() => db.exec('ROLLBACK'), Number(process.argv[2]));";

/// The database's file.
pub struct Database(PathBuf);

impl Database {
    /// The database that an edge with this state folder uses.
    pub fn in_state(state: &Path) -> Self {
        let folder = state.join("v3/d1/miniflare-D1DatabaseObject");
        let files = fs::read_dir(&folder).expect("a folder of databases").flatten().map(|entry| entry.path());
        let is_database =
            |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite") && !path.ends_with("metadata.sqlite");
        Self(files.into_iter().find(is_database).expect("a database"))
    }

    /// Runs statements and gives the rows of the last one.
    pub fn run(&self, statements: &[&str]) -> Vec<Value> {
        let output = self.node(RUN, statements).stderr(Stdio::inherit()).output().expect("Node runs");
        assert!(output.status.success(), "{statements:?}");
        serde_json::from_slice(&output.stdout).expect("rows")
    }

    /// The number that a statement gives under the name `n`.
    pub fn count(&self, statement: &str) -> u64 {
        self.run(&[statement])[0]["n"].as_u64().expect("a number n")
    }

    /// Keeps everyone else out for some time; returns once it does.
    pub fn hold(&self, milliseconds: u32) -> Child {
        use std::io::{BufRead, BufReader};
        let mut child = self.node(HOLD, &[&milliseconds.to_string()]).stdout(Stdio::piped()).spawn().expect("Node runs");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        assert_eq!(line.trim(), "held");
        child
    }

    fn node(&self, script: &str, arguments: &[&str]) -> Command {
        let node = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/.bin/node");
        let mut command = Command::new(node);
        command.args(["--no-warnings", "-e", script]).arg(&self.0).args(arguments).stdin(Stdio::null());
        command
    }
}
