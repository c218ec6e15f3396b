//! Reads and writes files of R2, the deployed one or one on this machine, through wrangler.

use std::{fs, path::Path, process::Command};

use anyhow::Result;
use domain::media::file_digest::FileDigest;
use sha2::{Digest, Sha256};

use super::d1::Database;
use crate::{fingerprint::files_below, process, tools};

/// Name of the bucket, as in wrangler.toml.
const BUCKET: &str = "sawtak-media";

/// Returns whether a file is there, and has this digest if one is known.
pub(crate) fn is_intact(database: &Database<'_>, key: &str, sha256: Option<&str>) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("file");
    let mut command = tools::wrangler();
    command.args(["r2", "object", "get", &format!("{BUCKET}/{key}"), "--file"]).arg(&path);
    address(&mut command, database);
    let (status, _) = process::captured(&mut command)?;
    if !status.success() {
        return Ok(false);
    }
    let found = FileDigest::new(Sha256::digest(fs::read(&path)?).into());
    Ok(sha256.is_none_or(|sha256| sha256 == found.as_str()))
}

/// Folders of the static assets whose files are asked for after later deployments.
const KEPT: [&str; 3] = ["w", "embed/v", "s"];

/// Puts the files of these folders into the bucket. The edge takes them from there once a later
/// deployment has replaced the static assets (`edge/src/platform/static_file.rs`).
pub(crate) fn keep(database: &Database<'_>, assets: &Path) -> Result<()> {
    for folder in KEPT {
        for file in files_below(&assets.join(folder))? {
            let name = file.strip_prefix(assets)?.to_string_lossy();
            println!("keep {name}");
            let mut command = tools::wrangler();
            let key = format!("{BUCKET}/static/{name}");
            command.args(["r2", "object", "put", &key, "--file"]).arg(&file);
            address(&mut command, database);
            process::run(&mut command)?;
        }
    }
    Ok(())
}

/// Names the R2 that a command of wrangler means.
fn address(command: &mut Command, database: &Database<'_>) {
    match database {
        Database::Remote => command.arg("--remote"),
        Database::Local(state) => command.arg("--local").arg("--persist-to").arg(state),
    };
}
