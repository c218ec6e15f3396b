//! `cargo xtask deploy`: build, write the bill of materials, migrate the remote database, keep the
//! files that pages may name after the next deployment, publish.
//!
//! README, "Deploy", lists the setup that it needs.

use anyhow::{Result, bail};

use crate::{
    build,
    operator::{d1::Database, media},
    sbom, tools,
};

pub(crate) fn run() -> Result<()> {
    build::run()?;
    sbom::write()?;
    foreground(&["d1", "migrations", "apply", "DB", "--remote"])?;
    media::keep(&Database::Remote, &build::assets::folder())?;
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

#[cfg(test)]
mod tests {
    #[test]
    fn no_address_but_the_route_answers() {
        let config: toml::Table = include_str!("../../wrangler.toml").parse().unwrap();
        for name in ["workers_dev", "preview_urls"] {
            assert_eq!(config[name].as_bool(), Some(false), "{name}");
        }
    }
}
