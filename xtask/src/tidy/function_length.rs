//! The rule about long functions.
//!
//! It relies on the layout of rustfmt: a function ends at the brace with the indentation of its
//! first line.

use crate::tidy::Source;

const LONGEST: usize = 100;

pub(super) fn check(source: &Source) -> Vec<String> {
    if !source.is_rust() {
        return Vec::new();
    }
    let lines: Vec<&str> = source.text.lines().collect();
    let starts =
        (0..lines.len()).filter(|&start| name(lines[start]).is_some() && !is_view(&lines[start..]));
    starts.filter_map(|start| problem(source, &lines, start)).collect()
}

fn problem(source: &Source, lines: &[&str], start: usize) -> Option<String> {
    let closing = format!("{}}}", indent(lines[start]));
    let length = lines[start..].iter().position(|line| *line == closing)? + 1;
    let name = name(lines[start])?;
    (length > LONGEST).then(|| {
        format!(
            "{}: `{name}` has {length} lines; past {LONGEST} nobody holds a function in the head: split it",
            source.path
        )
    })
}

fn name(line: &str) -> Option<&str> {
    let words = line.trim_start();
    let (before, after) = words.split_once("fn ")?;
    let qualifiers = before
        .split_whitespace()
        .all(|word| word.starts_with("pub") || matches!(word, "async" | "const" | "in"));
    (qualifiers && words.ends_with(['{', '(']))
        .then(|| after.split(['(', '<']).next().unwrap_or_default())
}

/// Returns true for a Leptos view: one long expression, whose length is judged by eye.
fn is_view(lines: &[&str]) -> bool {
    let end = lines.iter().position(|line| line.ends_with('{')).unwrap_or_default();
    lines[..=end].iter().any(|line| line.contains("IntoView"))
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(signature: &str, lines: usize) -> Source {
        let body = "        step();\n".repeat(lines);
        Source::new("a.rs", &format!("    {signature} {{\n{body}    }}\n"))
    }

    #[test]
    fn a_function_may_have_a_hundred_lines_and_a_view_more() {
        assert!(check(&function("pub(crate) async fn a()", 98)).is_empty());
        assert_eq!(check(&function("pub(crate) async fn a()", 99)).len(), 1);
        assert!(check(&function("fn a() -> impl IntoView", 200)).is_empty());
    }
}
