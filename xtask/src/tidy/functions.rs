//! The rule about long functions. It reads what rustfmt has laid out: a function ends at the brace that stands as far in as it began.

use crate::tidy::Source;

const LONGEST: usize = 100;

pub(crate) fn too_long(source: &Source) -> Vec<String> {
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
        format!("{}: `{name}` has {length} lines; past {LONGEST} nobody holds a function in the head: split it", source.path)
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

/// A Leptos view is one long expression, judged by eye.
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
        Source {
            path: "a.rs".into(),
            text: format!("    {signature} {{\n{}    }}\n", "        step();\n".repeat(lines)),
        }
    }

    #[test]
    fn a_function_may_have_a_hundred_lines_and_a_view_more() {
        assert!(too_long(&function("pub(crate) async fn a()", 98)).is_empty());
        assert_eq!(too_long(&function("pub(crate) async fn a()", 99)).len(), 1);
        assert!(too_long(&function("fn a() -> impl IntoView", 200)).is_empty());
    }
}
