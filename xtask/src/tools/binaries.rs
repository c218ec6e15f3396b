//! Rust tools built from source, kept by version in the user's cache folder for all clones.
//!
//! The tools that every build needs are built in one target folder, so that the dependencies that
//! they share compile once. The folder goes as soon as they are there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    fingerprint::{Inputs, files_below},
    process,
    progress::note,
    project,
    tools::{cargo, debian},
};

struct Tool<'a> {
    name: &'a str,
    programs: &'a [&'a str],
    source: Source<'a>,
    speed: Speed,
}

/// Speed that a tool must have. With fewer optimisations it compiles in less than half the time.
#[derive(Clone, Copy)]
enum Speed {
    /// It takes a large file apart.
    Work,
    /// It mostly waits for other programs.
    Wait,
}

impl Speed {
    /// Returns cargo's `opt-level`.
    const fn level(self) -> &'static str {
        match self {
            Self::Work => "1",
            Self::Wait => "0",
        }
    }
}

enum Source<'a> {
    /// crates.io, in the version of this crate in Cargo.lock.
    VersionOf(&'a str),
    /// crates.io, in a fixed version.
    Pinned(&'a str),
    /// A folder of the project, which has a lock file of its own.
    Folder,
}

impl Tool<'_> {
    /// Returns a version: of what is built from a folder, a digest of its files.
    fn version(&self) -> Result<String> {
        match self.source {
            Source::VersionOf(package) => project::locked_version(package),
            Source::Pinned(number) => Ok(number.to_owned()),
            Source::Folder => {
                let folder = self.folder();
                let mut files = files_below(&folder.join("src"))?;
                files.extend(["Cargo.toml", "Cargo.lock"].map(|name| folder.join(name)));
                let mut digest = Inputs::default().files(&files)?.hash();
                digest.truncate(12);
                Ok(digest)
            }
        }
    }

    fn folder(&self) -> PathBuf {
        project::root().join(self.name)
    }
}

/// wasm-bindgen and wasm-split, without what their own programs bring along.
const BUILD_TOOLS: Tool<'_> = Tool {
    name: "build-tools",
    programs: &["wasm-glue", "wasm-split"],
    source: Source::Folder,
    speed: Speed::Work,
};

const WORKER_BUILD: Tool<'_> = Tool {
    name: "worker-build",
    programs: &["worker-build"],
    source: Source::VersionOf("worker"),
    speed: Speed::Wait,
};

/// Installs the tools that every build needs: wasm-bindgen, wasm-split and worker-build.
pub(crate) fn for_builds() -> Result<[PathBuf; 3]> {
    let home = project::cache()?;
    let is_missing =
        |tool: &Tool<'_>| anyhow::Ok(!installed(tool)?.iter().all(|program| program.exists()));
    if is_missing(&WORKER_BUILD)? {
        debian::require("build worker-build", &[debian::OPENSSL_HEADERS])?;
    }
    let is_any_missing = is_missing(&BUILD_TOOLS)? || is_missing(&WORKER_BUILD)?;
    let shared = shared_target(&home);
    install_in(&BUILD_TOOLS, Some(&shared))?;
    install_in(&WORKER_BUILD, Some(&shared))?;
    if is_any_missing {
        remove_shared_target(&home);
    }
    let place = |tool: &Tool<'_>, program| anyhow::Ok(bin(tool)?.join(program));
    Ok([
        place(&BUILD_TOOLS, "wasm-glue")?,
        place(&BUILD_TOOLS, "wasm-split")?,
        place(&WORKER_BUILD, "worker-build")?,
    ])
}

/// Installs the WebDriver of Firefox. Debian has no package of it.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    program_of("geckodriver", "0.37.1", Speed::Wait)
}

pub(crate) fn cargo_audit() -> Result<PathBuf> {
    program_of("cargo-audit", "0.22.2", Speed::Wait)
}

pub(crate) fn cargo_deny() -> Result<PathBuf> {
    program_of("cargo-deny", "0.20.2", Speed::Wait)
}

pub(crate) fn twiggy() -> Result<PathBuf> {
    program_of("twiggy", "0.8.0", Speed::Work)
}

/// Installs a crate's only program from crates.io, in a fixed version.
fn program_of(name: &str, version: &str, speed: Speed) -> Result<PathBuf> {
    let tool = Tool { name, programs: &[name], source: Source::Pinned(version), speed };
    install_in(&tool, None)?;
    Ok(bin(&tool)?.join(name))
}

/// Returns the folder in which a tool's programs are.
fn bin(tool: &Tool<'_>) -> Result<PathBuf> {
    Ok(project::cache()?.join(format!("{}-{}", tool.name, tool.version()?)).join("bin"))
}

fn installed(tool: &Tool<'_>) -> Result<Vec<PathBuf>> {
    let bin = bin(tool)?;
    Ok(tool.programs.iter().map(|program| bin.join(program)).collect())
}

/// Builds a tool unless it is there, in this target folder or else in a temporary one.
fn install_in(tool: &Tool<'_>, target: Option<&Path>) -> Result<()> {
    if installed(tool)?.iter().all(|program| program.exists()) {
        return Ok(());
    }
    let version = tool.version()?;
    let home = project::cache()?;
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    note(&format!("building {} {version} (once for each version)", tool.name));
    // The rename comes last: a killed build leaves nothing that looks whole.
    let unfinished = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(&home)?;
    let own = unfinished.path().join("target");
    let mut command = build(tool, &version, unfinished.path(), target.unwrap_or(&own));
    process::run(&mut command)
        .with_context(|| format!("{} {version} could not be built", tool.name))?;
    let place = home.join(format!("{}-{version}", tool.name));
    let _ = fs::remove_dir_all(&place);
    fs::rename(unfinished.path().join("root"), &place)
        .with_context(|| format!("cannot create {}", place.display()))
}

/// Returns the target folder that the tools for builds share until all are there.
fn shared_target(home: &Path) -> PathBuf {
    home.join("tools-target")
}

/// Removes the shared target folder, if there is one.
fn remove_shared_target(home: &Path) {
    let _ = fs::remove_dir_all(shared_target(home));
}

fn build(tool: &Tool<'_>, version: &str, folder: &Path, target: &Path) -> Command {
    let mut command = cargo();
    command.args(["install", "--locked"]);
    match tool.source {
        Source::Folder => command.arg("--path").arg(tool.folder()),
        Source::VersionOf(_) | Source::Pinned(_) => command.args([tool.name, "--version", version]),
    };
    for program in tool.programs {
        command.args(["--bin", program]);
    }
    command
        .arg("--root")
        .arg(folder.join("root"))
        .arg("--target-dir")
        .arg(target)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.speed.level())
        .env_remove("CARGO_TARGET_DIR");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_share_a_target_folder_and_only_their_programs_are_built() {
        for tool in [BUILD_TOOLS, WORKER_BUILD] {
            let target = shared_target(Path::new("/cache"));
            let command = build(&tool, "1.0.0", Path::new("/cache/new"), &target);
            let words: Vec<_> = command.get_args().filter_map(|word| word.to_str()).collect();
            for program in tool.programs {
                assert!(words.windows(2).any(|pair| pair == ["--bin", *program]), "{words:?}");
            }
            assert!(words.windows(2).any(|pair| pair == ["--target-dir", "/cache/tools-target"]));
        }
    }

    /// A step on Wasm must understand the crate that it was compiled with.
    #[test]
    fn the_linked_libraries_have_the_versions_of_their_crates() {
        let lock = fs::read_to_string(BUILD_TOOLS.folder().join("Cargo.lock")).unwrap();
        for (linked, ours) in [
            ("wasm-bindgen-cli-support", "wasm-bindgen"),
            ("wasm_split_cli_support", "wasm_split_helpers"),
        ] {
            let version = project::version_in(&lock, linked).unwrap();
            assert_eq!(version, Some(project::locked_version(ours).unwrap()), "{linked}");
        }
    }

    #[test]
    fn the_shared_target_folder_goes() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(shared_target(home.path()).join("release")).unwrap();
        remove_shared_target(home.path());
        assert!(!shared_target(home.path()).exists());
        remove_shared_target(home.path());
    }
}
