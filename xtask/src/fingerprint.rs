//! Content stamps: a step whose inputs hash to what they did last time is skipped.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A hash over everything that a step depends on.
#[derive(Default)]
pub(crate) struct Inputs(Sha256);

impl Inputs {
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    pub(crate) fn file(mut self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        self.add(path.file_name().unwrap_or_default().as_encoded_bytes());
        self.add(&content);
        Ok(self)
    }

    pub(crate) fn files(self, paths: &[PathBuf]) -> Result<Self> {
        paths.iter().try_fold(self, |inputs, path| inputs.file(path))
    }

    pub(crate) fn hash(self) -> String {
        hexadecimal(&self.0.finalize())
    }

    fn add(&mut self, bytes: &[u8]) {
        // The length first, so that two inputs can't run into each other.
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }
}

/// Returns the SHA-256 of `content` in hexadecimal, as `sha256sum` prints it.
pub(crate) fn digest(content: &[u8]) -> String {
    hexadecimal(&Sha256::digest(content))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Runs `step` unless it last succeeded with the same inputs and `product` is still there.
pub(crate) fn unless_unchanged(
    stamp: &Path,
    product: &Path,
    inputs: Inputs,
    step: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let hash = inputs.hash();
    if product.exists() && fs::read_to_string(stamp).is_ok_and(|old| old == hash) {
        return Ok(());
    }
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    let _ = fs::remove_file(stamp);
    step()?;
    fs::write(stamp, hash).with_context(|| format!("cannot write {}", stamp.display()))
}

/// All files below a folder, sorted; none if there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found).with_context(|| format!("cannot list {}", folder.display()))?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        // Another run may be replacing its products while we look.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_sha256sum() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), abc);
    }

    #[test]
    fn a_step_runs_once_per_content_and_again_after_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let (stamp, product) = (folder.path().join("stamp"), folder.path().to_path_buf());
        let mut runs = 0;
        for (text, fails) in [("a", false), ("a", false), ("b", true), ("b", false), ("b", false)] {
            let _ = unless_unchanged(&stamp, &product, Inputs::default().text(text), || {
                runs += 1;
                anyhow::ensure!(!fails, "as told");
                Ok(())
            });
        }
        assert_eq!(runs, 3);
    }
}
