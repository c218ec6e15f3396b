//! The rule that each Rust file begins with a module doc.

use crate::tidy::Source;

pub(super) fn check(source: &Source) -> Option<String> {
    let is_documented = source.text.trim_start().starts_with("//!");
    (source.is_rust() && !is_documented).then(|| {
        format!(
            "{}: starts without a `//!` doc; a reader learns from it whether to read on",
            source.path
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rust_file_begins_with_a_module_doc() {
        assert!(check(&Source::new("edge/src/a.rs", "//! A.\n")).is_none());
        assert!(check(&Source::new("edge/src/a.rs", "fn a() {}\n")).is_some());
        assert!(check(&Source::new("widget/embed/embed.js", "run()\n")).is_none());
    }
}
