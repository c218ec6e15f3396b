//! Progress messages of long commands, and the time that each step took.

use std::time::{Duration, Instant};

/// A numbered list of steps. Each step ends when the next one begins.
pub(crate) struct Steps {
    total: usize,
    started: Vec<(String, Instant)>,
}

impl Steps {
    pub(crate) fn of(total: usize) -> Self {
        Self { total, started: Vec::new() }
    }

    /// Announces the next step.
    pub(crate) fn next(&mut self, name: &str) {
        self.started.push((name.to_owned(), Instant::now()));
        println!("[{}/{}] {name}", self.started.len(), self.total);
    }

    /// Prints the duration of each step; the last one ends now.
    pub(crate) fn print_times(&self) {
        for line in times(&self.started, Instant::now()) {
            println!("{line}");
        }
    }
}

fn times(started: &[(String, Instant)], end: Instant) -> Vec<String> {
    let ends = started.iter().skip(1).map(|(_, next)| *next).chain([end]);
    let line = |name: &str, time: Duration| format!("{:>7.1} s  {name}", time.as_secs_f64());
    let steps = started.iter().zip(ends).map(|((name, start), end)| line(name, end - *start));
    let total = started.first().map(|(_, start)| line("in all", end - *start));
    steps.chain(total).collect()
}

/// Prints a line within a step.
pub(crate) fn note(text: &str) {
    println!("      {text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_takes_until_the_next_begins() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let started = [("tools".to_owned(), start), ("edge".to_owned(), after(3))];
        let expected = ["    3.0 s  tools", "    7.0 s  edge", "   10.0 s  in all"];
        assert_eq!(times(&started, after(10)), expected);
    }
}
