//! The rule that prose has at most 100 columns, as code has: in doc comments and in Markdown.
//!
//! `rustfmt` breaks no comment. Tables, code and links can't be broken, so they may be wider. Text
//! may be too that `cargo xtask bench` writes, from `<!-- cargo xtask … -->` to `<!-- end -->`.

use crate::tidy::{Source, has_extension};

const MOST: usize = 100;

/// Takes Rust and Markdown files.
pub(super) fn check(source: &Source) -> Vec<String> {
    let is_prose: fn(&str) -> bool = if source.is_rust() {
        |line| ["///", "//!"].iter().any(|marker| line.trim_start().starts_with(marker))
    } else if has_extension(&source.path, "md") {
        |line| !line.starts_with("    ")
    } else {
        |_| false
    };
    wide(&source.text, is_prose)
        .map(|number| format!("{}:{number}: prose past {MOST} columns; break it", source.path))
        .collect()
}

/// Returns the numbers of the lines of prose that are too wide.
fn wide(text: &str, is_prose: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
    let (mut is_code, mut is_generated) = (false, false);
    text.lines().enumerate().filter_map(move |(index, line)| {
        if !is_prose(line) {
            return None;
        }
        let content = line.trim_start().trim_start_matches(['/', '!']).trim_start();
        is_code ^= content.starts_with("```");
        is_generated |= content.starts_with("<!-- cargo xtask ");
        is_generated &= !content.starts_with("<!-- end -->");
        let may_be_wide = is_code || is_generated || content.starts_with('|');
        (!may_be_wide && width(line) > MOST).then_some(index + 1)
    })
}

/// Returns the number of columns of a line without its links.
fn width(line: &str) -> usize {
    let is_link = |word: &str| word.contains("://") || word.contains("](");
    let words = line.split(' ').filter(|word| !is_link(word));
    words.map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn prose_has_at_most_100_columns() {
        let long = "مشاركة ".repeat(15);
        assert_eq!(problems("edge/src/a.rs", &format!("/// {}", "a".repeat(96))), 0);
        assert_eq!(problems("edge/src/a.rs", &format!("    //! {long}")), 1);
        assert_eq!(problems("edge/src/a.rs", &format!("// {long}")), 0);
        assert_eq!(problems("README.md", &format!("{long}\nshort")), 1);
        assert_eq!(problems("edge/src/a.js", &format!("/// {long}")), 0);
    }

    #[test]
    fn tables_code_links_and_measurements_may_be_wider() {
        let long = "word ".repeat(30);
        let link = format!("[words](https://{})", "a".repeat(90));
        for text in [
            format!("| {long} |"),
            format!("    {long}"),
            format!("```\n{long}\n```"),
            format!("see {link} and on"),
            format!("<!-- cargo xtask bench edge -->\n{long}\n<!-- end -->"),
        ] {
            assert_eq!(problems("README.md", &text), 0, "{text}");
        }
        assert_eq!(problems("README.md", &format!("```\n```\n{long}")), 1);
        let after = format!("<!-- cargo xtask bench edge -->\n<!-- end -->\n{long}");
        assert_eq!(problems("README.md", &after), 1);
        assert_eq!(problems("README.md", &format!("{link} {long}")), 1);
    }
}
