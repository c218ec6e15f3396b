//! Questions to D1: the deployed one through wrangler, one on this machine through Node's own
//! SQLite, which starts in a tenth of a second instead of several.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, serve::database, tools};

/// Node program that runs one statement on a database file and prints its rows.
const ASK: &str = "const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
    console.log(JSON.stringify(db.prepare(process.argv[2]).all()));";

/// Which database.
pub(crate) enum Database<'a> {
    /// The deployed one.
    Remote,
    /// The one in this state folder.
    Local(&'a Path),
}

#[derive(Deserialize)]
struct Answer<Row> {
    results: Vec<Row>,
}

impl<'a> Database<'a> {
    /// Reads `--local FOLDER`, or nothing for the deployed one.
    pub(crate) fn named(words: &[&'a str]) -> Result<Self> {
        match *words {
            [] => Ok(Self::Remote),
            ["--local", state] => Ok(Self::Local(Path::new(state))),
            _ => bail!("which database? `--local FOLDER`, or nothing for the deployed one"),
        }
    }

    /// Runs one statement and returns its rows.
    pub(crate) fn ask<Row: for<'de> Deserialize<'de>>(&self, sql: &str) -> Result<Vec<Row>> {
        match self {
            Self::Remote => {
                let text = process::output(&mut self.execute(sql))?;
                let answers: Vec<Answer<Row>> = serde_json::from_str(&text)
                    .with_context(|| format!("wrangler answered: {text}"))?;
                Ok(answers.into_iter().flat_map(|answer| answer.results).collect())
            }
            Self::Local(state) => {
                let mut node = tools::command("node");
                node.args(["--no-warnings", "-e", ASK]).arg(database::file(state)?).arg(sql);
                Ok(serde_json::from_str(&process::output(&mut node)?)?)
            }
        }
    }

    /// Runs several statements in their order.
    pub(crate) fn run(&self, sql: &str) -> Result<()> {
        process::output(&mut self.execute(sql)).map(|_| ())
    }

    fn execute(&self, sql: &str) -> Command {
        let mut command = tools::wrangler();
        command.args(["d1", "execute", "DB", "--json", "--command", sql]);
        match self {
            Self::Remote => command.arg("--remote"),
            Self::Local(state) => command.arg("--local").arg("--persist-to").arg(state),
        };
        command
    }
}
