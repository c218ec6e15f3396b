//! Settings: addresses of the servers beside this one, accounts and their secrets.

use std::env;

/// An account at Meta: `WhatsApp`'s or Instagram's.
#[derive(Clone, Debug)]
pub struct Account {
    /// Secret that webhooks are signed with.
    pub app_secret: String,
    /// Token by which the edge recognises the handshake.
    pub verify_token: String,
    /// Bearer token of calls to the Graph.
    pub token: String,
    /// Id of the phone number or of the Instagram account.
    pub id: String,
}

/// The account at X.
#[derive(Clone, Debug)]
pub struct XAccount {
    /// Secret that webhooks and answers to challenges are signed with.
    pub consumer_secret: String,
    /// Bearer token of calls.
    pub token: String,
    /// Id of the account.
    pub user: String,
}

/// The accounts at the gateways for text messages.
#[derive(Clone, Debug)]
pub struct Gateways {
    /// Twilio's account.
    pub account_sid: String,
    /// Twilio's secret: password of calls, and key of signatures.
    pub auth_token: String,
    /// Unifonic's application id, which is its only secret.
    pub app_sid: String,
    /// Registered sender name, at both.
    pub sender: String,
    /// Key in the address that Unifonic's reports go to.
    pub report_key: String,
}

/// Everything that the stand-ins are told when they start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Origin of the stand-ins themselves.
    pub own: String,
    /// Origin of the edge, which gets the webhooks.
    pub edge: String,
    /// Origin of the demo site, whose pages may act for people, and which shows text messages.
    pub demo: String,
    /// The `WhatsApp` account.
    pub whatsapp: Account,
    /// The Instagram account.
    pub instagram: Account,
    /// The account at X.
    pub x: XAccount,
    /// The accounts at the gateways for text messages.
    pub gateways: Gateways,
    /// Bearer token of calls to the machine that transcribes.
    pub transcriber_key: String,
}

impl Settings {
    /// Reads the environment: `SAWTAK_STANDINS_PORT` (8790), `SAWTAK_EDGE_PORT` (8787),
    /// `SAWTAK_DEMO_PORT` (8788), and accounts and secrets under the names by which the edge reads
    /// them.
    ///
    /// Returns the port to listen on too.
    ///
    /// # Errors
    ///
    /// If a variable is missing or a port isn't one.
    pub fn from_environment() -> Result<(u16, Self), String> {
        let own = port("SAWTAK_STANDINS_PORT", 8790)?;
        let origin = |port: u16| format!("http://127.0.0.1:{port}");
        let account = |prefix: &str, id: &str| {
            Ok::<_, String>(Account {
                app_secret: required(&format!("{prefix}_APP_SECRET"))?,
                verify_token: required(&format!("{prefix}_VERIFY_TOKEN"))?,
                token: required(&format!("{prefix}_TOKEN"))?,
                id: required(id)?,
            })
        };
        let settings = Self {
            own: origin(own),
            edge: origin(port("SAWTAK_EDGE_PORT", 8787)?),
            demo: origin(port("SAWTAK_DEMO_PORT", 8788)?),
            whatsapp: account("WHATSAPP", "WHATSAPP_PHONE_ID")?,
            instagram: account("INSTAGRAM", "INSTAGRAM_USER")?,
            x: XAccount {
                consumer_secret: required("X_CONSUMER_SECRET")?,
                token: required("X_TOKEN")?,
                user: required("X_USER")?,
            },
            gateways: Gateways {
                account_sid: required("TWILIO_SID")?,
                auth_token: required("TWILIO_TOKEN")?,
                app_sid: required("UNIFONIC_APP_SID")?,
                sender: required("UNIFONIC_SENDER")?,
                report_key: required("UNIFONIC_REPORT_KEY")?,
            },
            transcriber_key: required("TRANSCRIBER_KEY")?,
        };
        Ok((own, settings))
    }
}

fn required(name: &str) -> Result<String, String> {
    env::var(name)
        .ok()
        .filter(|value| !value.is_empty())
        .ok_or_else(|| format!("{name} is not set: start the stand-ins by `cargo xtask dev`"))
}

fn port(name: &str, default: u16) -> Result<u16, String> {
    match env::var(name) {
        Err(_) => Ok(default),
        Ok(value) => value.parse().map_err(|_| format!("{name} is not a port: {value}")),
    }
}
