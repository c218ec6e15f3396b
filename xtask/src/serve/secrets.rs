//! The secrets of a local system: random, made once, readable by nobody else, never committed.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};

/// Our own secrets.
const OWN: [&str; 10] = [
    "TRACKING_SECRET",
    "CONTACT_KEYS",
    "ADDRESS_SALT",
    "LINK_SECRET",
    "DELIVERY_SECRET",
    "ALERT_SECRET",
    "OIDC_CLIENT_SECRET",
    "UAE_PASS_CLIENT_SECRET",
    "API_KEY_IACAD",
    "API_KEY_RTA",
];

/// Secrets that the edge shares with the stand-ins of channels.
pub(super) const OF_CHANNELS: [&str; 12] = [
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "WHATSAPP_TOKEN",
    "INSTAGRAM_APP_SECRET",
    "INSTAGRAM_VERIFY_TOKEN",
    "INSTAGRAM_TOKEN",
    "X_CONSUMER_SECRET",
    "X_TOKEN",
    "TWILIO_TOKEN",
    "UNIFONIC_APP_SID",
    "UNIFONIC_REPORT_KEY",
    "SMTP_PASSWORD",
];

/// Returns the path of the file of secrets, after adding those that it lacks.
pub(crate) fn file(state: &Path) -> Result<PathBuf> {
    let path = state.join("secrets.env");
    let existing = fs::read_to_string(&path).unwrap_or_default();
    let exists = |name: &&str| {
        existing.lines().any(|line| line.split_once('=').is_some_and(|(known, _)| known == *name))
    };
    let mut text = String::new();
    for name in OWN.iter().chain(&OF_CHANNELS).filter(|name| !exists(name)) {
        writeln!(text, "{name}={}", random_hex()?)?;
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(path)
}

/// Returns a secret, which is made if there is none yet.
pub(crate) fn value(state: &Path, name: &str) -> Result<String> {
    let text = fs::read_to_string(file(state)?)?;
    let value =
        text.lines().find_map(|line| line.split_once('=').filter(|(known, _)| *known == name));
    value.map(|(_, value)| value.to_owned()).with_context(|| format!("there is no secret {name}"))
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow!("the system has no random numbers to give: {error}"))?;
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}")?;
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::{OF_CHANNELS, OWN};

    #[test]
    fn secrets_are_made_once_and_are_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = super::file(folder.path()).unwrap();
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(first.lines().count(), OWN.len() + OF_CHANNELS.len());
        super::file(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
    }
}
