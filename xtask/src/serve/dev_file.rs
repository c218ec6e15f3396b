//! `dev.json` in the state folder: addresses of all servers, and what is needed to speak to them,
//! so that programs outside the project can try everything.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::serve::{api_keys, ports::Ports, secrets, stand_ins::account};

/// Writes the file, readable by nobody else.
pub(crate) fn write(ports: Ports, state: &Path) -> Result<()> {
    let path = state.join("dev.json");
    let text = serde_json::to_string_pretty(&content(ports, state)?)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    // An older file keeps its mode otherwise.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    writeln!(file, "{text}").with_context(|| format!("cannot write {}", path.display()))
}

fn content(ports: Ports, state: &Path) -> Result<Value> {
    let [edge, stand_ins] = [ports.edge_origin(), ports.stand_ins_origin()];
    let secret = |name: &str| secrets::value(state, name);
    let meta = |prefix: &str, id: &str, path: &str| {
        Ok::<_, anyhow::Error>(json!({
            "app_secret": secret(&format!("{prefix}_APP_SECRET"))?,
            "verify_token": secret(&format!("{prefix}_VERIFY_TOKEN"))?,
            "token": secret(&format!("{prefix}_TOKEN"))?,
            "id": account(id),
            "url": format!("{stand_ins}/graph"),
            "webhook": format!("{edge}/in/{path}"),
        }))
    };
    let keys = api_keys::OF_ENTITIES.iter().map(|(entity, secret)| {
        let key = api_keys::key(state, secret)?;
        Ok((entity.to_string(), Value::from(key.encode())))
    });
    let keys = keys.collect::<Result<serde_json::Map<_, _>>>()?;
    Ok(json!({
        "edge": edge,
        "demo": ports.demo_origin(),
        "identity": ports.identity_origin(),
        "stand_ins": stand_ins,
        "smtp": format!("smtp://127.0.0.1:{}", ports.smtp),
        "whatsapp": meta("WHATSAPP", "WHATSAPP_PHONE_ID", "whatsapp")?,
        "instagram": meta("INSTAGRAM", "INSTAGRAM_USER", "instagram")?,
        "x": {
            "consumer_secret": secret("X_CONSUMER_SECRET")?,
            "token": secret("X_TOKEN")?,
            "user": account("X_USER"),
            "url": format!("{stand_ins}/x"),
            "webhook": format!("{edge}/in/x"),
        },
        "twilio": {
            "account_sid": account("TWILIO_SID"),
            "auth_token": secret("TWILIO_TOKEN")?,
            "from": account("TWILIO_FROM"),
            "url": format!("{stand_ins}/twilio"),
            "webhook": format!("{edge}/in/sms"),
            "reports": format!("{edge}/in/sms/status"),
        },
        "unifonic": {
            "app_sid": secret("UNIFONIC_APP_SID")?,
            "sender": account("UNIFONIC_SENDER"),
            "report_key": secret("UNIFONIC_REPORT_KEY")?,
            "url": format!("{stand_ins}/unifonic"),
        },
        "mail": { "user": account("SMTP_USER"), "password": secret("SMTP_PASSWORD")? },
        "crm": {
            "url": format!("{stand_ins}/crm/dev"),
            "client": "sawtak",
            "secret": "crm-secret-for-tests",
        },
        "open311": format!("{edge}/open311/v2"),
        "api_keys": keys,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_private_and_has_the_secrets_of_the_channels() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dev.json");
        fs::write(&path, "older").unwrap();
        write(Ports::any(), folder.path()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let content: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for pointer in ["/whatsapp/app_secret", "/instagram/verify_token", "/x/consumer_secret"] {
            let secret = content.pointer(pointer).and_then(Value::as_str).unwrap();
            assert_eq!(secret.len(), 64, "{pointer}");
        }
        assert!(content["stand_ins"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        for entity in ["rta", "iacad"] {
            let key = content["api_keys"][entity].as_str().unwrap();
            assert!(key.starts_with("swk_"), "{entity}");
        }
    }
}
