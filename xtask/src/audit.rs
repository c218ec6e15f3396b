//! `cargo xtask audit`: known vulnerabilities of the dependencies, and their licences.
//!
//! It queries advisory databases. The tests don't include it, since they need no network.

use std::{
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{
    process, project,
    tools::{binaries, command},
};

/// The exit code if no problem was found, but some source could not be asked.
const NOT_ALL_CHECKED: u8 = 2;

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Nothing,
    Found,
    NotChecked(String),
}

pub(crate) fn run() -> ExitCode {
    let root = project::root();
    let verdicts = [
        ("cargo audit: RustSec advisories", cargo_audit(&root)),
        ("cargo audit: the same on the build tools", cargo_audit(&root.join("build-tools"))),
        ("cargo deny: licences, duplicates, sources", cargo_deny()),
        ("npm audit: advisories on the tools", npm_audit(&root)),
        (
            "npm audit: advisories on the widgets that ours is compared with",
            npm_audit(&root.join("tests/bench/peers")),
        ),
    ]
    .map(|(name, verdict)| {
        (name, verdict.unwrap_or_else(|error| Verdict::NotChecked(format!("{error:#}"))))
    });
    for (name, verdict) in &verdicts {
        match verdict {
            Verdict::Nothing => println!("{name}: nothing"),
            Verdict::Found => println!("{name}: something, see above"),
            Verdict::NotChecked(why) => println!("{name}: NOT CHECKED, {why}"),
        }
    }
    let any = |kind: fn(&Verdict) -> bool| verdicts.iter().any(|(_, verdict)| kind(verdict));
    if any(|verdict| *verdict == Verdict::Found) {
        ExitCode::FAILURE
    } else if any(|verdict| matches!(verdict, Verdict::NotChecked(_))) {
        ExitCode::from(NOT_ALL_CHECKED)
    } else {
        ExitCode::SUCCESS
    }
}

/// Asks for advisories on the lock file of a folder.
fn cargo_audit(folder: &Path) -> Result<Verdict> {
    let program = binaries::cargo_audit()?;
    advisories(|| {
        let mut audit = command(&program);
        audit.arg("audit").current_dir(folder);
        audit
    })
}

fn cargo_deny() -> Result<Verdict> {
    let checked = process::run(
        command(binaries::cargo_deny()?).args(["check", "licenses", "bans", "sources"]),
    );
    // Stopped, it has found nothing.
    if process::stopping() {
        bail!("stopped");
    }
    Ok(if checked.is_ok() { Verdict::Nothing } else { Verdict::Found })
}

fn npm_audit(folder: &Path) -> Result<Verdict> {
    advisories(|| {
        let mut audit = command("npm");
        audit.args(["audit", "--audit-level=high", "--loglevel=silent"]).current_dir(folder);
        audit
    })
}

/// Runs the tool with JSON output, which tells findings from a failed request; the text doesn't.
fn advisories(audit: impl Fn() -> Command) -> Result<Verdict> {
    let (status, report) = process::captured(audit().arg("--json"))?;
    let verdict = Verdict::of(&report, status.success());
    if verdict == Verdict::Found {
        let _ = process::run(&mut audit());
    }
    Ok(verdict)
}

impl Verdict {
    /// Reads a report. One without a list of vulnerabilities, even an empty one, tells of an error.
    fn of(report: &str, is_clean: bool) -> Self {
        let report: Value = serde_json::from_str(report).unwrap_or_default();
        match (&report["vulnerabilities"], is_clean) {
            (Value::Null, _) => Self::NotChecked(
                report["message"].as_str().unwrap_or("the advisories can't be read").to_owned(),
            ),
            (_, true) => Self::Nothing,
            (_, false) => Self::Found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_asked_is_neither_clean_nor_found() {
        assert_eq!(Verdict::of(r#"{"vulnerabilities":{},"metadata":{}}"#, true), Verdict::Nothing);
        assert_eq!(
            Verdict::of(r#"{"vulnerabilities":{"found":true,"count":1}}"#, false),
            Verdict::Found
        );
        let refused = r#"{"message":"405 Method Not Allowed","statusCode":405}"#;
        assert_eq!(
            Verdict::of(refused, false),
            Verdict::NotChecked("405 Method Not Allowed".into())
        );
        assert!(matches!(Verdict::of("", false), Verdict::NotChecked(_)));
    }
}
