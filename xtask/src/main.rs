//! The project's commands: `cargo xtask <command>`.
//!
//! Where to start: `dev/` for what runs on a developer's machine, `test/` for what a change must
//! pass, `build/` for how the widget and the edge become the files that are served.

mod audit;
mod bench;
mod build;
mod demo;
mod dependencies;
mod deploy;
mod dev;
mod fingerprint;
mod operator;
mod process;
mod progress;
mod project;
mod sbom;
mod serve;
mod shots;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::operator::d1::Database;

const HELP: &str = "\
cargo xtask <command>

  dev                          build, migrate, seed, serve the edge, the demo site and stand-ins of the channels, rebuild what changes
  test [checks|domain|http|faults|browser|speech]
                               everything that a change must pass, or a part of it
  test http|faults|browser NAME
                               of that part the tests in files with this name, `test browser uploads` for one
  build                        the widget, the edge and the static assets
  bench size [--why]           bytes of what is served, against the budgets; or what the widget's bytes are
  bench widget [rounds]        the widget in Chromium, interleaved with its peers; writes docs/performance.md
  bench edge [rounds [size …]] the edge beside the same in JavaScript, with so many participations stored; likewise
  bench edge day [cases [staff]] what a minute of a mixed day costs in D1; likewise
  bench channels [rounds [rate]]
                               how soon webhooks of a messenger are answered, with so many events a second; likewise
  bench figures [size …]       the first screen of the figures with so many cases stored, and what they cost an intake;
                               likewise
  bench console [rounds [size …]]
                               how long staff wait, with so many cases stored; likewise
  bench console open [rounds]  of that the opening on a slow network alone; likewise
  bench assistant              how often the assistant finds the way, by language, its time and the size of its index
  demo                         the cases that dev begins with, made up anew, in the place of those that are there
  verify-history [files] [--local FOLDER]
                               whether any event was changed, removed, moved or inserted in the database, or its text
                               exchanged; with `files` also whether any stored file was
  close YYYY-MM [--reason TEXT] [--local FOLDER]
                               has the figures of a past month published, as each month is ten working days after its end;
                               with a reason, those of a closed month corrected
  verify-figures [--write] [--local FOLDER]
                               whether all figures are the sum over the histories, and which aren't; with `--write`
                               they become that sum
  outbox list [--local FOLDER]
                               what could not be sent
  outbox replay ID|dead|held [--local FOLDER]
                               has it sent once more
  keep ASSETS [--local FOLDER] puts the versioned files of these static assets into R2, as deploy does
  administrator EMAIL NAME [--local FOLDER]
                               lets the first person in, who lets in the others
  audit                        known vulnerabilities, licences and duplicates of what we depend on
  sbom                         what a release is made of, as CycloneDX, into dist/sawtak.cdx.json
  shots                        pictures of every step, in each language, theme and width, into shots/
  tidy                         the house rules
  deploy                       build, write the bill of materials, migrate the remote database, publish the worker

dev listens to SAWTAK_EDGE_PORT (8787), SAWTAK_DEMO_PORT (8788), SAWTAK_IDENTITY_PORT (8789), SAWTAK_STANDINS_PORT (8790), SAWTAK_SMTP_PORT (8791) and SAWTAK_STATE_DIR (.wrangler/state).";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(_) if process::stopping() => {
            println!("stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    std::env::set_current_dir(project::root())?;
    process::stop_on_signal()?;
    match words[..] {
        ["dev"] => dev::run()?,
        ["test"] => return test::run_all(),
        ["test", part] => return test::run(test::Part::named(part)?, None),
        ["test", part, only] => return test::run(test::Part::named(part)?, Some(only)),
        ["verify-history", "files", ref which @ ..] => {
            operator::history::verify(&Database::named(which)?, true)?;
        }
        ["verify-history", ref which @ ..] => {
            operator::history::verify(&Database::named(which)?, false)?;
        }
        ["close", month, "--reason", reason, ref which @ ..] => {
            operator::closing::ask(&Database::named(which)?, month, Some(reason))?;
        }
        ["close", month, ref which @ ..] => {
            operator::closing::ask(&Database::named(which)?, month, None)?;
        }
        ["verify-figures", "--write", ref which @ ..] => {
            operator::figures::verify(&Database::named(which)?, true)?;
        }
        ["verify-figures", ref which @ ..] => {
            operator::figures::verify(&Database::named(which)?, false)?;
        }
        ["outbox", "list", ref which @ ..] => operator::outbox::list(&Database::named(which)?)?,
        ["outbox", "replay", notices, ref which @ ..] => {
            operator::outbox::replay(&Database::named(which)?, notices)?;
        }
        ["keep", assets, ref which @ ..] => {
            operator::media::keep(&Database::named(which)?, assets.as_ref())?;
        }
        ["administrator", email, name, ref which @ ..] => {
            operator::administrator::announce(&Database::named(which)?, email, name)?;
        }
        ["audit"] => return Ok(audit::run()),
        ["build"] => build::run()?,
        ["bench", "size"] => bench::size::run()?,
        ["bench", "size", "--why"] => bench::size_breakdown::run()?,
        ["bench", "assistant"] => bench::assistant::run()?,
        ["bench", "widget"] => bench::widget::run(None)?,
        ["bench", "widget", rounds] => bench::widget::run(Some(rounds))?,
        ["bench", "edge", ref plan @ ..] => bench::edge::run(plan)?,
        ["bench", "channels", ref plan @ ..] => bench::channels::run(plan)?,
        ["demo"] => demo::load(&dev::state_folder())?,
        ["bench", "figures", ref sizes @ ..] => bench::figures::run(sizes)?,
        ["bench", "console", ref plan @ ..] => bench::console::run(plan)?,
        ["sbom"] => drop(sbom::write()?),
        ["shots"] => shots::run()?,
        ["tidy"] => tidy::run()?,
        [process::watchdog::COMMAND] => process::watchdog::run(std::io::stdin().lock()),
        // The fault tests use the following three, and kill the processes that they start.
        ["edge", state, port, ref words @ ..] => {
            serve::become_edge(state.as_ref(), port.parse()?, words)?;
        }
        ["identity", state, port, edge, ref words @ ..] => {
            serve::become_identity(state.as_ref(), [port.parse()?, edge.parse()?], words)?;
        }
        ["prepare", state] => serve::database::prepare(state.as_ref())?,
        ["deploy"] => deploy::run()?,
        [] | ["help" | "-h" | "--help"] => println!("{HELP}"),
        _ => bail!("no such command: {}\n\n{HELP}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}
