//! `cargo xtask test`: everything that a change must pass, or a part of it.
//!
//! All of it runs, even if an early part fails.

mod background;
mod checks;
mod contract;
mod executables;
mod served;
mod tally;
mod unit;

use std::{process::ExitCode, thread};

use anyhow::{Result, anyhow, bail};

use crate::{
    process,
    test::{
        background::Background,
        served::{Built, Suite},
        tally::Tally,
    },
};

#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// Formatting, lints, house rules, sizes.
    Checks,
    /// Unit and property tests, without any server.
    Domain,
    /// A suite against the running system.
    Served(&'static Suite),
}

/// The suites, in the order in which they run.
const SUITES: [&Suite; 4] = [&served::HTTP, &served::FAULTS, &served::BROWSER, &served::SPEECH];

impl Part {
    pub(crate) fn named(name: &str) -> Result<Self> {
        match name {
            "checks" => Ok(Self::Checks),
            "domain" => Ok(Self::Domain),
            _ => match SUITES.into_iter().find(|suite| suite.target == name) {
                Some(suite) => Ok(Self::Served(suite)),
                None => bail!(
                    "no such part: {name}; there are checks, domain, http, faults, browser and speech"
                ),
            },
        }
    }
}

/// Runs everything. What needs no server runs beside the suites.
pub(crate) fn run_all() -> Result<ExitCode> {
    let mut tally = Tally::default();
    let built = Built::new(&SUITES);
    let background = Background::start(&["checks", "domain"]);
    match built {
        Ok(built) => run_suites(&mut tally, &built),
        Err(error) => tally.fail("build", &error),
    }
    background.finish(&mut tally);
    close(tally)
}

/// Runs the suites one after the other, but for the fault tests: they start edges of their own and
/// often wait for a process to end or a pause to pass, so they run beside the HTTP tests.
fn run_suites(tally: &mut Tally, built: &Built) {
    let [http, faults, others @ ..] = SUITES;
    let run = |suite| {
        let mut tally = Tally::default();
        built.run(&mut tally, suite, None);
        tally
    };
    thread::scope(|scope| {
        let beside = scope.spawn(|| run(faults));
        tally.merge(run(http));
        match beside.join() {
            Ok(beside) => tally.merge(beside),
            Err(_) => tally.fail("fault tests", &anyhow!("they panicked")),
        }
    });
    for suite in others {
        tally.merge(run(suite));
    }
}

/// Runs one part. `only` limits a suite to the files whose name begins with it.
pub(crate) fn run(part: Part, only: Option<&str>) -> Result<ExitCode> {
    let mut tally = Tally::default();
    match part {
        Part::Checks => checks::run(&mut tally),
        Part::Domain => unit::run(&mut tally),
        Part::Served(suite) => Built::new(&[suite])?.run(&mut tally, suite, only),
    }
    close(tally)
}

fn close(tally: Tally) -> Result<ExitCode> {
    if process::stopping() {
        bail!("stopped");
    }
    Ok(tally.close())
}
