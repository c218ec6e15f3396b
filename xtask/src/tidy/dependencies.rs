//! The rules of `deny.toml` about dependencies: their licences, doubled crates, wildcards, and
//! where they come from.
//!
//! `cargo xtask audit` checks the same rules by cargo-deny. This needs no further tool and no
//! network, so that every run of the tests checks them. A rule in the file that isn't known here is
//! a problem, so that none is believed to hold without being checked. So is an exception that
//! nothing needs any more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::dependencies::{Graph, Package};

/// Sources of packages by default: the public registry, in both of its protocols.
const REGISTRIES: [&str; 2] =
    ["registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/"];

/// `deny.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rules {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Licenses {
    allow: Vec<String>,
    private: Private,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Private {
    ignore: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Bans {
    multiple_versions: Level,
    wildcards: Level,
    allow_wildcard_paths: bool,
    skip: Vec<Exception>,
    skip_tree: Vec<Exception>,
}

/// A crate with its version, and the reason why it is let in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    #[allow(dead_code, reason = "each exception must have one")]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: Level,
    unknown_git: Level,
}

/// The only level of the rules here: a weaker one would be a rule that fails nothing.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Deny,
}

/// Reads the rules and the graph of dependencies, and returns the problems.
pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let rules = fs::read_to_string(root.join("deny.toml"))?;
    problems(&rules, &Graph::read(None)?)
}

fn problems(rules: &str, graph: &Graph) -> Result<Vec<String>> {
    let rules: Rules =
        toml::from_str(rules).context("deny.toml has a rule that tidy can't check")?;
    let mut problems = licences(&rules.licenses, graph)?;
    problems.extend(duplicates(&rules.bans, graph));
    problems.extend(wildcards(&rules.bans, graph));
    problems.extend(sources(&rules.sources, graph));
    Ok(problems)
}

fn named(package: &Package) -> String {
    format!("{}@{}", package.name, package.version)
}

/// Returns the packages whose licence isn't satisfied by the allowed ones, and allowed licences
/// that no package has.
fn licences(rules: &Licenses, graph: &Graph) -> Result<Vec<String>> {
    let allowed = rules.allow.iter().map(|name| {
        Licensee::parse(name).with_context(|| format!("deny.toml: {name} is no SPDX licence"))
    });
    let allowed: Vec<Licensee> = allowed.collect::<Result<_>>()?;
    let mut used = BTreeSet::new();
    let mut problems = Vec::new();
    for package in &graph.packages {
        let is_private = package.publish.as_ref().is_some_and(Vec::is_empty);
        if rules.private.ignore && is_private && graph.is_member(package) {
            continue;
        }
        let expression = package.license.as_deref().unwrap_or_default();
        let is_allowed = Expression::parse_mode(expression, ParseMode::LAX).is_ok_and(|parsed| {
            parsed.evaluate(|requirement| {
                let place = allowed.iter().position(|licensee| licensee.satisfies(requirement));
                used.extend(place);
                place.is_some()
            })
        });
        if !is_allowed {
            problems.push(format!(
                "{}: the licence `{expression}` isn't among those that deny.toml allows",
                named(package)
            ));
        }
    }
    let unused = rules.allow.iter().enumerate().filter(|(place, _)| !used.contains(place));
    problems.extend(unused.map(|(_, name)| {
        format!("deny.toml: allows {name}, which no dependency asks for; remove it")
    }));
    Ok(problems)
}

/// Returns the crates that are there in several versions without an exception, and the exceptions
/// that name no crate.
fn duplicates(rules: &Bans, graph: &Graph) -> Vec<String> {
    let Level::Deny = rules.multiple_versions;
    let names: BTreeMap<String, &str> =
        graph.packages.iter().map(|package| (named(package), &*package.id)).collect();
    let mut problems = Vec::new();
    let mut exempt = BTreeSet::new();
    for exception in rules.skip.iter().chain(&rules.skip_tree) {
        match names.get(&exception.package) {
            Some(id) => _ = exempt.insert((*id).to_owned()),
            None => problems.push(format!(
                "deny.toml: skips {}, which nothing depends on; remove it",
                exception.package
            )),
        }
    }
    let trees = rules.skip_tree.iter().filter_map(|tree| names.get(&tree.package).copied());
    exempt.extend(graph.reachable(&trees.collect::<Vec<_>>(), &["build"], |_| false));
    let mut versions: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
    for package in &graph.packages {
        versions.entry(&package.name).or_default().push(package);
    }
    for (name, all) in versions {
        let counted = all.iter().filter(|package| !exempt.contains(&package.id));
        let counted: Vec<_> = counted.map(|package| &*package.version).collect();
        if counted.len() > 1 {
            problems.push(format!(
                "{name}: is there in the versions {}; use one, or give deny.toml the reason",
                counted.join(", ")
            ));
        }
    }
    let is_single = |exception: &&Exception| {
        let name = exception.package.split('@').next();
        graph.packages.iter().filter(|package| Some(&*package.name) == name).count() == 1
    };
    problems.extend(rules.skip.iter().filter(is_single).map(|exception| {
        format!("deny.toml: skips {}, which is there once; remove it", exception.package)
    }));
    problems
}

/// Returns the dependencies that any version satisfies. A path in the workspace has no version.
fn wildcards(rules: &Bans, graph: &Graph) -> Vec<String> {
    let Level::Deny = rules.wildcards;
    let mut problems = Vec::new();
    for package in &graph.packages {
        for requirement in &package.dependencies {
            let is_path = rules.allow_wildcard_paths && requirement.path.is_some();
            if requirement.req == "*" && !is_path {
                problems.push(format!(
                    "{}: takes any version of {}; name one",
                    named(package),
                    requirement.name
                ));
            }
        }
    }
    problems
}

/// Returns the packages that come neither from the public registry nor from the workspace.
fn sources(rules: &Sources, graph: &Graph) -> Vec<String> {
    let (Level::Deny, Level::Deny) = (rules.unknown_registry, rules.unknown_git);
    let is_known = |package: &&Package| match package.source.as_deref() {
        Some(source) => REGISTRIES.contains(&source),
        None => graph.is_member(package),
    };
    let unknown = graph.packages.iter().filter(|package| !is_known(package));
    unknown
        .map(|package| {
            let source = package.source.as_deref().unwrap_or("a path outside of the workspace");
            format!("{}: comes from {source}, which deny.toml doesn't know", named(package))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::dependencies::samples::{graph, package};

    /// Returns the problems of a graph under rules that allow MIT.
    fn found(
        bans: &str,
        packages: Vec<Value>,
        edges: &[(&str, &str, Option<&str>)],
    ) -> Vec<String> {
        let rules = format!(
            "[licenses]\nallow = [\"MIT\"]\nprivate = {{ ignore = true }}\n\
             [bans]\nmultiple-versions = \"deny\"\nwildcards = \"deny\"\n\
             allow-wildcard-paths = true\n{bans}\n\
             [sources]\nunknown-registry = \"deny\"\nunknown-git = \"deny\"\n"
        );
        problems(&rules, &graph(packages, edges)).unwrap()
    }

    const NO_EXCEPTION: &str = "skip = []\nskip-tree = []";

    #[test]
    fn a_licence_is_allowed_by_name_and_expressions_are_evaluated() {
        let licensed = |license: &str| {
            let packages = vec![package("mit", "1.0.0", "MIT"), package("a", "1.0.0", license)];
            found(NO_EXCEPTION, packages, &[])
        };
        for good in ["MIT", "MIT OR GPL-3.0-only", "Apache-2.0/MIT", "(MIT)"] {
            assert!(licensed(good).is_empty(), "{good}");
        }
        let bad = ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "nonsense", "Apache-2.0"];
        for bad in bad {
            assert_eq!(licensed(bad).len(), 1, "{bad}");
        }
        let mut unnamed = package("a", "1.0.0", "MIT");
        unnamed["license"] = Value::Null;
        let packages = vec![package("mit", "1.0.0", "MIT"), unnamed];
        assert_eq!(found(NO_EXCEPTION, packages, &[]).len(), 1);
    }

    #[test]
    fn a_licence_that_nobody_has_is_no_longer_allowed() {
        assert_eq!(found(NO_EXCEPTION, vec![], &[]).len(), 1);
    }

    #[test]
    fn a_crate_is_there_once_or_has_a_reason() {
        let twice = || vec![package("a", "1.0.0", "MIT"), package("a", "2.0.0", "MIT")];
        assert_eq!(found(NO_EXCEPTION, twice(), &[]).len(), 1);
        let skip = "skip = [{ crate = \"a@1.0.0\", reason = \"r\" }]\nskip-tree = []";
        assert!(found(skip, twice(), &[]).is_empty());
        let third = [twice(), vec![package("a", "3.0.0", "MIT")]].concat();
        assert_eq!(found(skip, third, &[]).len(), 1);
        let tree = "skip = []\nskip-tree = [{ crate = \"b@1.0.0\", reason = \"r\" }]";
        let below = || [twice(), vec![package("b", "1.0.0", "MIT")]].concat();
        assert!(found(tree, below(), &[("b@1.0.0", "a@1.0.0", None)]).is_empty());
        assert_eq!(found(tree, below(), &[]).len(), 1);
    }

    #[test]
    fn an_exception_that_nothing_needs_is_removed() {
        let skip = "skip = [{ crate = \"a@1.0.0\", reason = \"r\" }]\nskip-tree = []";
        assert_eq!(found(skip, vec![package("a", "1.0.0", "MIT")], &[]).len(), 1);
        assert_eq!(found(skip, vec![package("a", "2.0.0", "MIT")], &[]).len(), 2);
    }

    #[test]
    fn no_version_is_left_open_but_a_path() {
        let open = |path: Value| {
            let mut package = package("a", "1.0.0", "MIT");
            package["dependencies"] = json!([{ "name": "b", "req": "*", "path": path }]);
            found(NO_EXCEPTION, vec![package], &[]).len()
        };
        assert_eq!((open(Value::Null), open(json!("/b"))), (1, 0));
    }

    #[test]
    fn crates_come_from_the_registry() {
        for source in [
            json!("git+https://example.org/a"),
            json!("registry+https://example.org/index"),
            Value::Null,
        ] {
            let mut package = package("a", "1.0.0", "MIT");
            package["source"] = source.clone();
            assert_eq!(found(NO_EXCEPTION, vec![package], &[]).len(), 1, "{source}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_checked_is_not_believed() {
        let rules = "[advisories]\nyanked = \"deny\"\n";
        assert!(problems(rules, &graph(vec![], &[])).is_err());
    }
}
