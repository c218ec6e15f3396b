//! The project's folders, and the versions that Cargo.lock has chosen.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The clone's root folder.
pub(crate) fn root() -> PathBuf {
    // At run time, so that a target folder shared by two clones serves each its own.
    let xtask =
        env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&xtask).parent().map_or_else(|| ".".into(), Path::to_path_buf)
}

/// Cargo's own output folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Intermediate products and stamps of our own.
pub(crate) fn work() -> PathBuf {
    target().join("sawtak")
}

/// Returns the cache folder of the user's built tools, shared by all clones.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(
            env::var_os("HOME")
                .context("HOME is not set: set it, or XDG_CACHE_HOME, to a folder of yours")?,
        )
        .join(".cache"),
    };
    Ok(base.join("sawtak"))
}

/// The version of a crate in Cargo.lock.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .context("Cargo.lock is missing: restore it with git")?;
    version_in(&lock, name)?
        .with_context(|| format!("Cargo.lock names no {name}: nothing depends on it yet"))
}

/// Returns the version of a package in the text of a lock file.
pub(crate) fn version_in(lock: &str, name: &str) -> Result<Option<String>> {
    let lock: toml::Table =
        lock.parse().context("Cargo.lock cannot be read: restore it with git")?;
    let packages =
        lock.get("package").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
    let package = packages.iter().find(|package| text(package, "name") == Some(name));
    Ok(package.and_then(|package| text(package, "version")).map(str::to_owned))
}

fn text<'a>(package: &'a toml::Value, key: &str) -> Option<&'a str> {
    package.get(key).and_then(toml::Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn a_version_is_that_of_the_crate_with_exactly_this_name() {
        let lock = "[[package]]\nname = \"worker-sys\"\nversion = \"1.0.0\"\n[[package]]\nname = \"worker\"\nversion = \"0.8.7\"\n";
        assert_eq!(version_in(lock, "worker").unwrap().as_deref(), Some("0.8.7"));
        assert_eq!(version_in(lock, "work").unwrap(), None);
    }
}
