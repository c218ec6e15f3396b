//! Rust tools built from crates.io, kept by version in the user's cache folder for all clones.

use std::{
    fs,
    path::{Path, PathBuf},
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
    /// Whether the tool's own lock file still resolves.
    locked: bool,
}

enum Version {
    /// That of this crate in Cargo.lock.
    Of(&'static str),
    /// This one.
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

pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    // Its lock file names a version that is gone from crates.io.
    install(&Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: Version::Of("wasm-bindgen"),
        locked: false,
    })
}

pub(crate) fn worker_build() -> Result<PathBuf> {
    let tool = Tool {
        package: "worker-build",
        program: "worker-build",
        version: Version::Of("worker"),
        locked: true,
    };
    if !installed_at(&tool)?.exists() {
        debian::require("build worker-build", &[debian::OPENSSL_HEADERS])?;
    }
    install(&tool)
}

/// What drives Firefox. Debian has no package of it.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    install(&Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: Version::Pinned("0.37.1"),
        locked: true,
    })
}

pub(crate) fn cargo_audit() -> Result<PathBuf> {
    install(&Tool {
        package: "cargo-audit",
        program: "cargo-audit",
        version: Version::Pinned("0.22.2"),
        locked: true,
    })
}

pub(crate) fn cargo_deny() -> Result<PathBuf> {
    install(&Tool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: Version::Pinned("0.20.2"),
        locked: true,
    })
}

pub(crate) fn twiggy() -> Result<PathBuf> {
    install(&Tool {
        package: "twiggy",
        program: "twiggy",
        version: Version::Pinned("0.8.0"),
        locked: true,
    })
}

fn installed_at(tool: &Tool) -> Result<PathBuf> {
    let version = tool.version.number()?;
    Ok(project::cache()?.join(format!("{}-{version}", tool.package)).join("bin").join(tool.program))
}

fn install(tool: &Tool) -> Result<PathBuf> {
    let program = installed_at(tool)?;
    if program.exists() {
        return Ok(program);
    }
    let version = tool.version.number()?;
    let home = project::cache()?;
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    note(&format!(
        "building {} {version} (about three minutes on two cores, once per version)",
        tool.package
    ));
    // Built beside its place and renamed at the end: a killed build leaves nothing that looks whole.
    let unfinished = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(&home)?;
    build(tool, &version, unfinished.path())
        .with_context(|| format!("{} {version} could not be built", tool.package))?;
    let place = home.join(format!("{}-{version}", tool.package));
    let _ = fs::remove_dir_all(&place);
    fs::rename(unfinished.path().join("root"), &place)
        .with_context(|| format!("cannot create {}", place.display()))?;
    Ok(program)
}

fn build(tool: &Tool, version: &str, folder: &Path) -> Result<()> {
    let mut command = cargo();
    command
        .args(["install", tool.package, "--version", version])
        .arg("--root")
        .arg(folder.join("root"))
        .arg("--target-dir")
        .arg(folder.join("target"))
        // Without a lock file, don't take dependencies that need a newer Rust.
        .env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback")
        .env_remove("CARGO_TARGET_DIR");
    if tool.locked {
        command.arg("--locked");
    }
    process::run(&mut command)
}
