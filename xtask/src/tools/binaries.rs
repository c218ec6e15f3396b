//! Rust tools built from crates.io, kept by version in the user's cache folder for all clones.
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
    process,
    progress::note,
    project,
    tools::{cargo, debian},
};

struct Tool {
    package: &'static str,
    program: &'static str,
    version: Version,
    /// True if the tool's own lock file still resolves.
    locked: bool,
    /// Features that it is built with.
    features: Features,
}

/// Cargo features of a tool.
enum Features {
    /// Those that it has by default.
    Usual,
    /// None.
    None,
    /// Those that it has by default, and this one.
    With(&'static str),
}

enum Version {
    /// The version of this crate in Cargo.lock.
    Of(&'static str),
    /// A fixed version.
    Pinned(&'static str),
}

impl Version {
    fn number(&self) -> Result<String> {
        match self {
            Self::Of(package) => project::locked_version(package),
            Self::Pinned(number) => Ok((*number).to_owned()),
        }
    }
}

const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: Version::Of("wasm-bindgen"),
    // Its lock file names a version that is gone from crates.io.
    locked: false,
    // TLS is for the test runner, which isn't built.
    features: Features::None,
};

/// It has no feature that leaves out TLS.
const WORKER_BUILD: Tool = Tool {
    package: "worker-build",
    program: "worker-build",
    version: Version::Of("worker"),
    locked: true,
    features: Features::Usual,
};

/// Splits the console's Wasm. Its version must understand that of the crate that marks where.
const WASM_SPLIT: Tool = Tool {
    package: "wasm_split_cli_support",
    program: "wasm-split-cli",
    version: Version::Pinned("0.2.3"),
    locked: true,
    // Without it the package has no program.
    features: Features::With("build-binary"),
};

const FOR_BUILDS: [Tool; 3] = [WASM_BINDGEN, WORKER_BUILD, WASM_SPLIT];

/// Installs the tools that every build needs: wasm-bindgen, worker-build and wasm-split.
pub(crate) fn for_builds() -> Result<[PathBuf; 3]> {
    let home = project::cache()?;
    let is_missing = |tool: &Tool| anyhow::Ok(!installed_at(tool)?.exists());
    if is_missing(&WORKER_BUILD)? {
        debian::require("build worker-build", &[debian::OPENSSL_HEADERS])?;
    }
    let mut is_any_missing = false;
    for tool in &FOR_BUILDS {
        is_any_missing |= is_missing(tool)?;
    }
    let install = |tool: &Tool| install_in(tool, Some(shared_target(&home)));
    let [wasm_bindgen, worker_build, wasm_split] = &FOR_BUILDS;
    let programs = [install(wasm_bindgen)?, install(worker_build)?, install(wasm_split)?];
    if is_any_missing {
        remove_shared_target(&home);
    }
    Ok(programs)
}

/// Installs the WebDriver of Firefox. Debian has no package of it.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    install(&Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: Version::Pinned("0.37.1"),
        locked: true,
        features: Features::Usual,
    })
}

pub(crate) fn cargo_audit() -> Result<PathBuf> {
    install(&Tool {
        package: "cargo-audit",
        program: "cargo-audit",
        version: Version::Pinned("0.22.2"),
        locked: true,
        features: Features::Usual,
    })
}

pub(crate) fn cargo_deny() -> Result<PathBuf> {
    install(&Tool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: Version::Pinned("0.20.2"),
        locked: true,
        features: Features::Usual,
    })
}

pub(crate) fn twiggy() -> Result<PathBuf> {
    install(&Tool {
        package: "twiggy",
        program: "twiggy",
        version: Version::Pinned("0.8.0"),
        locked: true,
        features: Features::Usual,
    })
}

fn installed_at(tool: &Tool) -> Result<PathBuf> {
    let version = tool.version.number()?;
    Ok(project::cache()?.join(format!("{}-{version}", tool.package)).join("bin").join(tool.program))
}

fn install(tool: &Tool) -> Result<PathBuf> {
    install_in(tool, None)
}

/// Builds a tool unless it is there, in this target folder or else in a temporary one.
fn install_in(tool: &Tool, target: Option<PathBuf>) -> Result<PathBuf> {
    let program = installed_at(tool)?;
    if program.exists() {
        return Ok(program);
    }
    let version = tool.version.number()?;
    let home = project::cache()?;
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    note(&format!(
        "building {} {version} (about two minutes on two cores, once per version)",
        tool.package
    ));
    // The rename comes last: a killed build leaves nothing that looks whole.
    let unfinished = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(&home)?;
    let target = target.unwrap_or_else(|| unfinished.path().join("target"));
    let mut command = build(tool, &version, unfinished.path(), &target);
    process::run(&mut command)
        .with_context(|| format!("{} {version} could not be built", tool.package))?;
    let place = home.join(format!("{}-{version}", tool.package));
    let _ = fs::remove_dir_all(&place);
    fs::rename(unfinished.path().join("root"), &place)
        .with_context(|| format!("cannot create {}", place.display()))?;
    Ok(program)
}

/// Returns the target folder that the tools for builds share until all are there.
fn shared_target(home: &Path) -> PathBuf {
    home.join("tools-target")
}

/// Removes the shared target folder, if there is one.
fn remove_shared_target(home: &Path) {
    let _ = fs::remove_dir_all(shared_target(home));
}

fn build(tool: &Tool, version: &str, folder: &Path, target: &Path) -> Command {
    let mut command = cargo();
    command
        .args(["install", tool.package, "--version", version, "--bin", tool.program])
        .arg("--root")
        .arg(folder.join("root"))
        .arg("--target-dir")
        .arg(target)
        // They run for seconds, and compile in half the time with few optimisations.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        // Without a lock file, don't take dependencies that need a newer Rust.
        .env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback")
        .env_remove("CARGO_TARGET_DIR");
    if tool.locked {
        command.arg("--locked");
    }
    match tool.features {
        Features::Usual => {}
        Features::None => _ = command.arg("--no-default-features"),
        Features::With(feature) => _ = command.args(["--features", feature]),
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_share_a_target_folder_and_only_their_program_is_built() {
        for tool in FOR_BUILDS {
            let target = shared_target(Path::new("/cache"));
            let command = build(&tool, "1.0.0", Path::new("/cache/new"), &target);
            let words: Vec<_> = command.get_args().filter_map(|word| word.to_str()).collect();
            assert!(words.windows(2).any(|pair| pair == ["--bin", tool.program]), "{words:?}");
            assert!(words.windows(2).any(|pair| pair == ["--target-dir", "/cache/tools-target"]));
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
