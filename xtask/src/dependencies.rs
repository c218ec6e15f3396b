//! Graph of the workspace's dependencies, as Cargo resolved it.
//!
//! `tidy` checks it against `deny.toml`, and `sbom` writes down what is released. It needs no
//! network once the crates are there.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Stdio,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::tools;

/// Output of `cargo metadata`, as far as it is read here.
#[derive(Deserialize)]
pub(crate) struct Graph {
    pub(crate) packages: Vec<Package>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

/// A package of the graph.
#[derive(Clone, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    /// SPDX expression of the manifest.
    pub(crate) license: Option<String>,
    /// Registry or repository; a path has none.
    pub(crate) source: Option<String>,
    /// Registries that it may be published to; empty for one that is never published.
    pub(crate) publish: Option<Vec<String>>,
    pub(crate) dependencies: Vec<Requirement>,
    #[serde(default)]
    targets: Vec<Target>,
}

/// A line of a manifest's dependencies.
#[derive(Clone, Deserialize)]
pub(crate) struct Requirement {
    pub(crate) name: String,
    pub(crate) req: String,
    pub(crate) path: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    /// `dev`, `build`, or nothing for an ordinary dependency.
    kind: Option<String>,
}

impl Package {
    /// Returns whether it runs in the compiler alone.
    pub(crate) fn is_macro(&self) -> bool {
        self.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "proc-macro"))
    }
}

impl Graph {
    /// Reads the graph, for all targets or for the one named.
    ///
    /// # Errors
    ///
    /// Fails if `Cargo.lock` doesn't fit the manifests, or if a crate can't be fetched.
    pub(crate) fn read(target: Option<&str>) -> Result<Self> {
        let ask = |is_offline: bool| {
            let mut command = tools::cargo();
            command.args(["metadata", "--locked", "--format-version", "1"]);
            command.args(target.into_iter().flat_map(|target| ["--filter-platform", target]));
            command.args(is_offline.then_some("--offline"));
            // It starts no process that could outlive this one. So the tests, which have no
            // watchdog, can read the graph too.
            command.stderr(Stdio::inherit()).output().context("cargo can't be started")
        };
        let output = ask(true)?;
        // On a fresh machine some crates aren't there yet: the build would fetch them too.
        let output = if output.status.success() { output } else { ask(false)? };
        Self::parse(&String::from_utf8_lossy(&output.stdout))
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).context("`cargo metadata` has failed: see above")
    }

    pub(crate) fn is_member(&self, package: &Package) -> bool {
        self.workspace_members.contains(&package.id)
    }

    /// Returns the ids of what these packages depend on, directly or not, and their own. Edges of
    /// the kinds `dev` and `build` count only if they are named in `kinds`; of others' crates,
    /// Cargo resolves no `dev` edges. Nothing is followed beyond a package for which `ends` holds.
    pub(crate) fn reachable(
        &self,
        roots: &[&str],
        kinds: &[&str],
        ends: impl Fn(&Package) -> bool,
    ) -> BTreeSet<String> {
        let nodes: BTreeMap<_, _> =
            self.resolve.nodes.iter().map(|node| (&*node.id, &node.deps)).collect();
        let packages: BTreeMap<_, _> =
            self.packages.iter().map(|package| (&*package.id, package)).collect();
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = roots.to_vec();
        while let Some(id) = open.pop() {
            if packages.get(id).is_some_and(|package| ends(package)) || !reached.insert(id) {
                continue;
            }
            let edges = nodes.get(id).map_or(&[][..], |edges| edges.as_slice());
            let followed = edges.iter().filter(|edge| {
                let counts = |kind: &DependencyKind| {
                    kind.kind.as_deref().is_none_or(|kind| kinds.contains(&kind))
                };
                edge.dep_kinds.iter().any(counts)
            });
            open.extend(followed.map(|edge| &*edge.pkg));
        }
        reached.into_iter().map(str::to_owned).collect()
    }

    /// Returns the ids of the packages on which one depends directly, other than for its tests.
    pub(crate) fn direct(&self, id: &str) -> Vec<&str> {
        let edges = self.resolve.nodes.iter().filter(|node| node.id == id);
        let is_used =
            |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"));
        edges.flat_map(|node| &node.deps).filter(is_used).map(|edge| &*edge.pkg).collect()
    }
}

/// Returns a licence as an SPDX expression: older manifests have a slash for `OR`.
pub(crate) fn license_expression(license: &str) -> String {
    license.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
pub(crate) mod samples {
    use serde_json::{Value, json};

    use super::Graph;

    pub(crate) const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

    pub(crate) fn package(name: &str, version: &str, license: &str) -> Value {
        json!({
            "id": format!("{name}@{version}"), "name": name, "version": version,
            "license": license, "source": REGISTRY, "publish": null, "dependencies": [],
        })
    }

    /// Returns a graph of the workspace's `edge` and these packages. An edge is a pair of ids and
    /// its kind.
    pub(crate) fn graph(packages: Vec<Value>, edges: &[(&str, &str, Option<&str>)]) -> Graph {
        let member = json!({
            "id": "edge", "name": "edge", "version": "0.1.0", "license": "Apache-2.0 OR MIT",
            "source": null, "publish": [], "dependencies": [],
        });
        let all: Vec<Value> = [vec![member], packages].concat();
        let node = |package: &Value| {
            let deps = edges.iter().filter(|(from, ..)| package["id"] == *from);
            let deps =
                deps.map(|(_, to, kind)| json!({ "pkg": to, "dep_kinds": [{ "kind": kind }] }));
            json!({ "id": package["id"], "deps": deps.collect::<Vec<_>>() })
        };
        let nodes: Vec<Value> = all.iter().map(node).collect();
        let graph = json!({
            "packages": all, "workspace_members": ["edge"], "resolve": { "nodes": nodes },
        });
        Graph::parse(&graph.to_string()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::{license_expression, samples::*};

    #[test]
    fn only_the_edges_of_the_kinds_asked_for_are_followed() {
        let packages = ["a", "b", "c"].map(|name| package(name, "1.0.0", "MIT")).to_vec();
        let edges = [
            ("edge", "a@1.0.0", None),
            ("a@1.0.0", "b@1.0.0", Some("build")),
            ("edge", "c@1.0.0", Some("dev")),
        ];
        let graph = graph(packages, &edges);
        let reached = |kinds: &[&str]| graph.reachable(&["edge"], kinds, |_| false).len();
        assert_eq!((reached(&[]), reached(&["build"]), reached(&["build", "dev"])), (2, 3, 4));
        assert_eq!(graph.reachable(&["edge"], &[], |package| package.name == "a").len(), 1);
        assert_eq!(graph.direct("edge"), ["a@1.0.0"]);
    }

    #[test]
    fn a_slash_is_an_or() {
        assert_eq!(license_expression("MIT / Apache-2.0"), "MIT OR Apache-2.0");
        assert_eq!(license_expression("MIT"), "MIT");
    }
}
