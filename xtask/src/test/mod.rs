//! `cargo xtask test`: everything that a change must pass, or a part of it.
//!
//! All of it runs, even if an early part fails.

mod checks;
mod contract;
mod served;
mod tally;
mod unit;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{process, test::tally::Tally};

#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// Formatting, lints, house rules, sizes.
    Checks,
    /// Unit and property tests, without any server.
    Domain,
    /// Against the real workerd, over HTTP.
    Http,
    /// Against workerd, killed and starved.
    Faults,
    /// With real browsers.
    Browser,
    /// With a screen reader.
    Speech,
}

impl Part {
    pub(crate) const ALL: &[Self] =
        &[Self::Checks, Self::Domain, Self::Http, Self::Faults, Self::Browser, Self::Speech];

    pub(crate) fn named(name: &str) -> Result<Self> {
        match name {
            "domain" => Ok(Self::Domain),
            "http" => Ok(Self::Http),
            "faults" => Ok(Self::Faults),
            "browser" => Ok(Self::Browser),
            "speech" => Ok(Self::Speech),
            _ => bail!("no such part: {name}; there are domain, http, faults, browser and speech"),
        }
    }
}

/// Runs the parts. `only` limits a part of several files to those whose name begins with it.
pub(crate) fn run(parts: &[Part], only: Option<&str>) -> Result<ExitCode> {
    let mut tally = Tally::default();
    for part in parts {
        match part {
            Part::Checks => checks::run(&mut tally),
            Part::Domain => unit::run(&mut tally),
            Part::Http => served::run(&mut tally, &served::HTTP, only),
            Part::Faults => served::run(&mut tally, &served::FAULTS, only),
            Part::Browser => served::run(&mut tally, &served::BROWSER, only),
            Part::Speech => served::run(&mut tally, &served::SPEECH, only),
        }
        if process::stopping() {
            bail!("stopped");
        }
    }
    Ok(tally.close())
}
