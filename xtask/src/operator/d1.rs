//! Questions to D1, the deployed one or one on this machine, through wrangler.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, tools};

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

    /// Runs statements and gives all their rows.
    pub(crate) fn ask<Row: for<'de> Deserialize<'de>>(&self, sql: &str) -> Result<Vec<Row>> {
        let mut command = tools::wrangler();
        command.args(["d1", "execute", "DB", "--json", "--command", sql]);
        match self {
            Self::Remote => command.arg("--remote"),
            Self::Local(state) => command.arg("--local").arg("--persist-to").arg(state),
        };
        let text = process::output(&mut command)?;
        let answers: Vec<Answer<Row>> =
            serde_json::from_str(&text).with_context(|| format!("wrangler answered: {text}"))?;
        Ok(answers.into_iter().flat_map(|answer| answer.results).collect())
    }
}
