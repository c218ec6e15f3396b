//! The report in `docs/performance.md`: each command replaces the section that it wrote before.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{process, project};

const DOCUMENT: &str = "docs/performance.md";
const END: &str = "<!-- end -->";

/// Prints a report, and puts it where the last one of `cargo xtask bench <name>` stood.
pub(super) fn publish(name: &str, report: &str) -> Result<()> {
    println!("\n{report}");
    let path = project::root().join(DOCUMENT);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let begin = format!("<!-- cargo xtask bench {name} -->");
    let text = replaced(&text, &begin, report);
    let text = text.with_context(|| {
        format!("{DOCUMENT} has no lines `{begin}` and `{END}` to write between")
    })?;
    fs::write(&path, text).with_context(|| format!("cannot write {DOCUMENT}"))
}

/// A line of a table.
pub(super) fn row(title: &str, cells: &[String]) -> String {
    format!("| {title} | {} |\n", cells.join(" | "))
}

/// Today.
pub(super) fn date() -> Result<String> {
    Ok(process::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim().to_owned())
}

/// Which browser is measured in.
pub(super) fn browser() -> Result<String> {
    let browser = process::output(Command::new("chromium").arg("--version").stderr(Stdio::null()))?;
    Ok(browser.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

/// Returns the number of cores and the processor's name.
pub(super) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("", |(_, model)| model);
    format!("{cores} cores{}{model}", if model.is_empty() { "" } else { " of " })
}

fn replaced(text: &str, begin: &str, report: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n{report}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_takes_the_place_of_the_last_one_alone() {
        let begin = "<!-- cargo xtask bench edge -->";
        let text = format!("Before.\n{begin}\nold\n{END}\nAfter.\n");
        assert_eq!(
            replaced(&text, begin, "new\n").unwrap(),
            format!("Before.\n{begin}\nnew\n\n{END}\nAfter.\n")
        );
        assert_eq!(replaced("nothing", begin, "new"), None);
    }
}
