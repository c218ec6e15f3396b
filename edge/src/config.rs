//! Configuration of an installation: variables and secrets from the worker's bindings.

pub(crate) mod instagram;
pub(crate) mod texts;
pub(crate) mod transcription;
pub(crate) mod uae_pass;
pub(crate) mod ways;
pub(crate) mod whatsapp;
pub(crate) mod x;

use domain::{
    access::oidc::id_token::Strength, channel::mail::address::Own, crypto::signature::Secret,
    endpoint, entity::hold::Hold, intake::rate_limit::Limit, media::scan::ScannerAddress,
    profile::passkey::Site, slug::Slug,
};
use worker::Env;

use self::ways::Ways;
use crate::{
    crypto::keyring::Keyring, error::ApiError, scanner::Scanner, transcriber::Transcriber,
};

#[derive(Clone)]
pub(crate) struct Config {
    /// Start of every link that is given out; the Host header never is.
    pub(crate) base_url: String,
    /// Another origin that may send to every entity. Set in development only.
    pub(crate) demo_origin: Option<String>,
    /// Keys that tracking keys are derived from.
    pub(crate) tracking_keys: Keyring,
    /// Keys that contacts are sealed with.
    pub(crate) contact_keys: Keyring,
    pub(crate) address_salt: Secret,
    pub(crate) link_secret: Secret,
    pub(crate) limits: Limits,
    /// Webhook that delivers notices.
    pub(crate) delivery: Option<Endpoint>,
    /// Domain at which mail is received, and the address that notices are sent from. Without it, no
    /// mail is received.
    pub(crate) mail: Option<Mail>,
    /// Ways out. Where none can carry a notice, it is held.
    pub(crate) ways: Ways,
    /// Webhook that operators are told of alerts by. Without it, only the health check tells.
    pub(crate) alerts: Option<Endpoint>,
    /// Number on `WhatsApp`. Without it, the channel is off.
    pub(crate) whatsapp: Option<whatsapp::Settings>,
    /// Account on Instagram. Without it, the channel is off.
    pub(crate) instagram: Option<instagram::Settings>,
    /// Account on X. Without it, the channel is off.
    pub(crate) x: Option<x::Settings>,
    /// Number for text messages of people. Without it, the channel is off.
    pub(crate) texts: Option<texts::Settings>,
    /// Malware scanner. Without it, files are opened unscanned.
    pub(crate) scanner: Option<Scanner>,
    /// Machine that transcribes recordings. Without it, people alone do.
    pub(crate) transcriber: Option<Transcriber>,
    /// Limit of the database's size, in bytes.
    pub(crate) store_limit: u64,
    /// Address for reports of vulnerabilities: an e-mail address or a link.
    pub(crate) security_contact: String,
    /// Identity provider that staff sign in at. Without it, nobody can sign in.
    pub(crate) provider: Option<Provider>,
    /// Client at UAE PASS, by which customers sign in. Without it, that way isn't offered.
    pub(crate) uae_pass: Option<uae_pass::Settings>,
    /// Name resolver (DNS over HTTPS, JSON) that hosts of webhooks are checked by. Without it, they
    /// aren't checked when a message is sent.
    pub(crate) resolver: Option<String>,
    /// Length of the first pause after a failed delivery, in seconds.
    pub(crate) first_pause: u32,
    /// Time for which messages of staff to customers can be taken back.
    pub(crate) hold: Hold,
}

/// Address of another system, and the secret shared with it.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) secret: Secret,
}

/// Addresses of mail.
#[derive(Clone)]
pub(crate) struct Mail {
    /// Domain of the addresses that people write to.
    pub(crate) domain: String,
    /// Address that notices are sent from, if the installation sends mail itself.
    pub(crate) notices: Option<String>,
}

impl Mail {
    /// Returns the addresses of this installation.
    pub(crate) fn own(&self) -> Own<'_> {
        Own { domain: &self.domain, notices: self.notices.as_deref() }
    }
}

/// OpenID Connect provider that identifies staff, and our client credentials there.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    pub(crate) client: String,
    pub(crate) secret: String,
    /// Strength that every sign-in must have.
    pub(crate) strength: Strength,
}

/// Rate limits per day, and limits on how much may be open at once.
///
/// The defaults are generous: thousands of people may share one address behind a carrier's address
/// translation.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) submissions_per_client: Limit,
    /// Submissions with an API key: a whole system sends with it.
    pub(crate) submissions_per_key: u32,
    pub(crate) submissions_per_entity: Limit,
    pub(crate) uploads_per_client: Limit,
    /// Uploads from all pages of one registered origin together.
    pub(crate) uploads_per_website: Limit,
    /// Open uploads, which are not part of a participation yet.
    pub(crate) open_per_client: u32,
    /// Announced bytes of the open uploads.
    pub(crate) bytes_open_per_client: u64,
    /// Announced bytes of a day's uploads, those that participations have taken included.
    pub(crate) bytes_per_client: u64,
    /// Lists of Open311 without an API key.
    pub(crate) lists_per_client: u32,
    /// Wrong guesses of reference numbers and tracking keys.
    pub(crate) misses_per_client: u32,
    /// Units of messages to the assistant, counted by each isolate.
    pub(crate) assistant_per_client: u32,
    /// Requests for a new link or a code.
    pub(crate) asks_per_client: u32,
    /// Actions of an author on one participation.
    pub(crate) deeds_per_participation: u32,
    /// New links to one participation, sent to an author who has lost the link. As many times its
    /// contact may be corrected.
    pub(crate) links_per_participation: u32,
    /// Sign-ins started here, which redirect to the provider.
    pub(crate) sign_ins_per_client: u32,
}

impl Config {
    pub(crate) fn read(env: &Env) -> Result<Self, ApiError> {
        let variable = |name: &str| {
            env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
        };
        let number = |name: &str, default: u64| {
            variable(name).and_then(|value| value.parse().ok()).unwrap_or(default)
        };
        let count = |name: &str, default: u32| {
            u32::try_from(number(name, default.into())).unwrap_or(u32::MAX)
        };
        let limit = |name: &str, [soft, hard]: [u32; 2]| Limit {
            soft: count(&format!("SOFT_LIMIT_{name}"), soft),
            hard: count(&format!("LIMIT_{name}"), hard),
        };
        let base_url =
            variable("BASE_URL").ok_or_else(|| ApiError::Internal("BASE_URL is not set".into()))?;
        let endpoint = |name: &str, secret: &str| {
            let endpoint = variable(name).map(|url| {
                Ok::<_, ApiError>(Endpoint {
                    url: private(name, url)?,
                    secret: keys(env, secret)?.secret(),
                })
            });
            endpoint.transpose()
        };
        let provider = variable("OIDC_ISSUER").map(|issuer| {
            let issuer = private("OIDC_ISSUER", issuer)?;
            let missing = |name: &str| ApiError::Internal(format!("{name} is not set"));
            let client = variable("OIDC_CLIENT_ID").ok_or_else(|| missing("OIDC_CLIENT_ID"))?;
            let secret = secret(env, "OIDC_CLIENT_SECRET")?;
            let [classes, methods] =
                ["OIDC_ACR", "OIDC_AMR"].map(|name| variable(name).unwrap_or_default());
            let strength = Strength::parse(&classes, &methods);
            Ok::<_, ApiError>(Provider { issuer, client, secret, strength })
        });
        let patience = count("SCANNER_PATIENCE", 120);
        let scanner = variable("SCANNER").map(|address| match ScannerAddress::parse(&address) {
            Ok(address) => Ok(Scanner { address, patience }),
            Err(error) => Err(ApiError::Internal(format!("SCANNER: {error}"))),
        });
        let delivery = endpoint("DELIVERY_URL", "DELIVERY_SECRET")?;
        let ways = Ways::read(env, delivery.is_some())?;
        let notices = ways.sender.as_ref().map(|sender| sender.address.clone());
        Ok(Self {
            texts: texts::Settings::read(variable, &ways)?,
            scanner: scanner.transpose()?,
            transcriber: transcription::read(env, variable, count("TRANSCRIBER_PATIENCE", 300))?,
            provider: provider.transpose()?,
            ways,
            whatsapp: whatsapp::Settings::read(env, variable)?,
            instagram: instagram::Settings::read(env, variable)?,
            x: x::Settings::read(env, variable)?,
            uae_pass: uae_pass::Settings::read(env, variable)?,
            delivery,
            mail: variable("MAIL_DOMAIN")
                .map(|domain| Mail { domain: domain.to_ascii_lowercase(), notices }),
            alerts: endpoint("ALERT_URL", "ALERT_SECRET")?,
            store_limit: number("STORE_LIMIT_BYTES", 10_000_000_000),
            security_contact: variable("SECURITY_CONTACT")
                .unwrap_or_else(|| "security@sawtak.example".to_owned()),
            resolver: variable("RESOLVER_URL")
                .map(|url| private("RESOLVER_URL", url))
                .transpose()?,
            first_pause: count("DELIVERY_PAUSE", 30),
            hold: Hold::of(count("HOLD_SECONDS", 10)),
            base_url: base_url.trim_end_matches('/').to_owned(),
            demo_origin: variable("DEMO_ORIGIN"),
            tracking_keys: keys(env, "TRACKING_SECRET")?,
            contact_keys: keys(env, "CONTACT_KEYS")?,
            address_salt: keys(env, "ADDRESS_SALT")?.secret(),
            link_secret: keys(env, "LINK_SECRET")?.secret(),
            limits: Limits {
                submissions_per_client: limit("SUBMISSIONS_PER_CLIENT", [100, 1_000]),
                submissions_per_key: count("LIMIT_SUBMISSIONS_PER_KEY", 100_000),
                submissions_per_entity: limit("SUBMISSIONS_PER_ENTITY", [5_000, 100_000]),
                uploads_per_client: limit("UPLOADS_PER_CLIENT", [300, 2_000]),
                uploads_per_website: limit("UPLOADS_PER_WEBSITE", [10_000, 200_000]),
                open_per_client: count("LIMIT_OPEN_PER_CLIENT", 200),
                bytes_open_per_client: number(
                    "LIMIT_BYTES_OPEN_PER_CLIENT",
                    10 * 1024 * 1024 * 1024,
                ),
                bytes_per_client: number("LIMIT_BYTES_PER_CLIENT", 10 * 1024 * 1024 * 1024),
                lists_per_client: count("LIMIT_LISTS_PER_CLIENT", 5_000),
                misses_per_client: count("LIMIT_MISSES_PER_CLIENT", 100),
                assistant_per_client: count("LIMIT_ASSISTANT_PER_CLIENT", 20_000),
                asks_per_client: count("LIMIT_ASKS_PER_CLIENT", 500),
                deeds_per_participation: count("LIMIT_DEEDS_PER_PARTICIPATION", 100),
                links_per_participation: count("LIMIT_LINKS_PER_PARTICIPATION", 3),
                sign_ins_per_client: count("LIMIT_SIGN_INS_PER_CLIENT", 5_000),
            },
        })
    }

    /// Returns whether pages of `origin` may send to every entity: the platform's own pages, and in
    /// development those of the demo site.
    pub(crate) fn is_own_origin(&self, origin: &str) -> bool {
        Site::is_own(&self.base_url, origin) || self.demo_origin.as_deref() == Some(origin)
    }
}

/// Refuses the address of another system that others could listen in on.
fn private(name: &str, address: String) -> Result<String, ApiError> {
    if endpoint::is_private(&address) {
        Ok(address)
    } else {
        Err(ApiError::Internal(format!(
            "{name} must be an https address; plain http is for this machine alone"
        )))
    }
}

/// Returns the address of Meta's Graph API, which `WhatsApp` and Instagram share.
fn graph_url(variable: impl Fn(&str) -> Option<String>) -> Result<String, ApiError> {
    let url = variable("GRAPH_URL").unwrap_or_else(|| "https://graph.facebook.com".to_owned());
    Ok(private("GRAPH_URL", url)?.trim_end_matches('/').to_owned())
}

/// Returns a secret that is set.
fn found(env: &Env, name: &str) -> Option<String> {
    env.secret(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
}

/// Returns a secret that must be set.
fn secret(env: &Env, name: &str) -> Result<String, ApiError> {
    found(env, name).ok_or_else(|| ApiError::Internal(format!("the secret {name} is not set")))
}

/// Returns the entity that a variable names by its short name, if it is set.
fn entity(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Slug>, ApiError> {
    let wrong = |_| ApiError::Internal(format!("{name} must be the short name of an entity"));
    variable(name).map(|id| Slug::parse(&id).map_err(wrong)).transpose()
}

fn keys(env: &Env, name: &str) -> Result<Keyring, ApiError> {
    let text = secret(env, name)?;
    let advice = || {
        ApiError::Internal(format!(
            "the secret {name} must be 32 bytes in hexadecimal, or `2:<hex>,1:<hex>`"
        ))
    };
    Keyring::parse(&text).ok_or_else(advice)
}

#[cfg(test)]
mod tests {
    use super::private;

    #[test]
    fn other_systems_are_reached_over_tls_or_on_this_machine() {
        for address in ["https://id.example.ae", "http://127.0.0.1:8789/outbox"] {
            assert_eq!(private("DELIVERY_URL", address.to_owned()).unwrap(), address);
        }
        for address in ["http://delivery.example.ae/sawtak", "http://127.0.0.1.example.ae", ""] {
            let refused = private("DELIVERY_URL", address.to_owned()).unwrap_err();
            assert!(refused.to_string().contains("DELIVERY_URL"), "{address}");
        }
    }
}
