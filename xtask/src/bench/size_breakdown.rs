//! `cargo xtask bench size --why`: the widget's bytes by crate and by function, before compression.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use crate::{
    build, process,
    tools::{self, binaries},
};

/// The number of lines shown of each list.
const LINES: usize = 25;

/// A function, or a piece of data, as twiggy tells of it.
#[derive(Deserialize)]
struct Item {
    name: String,
    shallow_size: u64,
}

pub(crate) fn run() -> Result<()> {
    let wasm = build::widget::named(&tools::install()?)?;
    let json = process::output(
        tools::command(binaries::twiggy()?).args(["top", "--format", "json"]).arg(wasm),
    )?;
    let mut items: Vec<Item> = serde_json::from_str(&json)?;
    // The names are there to be read here; they aren't served.
    items.retain(|item| !item.name.contains("function names"));
    let mut crates = BTreeMap::<&str, u64>::new();
    for item in &items {
        *crates.entry(crate_of(&item.name)).or_default() += item.shallow_size;
    }
    print("crate", crates.into_iter().map(|(name, bytes)| (bytes, name)).collect());
    print(
        "function or data",
        items.iter().map(|item| (item.shallow_size, plain(&item.name))).collect(),
    );
    Ok(())
}

fn print(title: &str, mut lines: Vec<(u64, &str)>) {
    lines.sort_unstable_by(|one, other| other.cmp(one));
    println!("{:>9}  {title}", "bytes");
    let rest = lines.split_off(LINES.min(lines.len()));
    for (bytes, name) in lines {
        println!("{bytes:>9}  {name}");
    }
    println!("{:>9}  {} more\n", rest.iter().map(|(bytes, _)| bytes).sum::<u64>(), rest.len());
}

/// Returns a function's crate, the first word of its path. An item without a path keeps its kind.
fn crate_of(name: &str) -> &str {
    let start = name.trim_start_matches(['<', '&', '*', '(', '[']);
    let end = start
        .find(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric())
        .unwrap_or(start.len());
    match &start[end..] {
        rest if rest.starts_with("::") || rest.starts_with('[') => &start[..end],
        _ if name.starts_with("data segment") => "(data)",
        _ => "(glue and sections)",
    }
}

/// The name without the hash at its end.
fn plain(name: &str) -> &str {
    match name.rsplit_once("::h") {
        Some((path, hash))
            if hash.len() == 16 && hash.bytes().all(|letter| letter.is_ascii_hexdigit()) =>
        {
            path
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_counted_by_their_crate() {
        assert_eq!(crate_of("widget::view::attach::hb907201cc1c18922"), "widget");
        assert_eq!(
            crate_of("<char as core[c5930c85a12de822]::fmt::Debug>::fmt"),
            "(glue and sections)"
        );
        assert_eq!(crate_of("<sha2[24a27700634d609]::Sha256>::finish"), "sha2");
        assert_eq!(crate_of("data segment \".rodata\""), "(data)");
    }

    #[test]
    fn hashes_at_the_end_are_left_out() {
        assert_eq!(plain("widget::view::attach::hb907201cc1c18922"), "widget::view::attach");
        assert_eq!(plain("widget::view::hello"), "widget::view::hello");
    }
}
