//! The paths in Rust code that start with `crate`, `super` or `self`, in `use` trees and elsewhere.

use super::Module;
use crate::tidy::rust_text::is_of_a_name;

/// A path to an item of the same crate.
pub(in crate::tidy) struct UsedPath {
    /// From the crate's root.
    pub(in crate::tidy) target: Module,
    /// As written, with the braces of a `use` tree resolved.
    pub(in crate::tidy) text: String,
}

const STARTS: [&str; 3] = ["crate", "super", "self"];

/// Takes code without comments and literals, and the module whose file holds it.
pub(super) fn used(code: &str, module: &[String]) -> Vec<UsedPath> {
    let mut used = Vec::new();
    let mut scopes = Scopes::default();
    let (mut at, mut previous) = (0, "");
    while let Some(letter) = code[at..].chars().next() {
        let rest = &code[at..];
        let word = word(rest);
        if word.is_empty() {
            scopes.read(letter);
            at += letter.len_utf8();
            continue;
        }
        let is_start = STARTS.contains(&word)
            && rest[word.len()..].starts_with("::")
            && !code[..at].ends_with("::")
            // `pub(in crate::a)` limits a name, and uses nothing.
            && previous != "in";
        if previous == "mod" {
            scopes.declared = Some(word.to_owned());
        }
        if is_start {
            let here: Module = module.iter().cloned().chain(scopes.inline()).collect();
            let mut tree = Tree { rest, paths: Vec::new() };
            tree.read(&[]);
            used.extend(tree.paths.iter().filter_map(|path| resolved(path, &here)));
            at = code.len() - tree.rest.len();
        } else {
            at += word.len();
        }
        previous = word;
    }
    used
}

fn word(code: &str) -> &str {
    &code[..code.find(|letter| !is_of_a_name(letter)).unwrap_or(code.len())]
}

/// The inline modules around the current place.
#[derive(Default)]
struct Scopes {
    /// One entry for each open brace: the module's name, if it opened one.
    open: Vec<Option<String>>,
    declared: Option<String>,
}

impl Scopes {
    fn read(&mut self, letter: char) {
        match letter {
            '{' => self.open.push(self.declared.take()),
            '}' => drop(self.open.pop()),
            ';' => self.declared = None,
            _ => {}
        }
    }

    fn inline(&self) -> impl Iterator<Item = String> {
        self.open.iter().flatten().cloned()
    }
}

/// A reader of a path, which in a `use` may branch.
struct Tree<'a> {
    rest: &'a str,
    paths: Vec<Vec<String>>,
}

impl Tree<'_> {
    fn read(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        loop {
            self.skip_spaces();
            let name = word(self.rest).to_owned();
            if self.rest.starts_with('{') {
                self.rest = &self.rest[1..];
                self.branches(&path);
                return;
            }
            if name.is_empty() {
                break;
            }
            self.rest = &self.rest[name.len()..];
            // `a::{self}` names `a`.
            if name != "self" || path.is_empty() {
                path.push(name);
            }
            self.skip_spaces();
            match self.rest.strip_prefix("::") {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        self.paths.push(path);
    }

    fn branches(&mut self, path: &[String]) {
        loop {
            let before = self.rest.len();
            self.skip_spaces();
            if self.rest.is_empty() {
                return;
            }
            if let Some(rest) = self.rest.strip_prefix('}') {
                self.rest = rest;
                return;
            }
            self.read(path);
            // `as name`, `*` and the comma.
            let end = self.rest.find([',', '}']).unwrap_or(self.rest.len());
            self.rest = &self.rest[end..];
            self.rest = self.rest.strip_prefix(',').unwrap_or(self.rest);
            if self.rest.len() == before {
                return;
            }
        }
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }
}

/// Returns the path from the crate's root; none if it leads out of the crate.
fn resolved(path: &[String], here: &[String]) -> Option<UsedPath> {
    let text = path.join("::");
    let mut target = here.to_vec();
    for name in path {
        match name.as_str() {
            "crate" => target.clear(),
            "self" => {}
            "super" => drop(target.pop()?),
            name => target.push(name.to_owned()),
        }
    }
    Some(UsedPath { target, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(code: &str) -> Vec<String> {
        let module = ["m", "n"].map(str::to_owned);
        used(code, &module).iter().map(|used| used.target.join("::")).collect()
    }

    #[test]
    fn use_trees_branch() {
        let code = "use crate::{a::{self, b as c, d::*}, e}; use std::f; use super::{g, h::{i}};";
        assert_eq!(targets(code), ["a", "a::b", "a::d", "e", "m::g", "m::h::i"]);
    }

    #[test]
    fn paths_count_wherever_they_stand() {
        let code = "fn a(b: crate::c::D) -> self::e::F { super::g::<crate::h::I>(self.j) }";
        assert_eq!(targets(code), ["c::D", "m::n::e::F", "m::g", "h::I"]);
    }

    #[test]
    fn inline_modules_are_modules_and_visibilities_no_uses() {
        let code = "mod o { use super::p; } pub(in crate::q) fn r() {} use super::s;";
        assert_eq!(targets(code), ["m::n::p", "m::s"]);
    }
}
