//! `cargo xtask bench edge`: the edge beside the same three calls written by hand in JavaScript,
//! both by the same workerd, on copies of the same database, in turn, so that what the machine does
//! besides meets both alike.

mod day;
mod report;
pub(super) mod seeded;
mod startup;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    bench::statistics::Spread,
    build,
    process::{self, Group},
    progress::{Steps, note},
    project,
    serve::{self, Log, ports::Ports},
    tools,
};

/// The default number of rounds, and the default numbers of stored participations.
const ROUNDS: usize = 5;
const SIZES: [u64; 3] = [1_000, 100_000, 1_000_000];

/// The duration of each call's measurement, in seconds.
const WHILE: &str = "3";

/// Whom is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Server {
    Edge,
    Peer,
}

/// A call: the name for `load`, and the method and route in the logs.
struct Call {
    name: &'static str,
    method: &'static str,
    route: &'static str,
}

const SERVERS: [Server; 2] = [Server::Edge, Server::Peer];

const SUBMIT: Call = Call { name: "submit", method: "POST", route: "/api/v1/participations" };
const STATUS: Call = Call { name: "status", method: "GET", route: "/api/v1/participations/{}" };
const ENTITIES: Call = Call { name: "entities", method: "GET", route: "/api/v1/entities" };
const CALLS: [Call; 3] = [SUBMIT, STATUS, ENTITIES];

/// Figures of one call, by name: from `load` and from the logs.
pub(super) type Figures = BTreeMap<String, f64>;

/// All figures of one kind: of a number of participations, a server, a call, by name.
type Measured = BTreeMap<(u64, Server, &'static str, String), Vec<f64>>;

/// A server with a database of its own, answering.
struct Running {
    server: Server,
    origin: String,
    log: PathBuf,
    group: Group,
}

/// `[rounds [size …]]`, or `day [cases [staff]]`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    if let Some(("day", words)) = words.split_first().map(|(word, rest)| (*word, rest)) {
        return day::run(words);
    }
    let (rounds, sizes) = plan(words)?;
    let mut steps = Steps::of(5 + sizes.len());
    prepare(&mut steps)?;
    let mut measured = Measured::new();
    for size in &sizes {
        steps.next(&format!("{rounds} rounds with {size} participations stored"));
        compare(*size, rounds, &mut measured)?;
    }
    steps.next("start-up");
    let startup = startup::measure(rounds)?;
    report::publish(&measured, &sizes, rounds, &startup)
}

/// Builds the edge, and what asks it: as many steps as [`build::STEPS`], and one.
pub(super) fn prepare(steps: &mut Steps) -> Result<()> {
    build::all(steps, build::Grade::Served)?;
    steps.next("measuring program");
    process::run(tools::cargo().args(["build", "--package", "tests", "--bin", "load"]))
}

pub(super) fn plan(words: &[&str]) -> Result<(usize, Vec<u64>)> {
    let Some((rounds, sizes)) = words.split_first() else { return Ok((ROUNDS, SIZES.into())) };
    let rounds = rounds.parse().context("how often to measure is a number")?;
    let sizes = sizes
        .iter()
        .map(|size| size.parse().context("how many participations are stored is a number"));
    let sizes = sizes.collect::<Result<Vec<_>>>()?;
    Ok((rounds, if sizes.is_empty() { SIZES.into() } else { sizes }))
}

fn compare(size: u64, rounds: usize, measured: &mut Measured) -> Result<()> {
    let seeded = seeded::state(size)?;
    let folder = tempfile::Builder::new()
        .prefix("sawtak-bench-")
        .tempdir()
        .context("no temporary folder")?;
    let running = SERVERS.into_iter().map(|server| Running::start(server, &seeded, folder.path()));
    let mut running = running.collect::<Result<Vec<_>>>()?;
    // The first round only warms them up.
    for round in 0..=rounds {
        note(&if round == 0 { "warming up".to_owned() } else { format!("round {round}") });
        for call in &CALLS {
            for one in &running {
                for (figure, value) in one.load(call, &seeded)? {
                    if round > 0 {
                        measured
                            .entry((size, one.server, call.name, figure))
                            .or_default()
                            .push(value);
                    }
                }
            }
        }
        // Whoever comes second finds the machine in another state.
        running.reverse();
    }
    for one in running {
        one.count(size, measured)?;
    }
    // The edge answers lists of entities from a cache; its counterpart asks D1 each time.
    [SUBMIT, STATUS].iter().try_for_each(|call| same_work(size, call, measured))
}

/// Refuses to compare what doesn't do the same in D1.
fn same_work(size: u64, call: &Call, measured: &Measured) -> Result<()> {
    for figure in ["trips", "read", "written"] {
        let middle = |server| {
            Some(
                Spread::of(measured.get(&(size, server, call.name, figure.to_owned()))?.clone())?
                    .median,
            )
        };
        let [edge, peer] = SERVERS.map(middle);
        if edge != peer {
            bail!(
                "{}, {figure}: {edge:?} here and {peer:?} in tests/bench/peer, which lags behind",
                call.name
            );
        }
    }
    Ok(())
}

impl Server {
    fn config(self) -> PathBuf {
        let path = match self {
            Self::Edge => "wrangler.toml",
            Self::Peer => "tests/bench/peer/wrangler.toml",
        };
        project::root().join(path)
    }
}

impl Running {
    fn start(server: Server, seeded: &Path, folder: &Path) -> Result<Self> {
        let state = folder.join(if server == Server::Edge { "edge" } else { "peer" });
        process::run(Command::new("cp").arg("-R").arg(seeded).arg(&state))?;
        let ports = Ports::any();
        let group =
            serve::start_worker(ports, &state, &server.config(), &Log::Folder(state.clone()))?;
        Ok(Self { server, origin: ports.edge_origin(), log: state.join("edge.log"), group })
    }

    fn load(&self, call: &Call, seeded: &Path) -> Result<Figures> {
        let mut command = Command::new(project::target().join("debug/load"));
        command.args([&self.origin, call.name, WHILE]).arg(seeded::references(seeded));
        let before = self.group.processor_seconds();
        let mut figures: Figures = serde_json::from_str(&process::output(&mut command)?)?;
        let spent = self.group.processor_seconds() - before;
        let count =
            figures.remove("count").filter(|count| *count > 0.0).context("nothing was measured")?;
        figures.insert("processor".to_owned(), 1000.0 * spent / count);
        Ok(figures)
    }

    /// Notes what each request cost in D1, which the servers have logged.
    fn count(self, size: u64, measured: &mut Measured) -> Result<()> {
        let log = fs::read_to_string(&self.log).context("a server's log can't be read")?;
        for line in log.lines().filter_map(Line::read) {
            let Some(call) =
                CALLS.iter().find(|call| line.method == call.method && line.route == call.route)
            else {
                continue;
            };
            if line.status >= 300 {
                bail!("a request was answered {}: see {}", line.status, self.log.display());
            }
            for (figure, value) in
                [("trips", line.trips), ("read", line.rows_read), ("written", line.rows_written)]
            {
                measured
                    .entry((size, self.server, call.name, figure.to_owned()))
                    .or_default()
                    .push(value);
            }
        }
        Ok(())
    }
}

/// A log line of a request, from either server.
#[derive(Deserialize)]
pub(super) struct Line {
    method: String,
    route: String,
    status: u16,
    pub(super) trips: f64,
    pub(super) rows_read: f64,
    pub(super) rows_written: f64,
}

impl Line {
    pub(super) fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line.trim()).ok()
    }

    /// Returns true for a successful request with this method and route.
    pub(super) fn is_of(&self, method: &str, route: &str) -> bool {
        self.method == method && self.route == route && self.status < 300
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_as_usual() {
        assert_eq!(plan(&[]).unwrap(), (ROUNDS, SIZES.into()));
        assert_eq!(plan(&["2"]).unwrap(), (2, SIZES.into()));
        assert_eq!(plan(&["2", "10", "20"]).unwrap(), (2, vec![10, 20]));
        assert!(plan(&["often"]).is_err());
    }
}
