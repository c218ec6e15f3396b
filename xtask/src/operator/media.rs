//! Reads files of R2, the deployed one or one on this machine, through wrangler.

use std::fs;

use anyhow::Result;
use domain::media::file_digest::FileDigest;
use sha2::{Digest, Sha256};

use super::d1::Database;
use crate::{process, tools};

/// Name of the bucket, as in wrangler.toml.
const BUCKET: &str = "sawtak-media";

/// Returns whether a file is there, and has this digest if one is known.
pub(crate) fn is_intact(database: &Database<'_>, key: &str, sha256: Option<&str>) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("file");
    let mut command = tools::wrangler();
    command.args(["r2", "object", "get", &format!("{BUCKET}/{key}"), "--file"]).arg(&path);
    match database {
        Database::Remote => command.arg("--remote"),
        Database::Local(state) => command.arg("--local").arg("--persist-to").arg(state),
    };
    let (status, _) = process::captured(&mut command)?;
    if !status.success() {
        return Ok(false);
    }
    let found = FileDigest::new(Sha256::digest(fs::read(&path)?).into());
    Ok(sha256.is_none_or(|sha256| sha256 == found.as_str()))
}
