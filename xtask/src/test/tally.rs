//! Counts what passed and what failed over all parts.

use std::{
    process::{Command, ExitCode},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::process;

/// Durations below this aren't listed.
const WORTH_TELLING: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(crate) struct Tally {
    count: Count,
    /// Names of what failed, to repeat at the end, where they are seen.
    failures: Vec<String>,
    /// The duration of each check, with its build.
    times: Vec<(String, Duration)>,
}

#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Count {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// One thing that holds or doesn't.
    pub(crate) fn check(&mut self, name: &str, check: impl FnOnce() -> Result<()>) {
        if process::stopping() {
            return;
        }
        println!("-- {name}");
        let started = Instant::now();
        match check() {
            Ok(()) => self.count.passed += 1,
            Err(error) => self.fail(name, &error),
        }
        self.took(name, started);
    }

    /// A `cargo test`, each of its tests counted.
    pub(crate) fn tests(&mut self, name: &str, command: &mut Command) {
        if process::stopping() {
            return;
        }
        println!("-- {name}");
        let started = Instant::now();
        let seen = Arc::new(Mutex::new(Count::default()));
        let writer = Arc::clone(&seen);
        let status = process::run_reading(command, move |line| {
            let mut seen = writer.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(count) = result_in(line) else { return };
            seen.passed += count.passed;
            seen.failed += count.failed;
            seen.skipped += count.skipped;
        });
        let seen = *seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.count.passed += seen.passed;
        self.count.failed += seen.failed;
        self.count.skipped += seen.skipped;
        match status {
            Ok(status) if status.success() => {}
            Ok(_) if seen.failed > 0 => {
                self.failures.push(format!("{name}: {} failed, see above", seen.failed));
            }
            Ok(status) => {
                self.fail(name, &anyhow::anyhow!("the tests did not run to their end ({status})"));
            }
            Err(error) => self.fail(name, &error),
        }
        self.took(name, started);
    }

    /// Counts a part that another process ran, by the closing line of its output.
    pub(crate) fn add(&mut self, name: &str, output: &str) {
        let Some(count) = output.lines().last().and_then(closing_line) else {
            return self.fail(name, &anyhow::anyhow!("the part did not run to its end, see above"));
        };
        self.count.passed += count.passed;
        self.count.failed += count.failed;
        if count.failed > 0 {
            self.failures.push(format!("{name}: {} failed, see above", count.failed));
        }
    }

    /// Adds what another tally counted.
    pub(crate) fn merge(&mut self, other: Self) {
        self.count.passed += other.count.passed;
        self.count.failed += other.count.failed;
        self.count.skipped += other.count.skipped;
        self.failures.extend(other.failures);
        self.times.extend(other.times);
    }

    fn took(&mut self, name: &str, started: Instant) {
        self.times.push((name.to_owned(), started.elapsed()));
    }

    pub(crate) fn fail(&mut self, name: &str, error: &anyhow::Error) {
        eprintln!("{name}: {error:#}");
        self.count.failed += 1;
        self.failures.push(format!("{name}: {error:#}"));
    }

    pub(crate) fn failed(&self) -> u64 {
        self.count.failed
    }

    /// Prints what took long, what failed, and the closing line, the last that this run prints.
    pub(crate) fn close(self) -> ExitCode {
        for (name, time) in self.times.iter().filter(|(_, time)| *time >= WORTH_TELLING) {
            println!("{:>5} s  {name}", time.as_secs());
        }
        for failure in &self.failures {
            println!("failed: {failure}");
        }
        if self.count.skipped > 0 {
            println!("{} skipped: cargo says above which, and what they take", self.count.skipped);
        }
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        if self.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Parses libtest's closing line: `test result: ok. 3 passed; 0 failed; …`.
fn result_in(line: &str) -> Option<Count> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        counts.split("; ").find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
    };
    Some(Count {
        passed: number("passed")?,
        failed: number("failed")?,
        skipped: number("ignored")?,
    })
}

/// Parses the line that [`Tally::close`] prints last: `3 passed, 0 failed`.
fn closing_line(line: &str) -> Option<Count> {
    let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Count { passed: passed.parse().ok()?, failed: failed.parse().ok()?, skipped: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_another_process_is_counted_and_one_without_an_end_fails() {
        let mut tally = Tally::default();
        tally.add("checks", "-- rustfmt\n7 passed, 0 failed\n");
        assert_eq!(tally.count, Count { passed: 7, failed: 0, skipped: 0 });
        assert!(tally.failures.is_empty());
        tally.add("domain", "12 passed, 1 failed\n");
        tally.add("domain", "-- unit and property tests\n");
        assert_eq!(tally.count, Count { passed: 19, failed: 2, skipped: 0 });
        assert_eq!(tally.failures.len(), 2);
    }

    #[test]
    fn libtest_closing_lines_are_counted_and_others_are_not() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(result_in(line), Some(Count { passed: 12, failed: 3, skipped: 1 }));
        assert_eq!(result_in("test domain::works ... ok"), None);
    }
}
