//! The rule about long files: Rust and JavaScript, tests included.
//!
//! Other files aside: JSON, lock files, style sheets and the demo site's pages may be longer.

use crate::tidy::Source;

const LONGEST: usize = 500;

/// Files that are still too long. An entry goes when its file is split.
const ALLOWED: &[&str] = &["tests/http/uploads.rs", "tests/http/console_cases.rs"];

pub(super) fn check(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LONGEST && !ALLOWED.contains(&source.path.as_str())).then(|| {
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

    #[test]
    fn an_allowed_file_is_still_too_long() {
        let sources = crate::tidy::sources().unwrap();
        for path in ALLOWED {
            let source = sources.iter().find(|source| source.path == *path);
            let lines = source.map_or(0, |source| source.text.lines().count());
            assert!(lines > LONGEST, "{path} has {lines} lines: remove it from ALLOWED");
        }
    }
}
