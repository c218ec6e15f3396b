//! Shortens panics to a trap in Wasm for browsers.
//!
//! There a panic ends in a trap, and its message goes nowhere: no console shows it. Without the
//! code that would write it, the widget's download is 2 KB smaller.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use super::widget::FEATURES;
use crate::{process, tools};

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

/// Writes the Wasm at `named`, which has function names, as text to `silent`. Each function that
/// panics only traps there.
pub(super) fn silence(named: &Path, silent: &Path) -> Result<()> {
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
    let shortened = with_traps(&text);
    ensure!(
        shortened.len() < text.len(),
        "no function that panics was found by its name: see PANICS in {}",
        file!()
    );
    fs::write(silent, shortened).with_context(|| format!("cannot write {}", silent.display()))
}

/// Replaces the body of each function that panics. A function begins on a line of its own, indented
/// by one space, and ends with such a line.
fn with_traps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_in_panic = false;
    for line in text.split_inclusive('\n') {
        if is_in_panic && line.trim_end() != " )" {
            continue;
        }
        is_in_panic = panics(line);
        out.push_str(line);
        if is_in_panic {
            out.push_str("  (unreachable)\n");
        }
    }
    out
}

/// Returns whether a function that panics begins on this line. One that has a result returns.
fn panics(line: &str) -> bool {
    let Some(name) = line.strip_prefix(" (func $") else { return false };
    let name = without_hashes(name.trim_start_matches('"'));
    PANICS.iter().any(|panic| name.starts_with(panic)) && !line.contains("(result ")
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
        assert_eq!(with_traps(before), after);
    }
}
