//! Shortens panics to a trap in Wasm for browsers, and empties descriptions that nobody reads.
//!
//! There a panic ends in a trap, and its message goes nowhere: no console shows it. Without the
//! code that would write it, and the paths of sources that it would name, the widget's download is
//! 2.8 KB smaller.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{build::wasm_opt::FEATURES, process, tools};

/// Beginning of the paths of all sources, as the compiler gives it to those of the standard
/// library.
pub(super) const SOURCES: &str = "/rustc";

/// Beginnings of the names of functions that panic, without the hashes of their crates.
const PANICS: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::alloc::rust_oom",
    "std::panicking::",
];

/// Beginnings of the names of functions that describe errors of parsing to programmers. The console
/// tells of these in its own words. `Debug` isn't among them: the compiler merges what is alike,
/// and then it may be a `Display` that is read.
pub(super) const DESCRIPTIONS: &[&str] = &[
    "<jiff::error::ErrorKind as core::fmt::Display>::fmt",
    "<serde_core::de::Unexpected as core::fmt::Display>::fmt",
    "<serde_json::error::JsonUnexpected as core::fmt::Display>::fmt",
];

/// Writes the Wasm at `named`, which has function names, as text to `silent`. Each function that
/// panics only traps there, one of the `descriptions` writes nothing and returns the `Ok` of
/// `fmt::Result`, and paths of sources are overwritten. Returns whether any function panics.
pub(super) fn silence(named: &Path, silent: &Path, descriptions: &[&str]) -> Result<bool> {
    process::run_quietly(
        tools::command("wasm-opt")
            .args(FEATURES)
            .args(["--debuginfo", "--emit-text"])
            .arg(named)
            .arg("-o")
            .arg(silent),
    )?;
    let text =
        fs::read_to_string(silent).with_context(|| format!("cannot read {}", silent.display()))?;
    let shortened = without_paths(&with_traps(&text, descriptions));
    fs::write(silent, shortened).with_context(|| format!("cannot write {}", silent.display()))?;
    Ok(text.lines().any(panics))
}

/// Silences a program like [`silence`].
///
/// # Errors
///
/// If no function in it panics: the names must have changed.
pub(super) fn silence_program(named: &Path, silent: &Path, descriptions: &[&str]) -> Result<()> {
    ensure!(
        silence(named, silent, descriptions)?,
        "no function that panics was found by its name: see PANICS in {}",
        file!()
    );
    Ok(())
}

/// Replaces the body of each function that panics or is one of the `descriptions`. A function
/// begins on a line of its own, indented by one space, and ends with such a line.
fn with_traps(text: &str, descriptions: &[&str]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_replaced = false;
    for line in text.split_inclusive('\n') {
        if is_replaced && line.trim_end() != " )" {
            continue;
        }
        out.push_str(line);
        let body = if panics(line) {
            Some("  (unreachable)\n")
        } else if is_one_of(descriptions, line) {
            Some("  (i32.const 0)\n")
        } else {
            None
        };
        is_replaced = body.is_some();
        out.push_str(body.unwrap_or_default());
    }
    out
}

/// Overwrites the paths of sources in the data, whose length stays.
fn without_paths(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while line.starts_with(" (data ")
            && let Some((before, path)) = rest.split_once(SOURCES)
            && let Some((path, after)) = path.split_once(".rs")
        {
            out.push_str(before);
            out.extend(std::iter::repeat_n('/', SOURCES.len() + path.len() + ".rs".len()));
            rest = after;
        }
        out.push_str(rest);
    }
    out
}

/// Returns whether a function that panics begins on this line. One that has a result returns.
fn panics(line: &str) -> bool {
    let is_panic = |name: &str| PANICS.iter().any(|panic| name.starts_with(panic));
    function(line).is_some_and(|name| is_panic(&name)) && !line.contains("(result ")
}

/// Returns whether one of the functions that describe something begins on this line.
fn is_one_of(descriptions: &[&str], line: &str) -> bool {
    let is_one = |name: &str| descriptions.iter().any(|one| name.starts_with(one));
    line.contains("(result i32)") && function(line).is_some_and(|name| is_one(&name))
}

/// Returns the name of the function that begins on this line, and what follows it.
fn function(line: &str) -> Option<String> {
    let name = line.strip_prefix(" (func $")?;
    Some(without_hashes(name.trim_start_matches('"')))
}

/// Returns the name without what stands in brackets.
fn without_hashes(name: &str) -> String {
    name.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_traps_and_nothing_else_changes() {
        let before = "\
(module
 (func $\"core[c5930c85]::panicking::panic_fmt\" (param $0 i32)
  (call $write
   (local.get $0)
  )
 )
 (func $std::panicking::panic_count::is_zero (result i32)
  (i32.const 0)
 )
 (func $\"<form[1]::Part>::panicking::core\" (param $0 i32)
  (nop)
 )
)
";
        let after = before.replace("  (call $write\n   (local.get $0)\n  )\n", "  (unreachable)\n");
        assert_eq!(with_traps(before, &[]), after);
    }

    #[test]
    fn what_describes_an_error_writes_nothing() {
        let before = " (func $\"<jiff[1]::error::ErrorKind as core[2]::fmt::Display>::fmt\" (param $0 i32) (result i32)
  (local $1 i32)
  (call $write
  )
 )
";
        let after = before.replace("  (local $1 i32)\n  (call $write\n  )\n", "  (i32.const 0)\n");
        assert_eq!(with_traps(before, DESCRIPTIONS), after);
        assert_eq!(with_traps(before, &[]), before);
    }

    #[test]
    fn paths_of_sources_are_overwritten_in_the_data_alone() {
        let text = " (func $/rustc/a.rs\n (data \"no/rustc/core/a.rsyes/rustc/b.rs/rustc\")\n";
        let expected = [
            " (func $/rustc/a.rs\n (data \"no",
            &"/".repeat(16),
            "yes",
            &"/".repeat(11),
            "/rustc\")\n",
        ];
        assert_eq!(without_paths(text), expected.concat());
    }
}
