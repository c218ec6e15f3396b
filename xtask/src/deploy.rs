//! `cargo xtask deploy`: build, write the bill of materials, migrate the remote database, publish.
//!
//! README, "Deploy", lists the setup that it needs.

use anyhow::{Result, bail};

use crate::{build, sbom, tools};

pub(crate) fn run() -> Result<()> {
    build::run()?;
    sbom::write()?;
    foreground(&["d1", "migrations", "apply", "DB", "--remote"])?;
    foreground(&["deploy"])
}

/// With the terminal attached: wrangler may ask for a login.
fn foreground(words: &[&str]) -> Result<()> {
    println!("wrangler {}", words.join(" "));
    if !tools::wrangler().args(words).status()?.success() {
        bail!("`wrangler {}` failed: see above", words.join(" "));
    }
    Ok(())
}
