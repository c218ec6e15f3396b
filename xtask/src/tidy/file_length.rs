//! The rule about long files: Rust and JavaScript, tests included.
//!
//! Other files aside: JSON, lock files, style sheets and the demo site's pages may be longer.

use crate::tidy::Source;

const LONGEST: usize = 500;

pub(super) fn check(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LONGEST).then(|| {
        format!(
            "{}: {lines} lines; past {LONGEST} a file holds more than one idea: split it",
            source.path
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_have_500_lines_tests_included() {
        let fits = "//! A.\n".repeat(250) + &"#[cfg(test)]\n".repeat(250);
        assert!(check(&Source::new("tests/http/a.rs", &fits)).is_none());
        assert!(check(&Source::new("tests/http/a.rs", &(fits + "//\n"))).is_some());
    }
}
