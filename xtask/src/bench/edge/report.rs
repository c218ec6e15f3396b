//! The report of `bench edge` as a table.

use anyhow::Result;

use super::{CALLS, ENTITIES, Measured, SERVERS, STATUS, SUBMIT, Server, startup::Startup};
use crate::bench::{
    document::{self, row},
    size,
    statistics::Spread,
};

/// A line of the table: a figure of one call.
struct Figure {
    title: &'static str,
    call: &'static str,
    name: &'static str,
    places: usize,
}

const fn figure(
    title: &'static str,
    call: &'static str,
    name: &'static str,
    places: usize,
) -> Figure {
    Figure { title, call, name, places }
}

const FIGURES: [Figure; 18] = [
    figure("submissions a second", SUBMIT.name, "rate", 0),
    figure("processor time of one, ms", SUBMIT.name, "processor", 1),
    figure("of them the middle one, ms", SUBMIT.name, "p50", 1),
    figure("the slowest of a hundred, ms", SUBMIT.name, "p99", 1),
    figure("rows read", SUBMIT.name, "read", 0),
    figure("rows written", SUBMIT.name, "written", 0),
    figure("look-ups a second", STATUS.name, "rate", 0),
    figure("processor time of one, ms", STATUS.name, "processor", 1),
    figure("of them the middle one, ms", STATUS.name, "p50", 1),
    figure("the slowest of a hundred, ms", STATUS.name, "p99", 1),
    figure("rows read", STATUS.name, "read", 0),
    figure("rows written", STATUS.name, "written", 0),
    figure("lists of entities a second", ENTITIES.name, "rate", 0),
    figure("processor time of one, ms", ENTITIES.name, "processor", 1),
    figure("of them the middle one, ms", ENTITIES.name, "p50", 1),
    figure("the slowest of a hundred, ms", ENTITIES.name, "p99", 1),
    figure("rows read", ENTITIES.name, "read", 0),
    figure("rows written", ENTITIES.name, "written", 0),
];

/// Prints the table and puts it where the last one stood.
pub(super) fn publish(
    measured: &Measured,
    sizes: &[u64],
    rounds: usize,
    startup: &[Startup],
) -> Result<()> {
    let text =
        format!("{}\n\n{}\n{}", circumstances(rounds)?, table(measured, sizes), beside(startup)?);
    document::publish("edge", &text)
}

fn circumstances(rounds: usize) -> Result<String> {
    Ok(format!(
        "{}, workerd through `wrangler dev`, {}; rounds: {rounds} of 3 seconds for each call, interleaved, eight callers on kept connections; median \
         (lowest to highest). JS is the same by hand in JavaScript, on a copy of the same database; \"of JS's\" sets each round against the other's. Processor \
         time is that of all processes of `wrangler dev`, its proxy and D1 among them, the same for both.",
        document::date()?,
        document::machine()
    ))
}

fn table(measured: &Measured, sizes: &[u64]) -> String {
    let columns: Vec<(u64, Server)> =
        sizes.iter().flat_map(|size| SERVERS.map(|server| (*size, server))).collect();
    let titles: Vec<String> =
        columns.iter().map(|(size, server)| format!("{}, {size}", server.title())).collect();
    let mut table = row("stored", &titles) + &row("---", &vec!["---:".to_owned(); columns.len()]);
    for figure in &FIGURES {
        let cells: Vec<String> =
            columns.iter().map(|(size, server)| figure.of(measured, *size, *server)).collect();
        table += &row(figure.title, &cells);
        if ["rate", "processor"].contains(&figure.name) {
            let cells: Vec<String> = columns
                .iter()
                .map(|(size, server)| figure.share(measured, *size, *server))
                .collect();
            table += &row("of JS's, %", &cells);
        }
    }
    table + &trips(measured, &columns)
}

impl Server {
    const fn title(self) -> &'static str {
        match self {
            Self::Edge => "**edge**",
            Self::Peer => "JS",
        }
    }
}

impl Figure {
    fn of(&self, measured: &Measured, size: u64, server: Server) -> String {
        let values = measured.get(&(size, server, self.call, self.name.to_owned()));
        let places = self.places;
        values
            .and_then(|values| Spread::of(values.clone()))
            .map_or_else(String::new, |spread| format!("{spread:.places$}"))
    }

    /// The edge's as a share of its counterpart's, round by round.
    fn share(&self, measured: &Measured, size: u64, server: Server) -> String {
        let values = |server| measured.get(&(size, server, self.call, self.name.to_owned()));
        let (Server::Edge, Some(edge), Some(peer)) =
            (server, values(Server::Edge), values(Server::Peer))
        else {
            return String::new();
        };
        let shares = edge.iter().zip(peer).map(|(edge, peer)| 100.0 * edge / peer).collect();
        Spread::of(shares).map_or_else(String::new, |spread| spread.to_string())
    }
}

fn trips(measured: &Measured, columns: &[(u64, Server)]) -> String {
    let cell = |(size, server): &(u64, Server)| {
        let of =
            |call: &super::Call| figure("", call.name, "trips", 0).of(measured, *size, *server);
        CALLS.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    row("round trips to D1 of each call", &columns.iter().map(cell).collect::<Vec<_>>())
}

/// Describes the start-up time of both servers and the size of the edge's Wasm.
fn beside(startup: &[Startup]) -> Result<String> {
    let of = |one: &Startup| Some(format!("{} {:.0}", one.server.title(), one.milliseconds?));
    let started = startup.iter().filter_map(of).collect::<Vec<_>>().join(", ");
    let [raw, gzip] = size::of_edge()?;
    Ok(format!(
        "Start-up, milliseconds of processor time as workerd's own profiler has it (`wrangler check startup`): {started}. The edge's Wasm: {raw} bytes, \
         {gzip} with gzip.\n"
    ))
}
