//! Unit and property tests: no server, no browser.

use crate::{
    test::{checks::RENDERING, tally::Tally},
    tools::{self, npm},
};

const PACKAGES: [&str; 7] =
    ["domain", "words-build", "console", "spreadsheet", "demo-site", "stand-ins", "xtask"];

pub(crate) fn run(tally: &mut Tally) {
    let mut native = tools::cargo();
    native.args(["test", "--no-fail-fast"]);
    for package in PACKAGES {
        native.args(["--package", package]);
    }
    tally.tests("unit and property tests", &mut native);
    let mut rendering = tools::cargo();
    rendering.args(["test", "--no-fail-fast"]).args(RENDERING);
    tally.tests("the edge's contract, unit tests of pages and form", &mut rendering);
    // The schema is compared by Node's SQLite.
    tally.check("npm packages", npm::install);
    let mut helpers = tools::cargo();
    helpers.args(["test", "--package", "tests", "--lib"]);
    tally.tests("unit tests of the tests' helpers", &mut helpers);
}
