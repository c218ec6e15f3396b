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
        served::{Built, Files, Suite},
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

/// The suites: those without a browser, those with one, and those that listen.
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

/// Runs the suites on two lanes: the browser tests beside those that need no browser, since most of
/// their time is waiting for a process to end, a pause to pass, a page to settle. Then both lanes
/// share the files of the fault tests. Each has servers and a database of its own. The speech tests
/// come alone at the end: they listen for silence.
fn run_suites(tally: &mut Tally, built: &Built) {
    let [http, faults, browser, speech] = SUITES;
    let shared = match Files::of(faults, None) {
        Ok(files) => files,
        Err(error) => return tally.fail("fault tests", &error),
    };
    let lane = |suite: &'static Suite| {
        let mut tally = Tally::default();
        built.run(&mut tally, suite, None);
        built.run_files(&mut tally, faults, &shared);
        tally
    };
    thread::scope(|scope| {
        let beside = scope.spawn(|| lane(http));
        tally.merge(lane(browser));
        match beside.join() {
            Ok(beside) => tally.merge(beside),
            Err(_) => tally.fail("tests without a browser", &anyhow!("they panicked")),
        }
    });
    built.run(tally, speech, None);
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
