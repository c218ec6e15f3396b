//! The removal of test code: a test may name any module.

use crate::tidy::rust_text::is_of_a_name;

const ATTRIBUTE: &str = "#[cfg(test)]";

/// Code without its items under `#[cfg(test)]`.
pub(super) struct WithoutTests {
    pub(super) rest: String,
    /// The modules that are declared under that attribute and stand in files of their own.
    pub(super) test_modules: Vec<String>,
}

/// Takes code without comments and literals.
pub(super) fn removed(code: &str) -> WithoutTests {
    let mut without = WithoutTests { rest: String::new(), test_modules: Vec::new() };
    let mut left = code;
    while let Some((before, after)) = left.split_once(ATTRIBUTE) {
        without.rest.push_str(before);
        let (item, rest) = after.split_at(item_length(after));
        without.test_modules.extend(declared_module(item));
        left = rest;
    }
    without.rest.push_str(left);
    without
}

/// Returns the length up to the first `;` outside of braces, or to the brace that closes the item.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in code.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // The braces of `use a::{b};` end no item.
        let is_use = code.trim_start().starts_with("use ");
        if depth == 0 && (letter == ';' || (letter == '}' && !is_use)) {
            return at + 1;
        }
    }
    code.len()
}

/// Returns the name in `mod name;`.
fn declared_module(item: &str) -> Option<String> {
    let (_, name) = item.strip_suffix(';')?.split_once("mod ")?;
    name.chars().all(is_of_a_name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_for_tests_go_and_the_others_stay() {
        let code = "use a;\n#[cfg(test)]\nmod b;\n#[cfg(test)]\nuse c::{d, e};\nfn f() {}\n\
                    #[cfg(test)]\nmod tests { fn g() { h() } }\nfn i() {}";
        let without = removed(code);
        let words: Vec<&str> = without.rest.split_whitespace().collect();
        assert_eq!(words.join(" "), "use a; fn f() {} fn i() {}");
        assert_eq!(without.test_modules, ["b"]);
    }
}
