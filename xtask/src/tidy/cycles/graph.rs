//! A directed graph of modules, and the search for its cycles.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Dependencies among the modules of one folder, each with one place that proves it.
#[derive(Default)]
pub(super) struct Graph(BTreeMap<String, BTreeMap<String, String>>);

impl Graph {
    pub(super) fn add(&mut self, from: &str, to: &str, witness: String) {
        self.0.entry(from.to_owned()).or_default().entry(to.to_owned()).or_insert(witness);
    }

    /// Returns the shortest cycle through each edge, each cycle once.
    ///
    /// An edge that lies on no cycle adds nothing, so no returned cycle means an acyclic graph.
    pub(super) fn cycles(&self) -> Vec<String> {
        let mut cycles = BTreeSet::new();
        for (from, targets) in &self.0 {
            for to in targets.keys() {
                if let Some(path) = self.shortest_path(to, from) {
                    cycles.insert(rotated(path));
                }
            }
        }
        let mut cycles: Vec<_> = cycles.into_iter().collect();
        cycles.sort_by_key(Vec::len);
        cycles.iter().map(|cycle| self.described(cycle)).collect()
    }

    /// Searches breadth first. The path begins with `from` and ends with `to`.
    fn shortest_path<'a>(&'a self, from: &'a str, to: &'a str) -> Option<Vec<&'a str>> {
        let mut before = BTreeMap::from([(from, None)]);
        let mut queue = VecDeque::from([from]);
        while let Some(module) = queue.pop_front() {
            if module == to {
                let mut path = vec![to];
                while let Some(previous) = before[path[path.len() - 1]] {
                    path.push(previous);
                }
                path.reverse();
                return Some(path);
            }
            for next in self.0.get(module).into_iter().flat_map(BTreeMap::keys) {
                if !before.contains_key(next.as_str()) {
                    before.insert(next, Some(module));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    fn described(&self, cycle: &[&str]) -> String {
        let next = cycle.iter().cycle().skip(1);
        let edges = cycle.iter().zip(next).map(|(from, to)| {
            let witness = &self.0[*from][*to];
            format!("{from} → {to} ({witness})")
        });
        edges.collect::<Vec<_>>().join(", ")
    }
}

/// Lets a cycle begin with its first module in alphabetical order, so that equal cycles are equal.
fn rotated(mut cycle: Vec<&str>) -> Vec<&str> {
    let first = cycle.iter().enumerate().min_by_key(|(_, module)| **module);
    let at = first.map_or(0, |(at, _)| at);
    cycle.rotate_left(at);
    cycle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cycle_is_found_once() {
        let mut graph = Graph::default();
        for (from, to) in [("a", "b"), ("b", "c"), ("c", "a"), ("c", "b"), ("c", "d")] {
            graph.add(from, to, format!("{from}{to}"));
        }
        let expected = ["b → c (bc), c → b (cb)", "a → b (ab), b → c (bc), c → a (ca)"];
        assert_eq!(graph.cycles(), expected);
    }
}
