//! Parts that run beside the suites: they compile, while the suites mostly wait.

use std::{
    process::{Command, Stdio},
    thread::{self, JoinHandle},
};

use anyhow::Result;

use crate::{process, test::tally::Tally};

/// Parts of `cargo xtask test`, running one after the other in processes of their own.
pub(super) struct Background {
    thread: JoinHandle<Vec<Part>>,
}

/// A part that has ended.
struct Part {
    name: &'static str,
    /// All that it printed, or the reason why it could not be started.
    output: Result<String>,
}

impl Background {
    /// Starts the parts with these names.
    pub(super) fn start(names: &'static [&'static str]) -> Self {
        println!("-- in the background: {}", names.join(", "));
        let run_all = || names.iter().map(|name| Part { name, output: run(name) }).collect();
        Self { thread: thread::spawn(run_all) }
    }

    /// Waits for the end of all parts, prints what each printed, and counts it.
    pub(super) fn finish(self, tally: &mut Tally) {
        for Part { name, output } in self.thread.join().unwrap_or_default() {
            match output {
                Ok(output) => {
                    print!("{output}");
                    tally.add(name, &output);
                }
                Err(error) => tally.fail(name, &error),
            }
        }
    }
}

/// Runs a part at the lowest priority, so that the suites hardly notice it.
fn run(name: &str) -> Result<String> {
    let mut command = Command::new("nice");
    command.args(["-n", "19"]).arg(process::this_program()?).args(["test", name]);
    // Its exit status says no more than its closing line.
    let (_, output) = process::captured(command.stderr(Stdio::piped()))?;
    Ok(output)
}
