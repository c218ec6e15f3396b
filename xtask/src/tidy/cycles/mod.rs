//! The rule against module cycles inside a crate: of two modules, one can be read without the
//! other.
//!
//! A folder and its front file are one module. The rule compares the modules of each folder with
//! one another: A depends on B if any file below A names anything below B. So a module may name its
//! own parent, and a parent its children. Test code doesn't count. Everything is read as text:
//! a path that starts with an imported name is covered by the import, but a macro's output isn't.

mod graph;
mod paths;
mod test_code;

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{Source, rust_text::RustText};
use graph::Graph;
use paths::UsedPath;

/// The path of a module from its crate's root, without `crate`.
pub(super) type Module = Vec<String>;

/// A file of a crate, as far as dependencies go.
pub(super) struct File {
    pub(super) module: Module,
    pub(super) path: String,
    pub(super) uses: Vec<UsedPath>,
}

pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    for root in roots(sources) {
        let name = root.split('/').next().unwrap_or_default();
        let files = files(&root, sources);
        for (folder, graph) in graphs(&files) {
            let place = if folder.is_empty() { root.clone() } else { folder.join("::") };
            let cycles = graph.cycles();
            let problem = |cycle| format!("{name}: modules of {place} need one another: {cycle}");
            problems.extend(cycles.into_iter().map(problem));
        }
    }
    problems
}

/// Returns the folders that hold a crate's `lib.rs` or `main.rs`.
fn roots(sources: &[Source]) -> BTreeSet<String> {
    let split = sources.iter().filter_map(|source| source.path.rsplit_once('/'));
    split
        .filter(|(_, file)| matches!(*file, "lib.rs" | "main.rs"))
        .map(|(folder, _)| folder.to_owned())
        .collect()
}

/// Returns the files of the crate with this root folder, without those that hold tests.
pub(super) fn files(root: &str, sources: &[Source]) -> Vec<File> {
    let mut files = Vec::new();
    let mut test_modules = BTreeSet::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let Some(module) = module_of(root, &source.path) else { continue };
        let code = test_code::removed(&RustText::parse(&source.text).code);
        let child = |name| module.iter().cloned().chain([name]).collect::<Module>();
        test_modules.extend(code.test_modules.into_iter().map(child));
        let uses = paths::used(&code.rest, &module);
        files.push(File { module, path: source.path.clone(), uses });
    }
    let is_test = |file: &File| {
        (1..=file.module.len()).any(|length| test_modules.contains(&file.module[..length]))
    };
    files.retain(|file| !is_test(file));
    files
}

/// Returns the module of a file, if the file belongs to the crate with this root folder.
fn module_of(root: &str, path: &str) -> Option<Module> {
    let path = path.strip_prefix(root)?.strip_prefix('/')?.strip_suffix(".rs")?;
    // Each file in `bin` is a crate of its own.
    if path.starts_with("bin/") {
        return None;
    }
    let mut module: Module = path.split('/').map(str::to_owned).collect();
    let is_front = module.last().is_some_and(|name| {
        name == "mod" || (module.len() == 1 && matches!(name.as_str(), "lib" | "main"))
    });
    if is_front {
        module.pop();
    }
    Some(module)
}

/// Returns the dependencies among the modules of each folder.
fn graphs(files: &[File]) -> BTreeMap<&[String], Graph> {
    let modules: BTreeSet<&[String]> = files
        .iter()
        .flat_map(|file| (1..=file.module.len()).map(|length| &file.module[..length]))
        .collect();
    let mut graphs = BTreeMap::<&[String], Graph>::new();
    for file in files {
        for used in &file.uses {
            let both = file.module.iter().zip(&used.target);
            let common = both.take_while(|(one, other)| one == other).count();
            let (Some(from), Some(to)) = (file.module.get(common), used.target.get(common)) else {
                continue;
            };
            if modules.contains(&used.target[..=common]) {
                let witness = format!("`{}` in {}", used.text, file.path);
                graphs.entry(&file.module[..common]).or_default().add(from, to, witness);
            }
        }
    }
    graphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycles(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new(path, text)).collect();
        check(&sources)
    }

    #[test]
    fn two_modules_that_use_each_other_are_a_cycle_with_a_witness_for_each_edge() {
        let found = cycles(&[
            ("x/src/lib.rs", "mod a; mod b;"),
            ("x/src/a.rs", "use crate::{b::{self, C}, d};"),
            ("x/src/b/mod.rs", "mod c;"),
            ("x/src/b/c.rs", "fn c() -> super::super::a::A { }"),
        ]);
        assert_eq!(
            found,
            ["x: modules of x/src need one another: a → b (`crate::b` in x/src/a.rs), \
              b → a (`super::super::a::A` in x/src/b/c.rs)"]
        );
    }

    #[test]
    fn a_folder_of_modules_is_compared_among_siblings() {
        let found = cycles(&[
            ("x/src/lib.rs", "mod f;"),
            ("x/src/f/mod.rs", "mod a; mod b; mod c;"),
            ("x/src/f/a.rs", "use super::b::B;"),
            ("x/src/f/b.rs", "use crate::f::c::C;"),
            ("x/src/f/c.rs", "fn c() { crate::f::a::call::<u8>() }"),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("x: modules of f need one another: a → b"), "{}", found[0]);
    }

    #[test]
    fn parents_children_and_tests_are_no_cycle() {
        let found = cycles(&[
            ("x/src/lib.rs", "mod a; mod b; #[cfg(test)]\nmod testing; use crate::a::A;"),
            ("x/src/a/mod.rs", "mod c; use c::C; pub(in crate::b) struct A;"),
            ("x/src/a/c.rs", "use super::A; use crate::b::B;"),
            (
                "x/src/b.rs",
                "#[cfg(test)]\nmod tests { use crate::a::A; fn a() { } }\n// crate::a::A\n",
            ),
            ("x/src/testing.rs", "use crate::a::A;"),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }
}
