//! The rule that `domain::wire` is one-way: it imports the domain, and the domain never imports it.
//!
//! So a rule can be read and tested without a request's shape, and a change of the contract changes
//! no rule. Conversions stand in `domain/src/wire/parse`. Test code doesn't count.

use crate::tidy::{Source, cycles};

const ROOT: &str = "domain/src";
const WIRE: &str = "wire";

pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let is_wire = |module: &[String]| module.first().is_some_and(|first| first == WIRE);
    let mut problems = Vec::new();
    for file in cycles::files(ROOT, sources).iter().filter(|file| !is_wire(&file.module)) {
        for used in file.uses.iter().filter(|used| is_wire(&used.target)) {
            problems.push(format!(
                "{}: names `{}`; a conversion from or to wire belongs in {ROOT}/{WIRE}/parse",
                file.path, used.text
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&[Source::new(path, text)]).len()
    }

    #[test]
    fn only_wire_itself_names_wire() {
        for text in [
            "use crate::wire;",
            "use crate::wire::Contact;",
            "use crate::{text::Text, wire::console::{Bulk}};",
            "use super::super::wire;",
            "fn f() -> crate::wire::Contact { }",
        ] {
            assert_eq!(problems("domain/src/intake/contact.rs", text), 1, "{text}");
            assert_eq!(problems("domain/src/wire/parse/contact.rs", text), 0, "{text}");
        }
        let test = "#[cfg(test)]\nmod tests { use crate::wire; }\n/// [`crate::wire`]\nfn f() {}";
        assert_eq!(problems("domain/src/intake/contact.rs", test), 0);
    }
}
