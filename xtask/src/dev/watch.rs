//! Notices changed sources by looking at them twice a second: some hundred files take a
//! millisecond, it works on every file system, and a reader (cargo, for one) doesn't look like a
//! writer.

use std::{collections::BTreeMap, fs, path::PathBuf, time::SystemTime};

use crate::{fingerprint::files_below, project};

const FOLDERS: [&str; 10] = [
    "domain",
    "words-build",
    "form",
    "pages",
    "widget",
    "console",
    "spreadsheet",
    "edge",
    "demo-site",
    "stand-ins",
];
const FILES: [&str; 2] = ["Cargo.toml", "Cargo.lock"];
/// The folder that a build writes among the sources.
const PRODUCTS: &str = "edge/build";

/// A snapshot of the sources: the time of modification and the length of each file.
pub(crate) struct Sources(BTreeMap<PathBuf, (SystemTime, u64)>);

impl Sources {
    pub(crate) fn now() -> Self {
        let root = project::root();
        let mut paths: Vec<PathBuf> = FILES.iter().map(|file| root.join(file)).collect();
        for folder in FOLDERS {
            // A file that goes while we look is seen the next time.
            paths.extend(files_below(&root.join(folder)).unwrap_or_default());
        }
        paths.retain(|path| !path.starts_with(root.join(PRODUCTS)));
        let seen = paths.into_iter().filter_map(|path| {
            let about = fs::metadata(&path).ok()?;
            Some((path, (about.modified().ok()?, about.len())))
        });
        Self(seen.collect())
    }

    /// The names of what has changed since the last look, if anything has.
    pub(crate) fn changed(&mut self) -> Option<String> {
        let now = Self::now();
        let both = self.0.keys().chain(now.0.keys().filter(|path| !self.0.contains_key(*path)));
        let root = project::root();
        let names: Vec<String> = both
            .filter(|path| self.0.get(*path) != now.0.get(*path))
            .map(|path| path.strip_prefix(&root).unwrap_or(path).display().to_string())
            .collect();
        *self = now;
        (!names.is_empty()).then(|| names.join(", "))
    }
}
