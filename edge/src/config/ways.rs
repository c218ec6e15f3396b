//! Ways out of this installation: which are on, in which order, and what each needs.
//!
//! A way is on if all its settings are there. Variables without the others are an error, so that a
//! forgotten secret shows at once.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    crypto::signature::Secret,
    delivery::{Carrier, budget::Budget, mail::Mailbox, smtp::ServerAddress},
};
use worker::{Env, SendEmail};

use super::{found, private, secret};
use crate::error::ApiError;

/// Name of the platform's binding that sends mail.
pub(crate) const EMAIL: &str = "EMAIL";

/// Ways out.
#[derive(Clone)]
pub(crate) struct Ways {
    /// Carriers that are on, preferred ones first.
    pub(crate) order: Vec<Carrier>,
    /// Sender of all mail.
    pub(crate) sender: Option<Mailbox>,
    pub(crate) smtp: Option<Smtp>,
    pub(crate) resend: Option<Resend>,
    pub(crate) twilio: Option<Twilio>,
    pub(crate) unifonic: Option<Unifonic>,
    pub(crate) budget: Budget,
}

/// Mail server, and our account there.
#[derive(Clone)]
pub(crate) struct Smtp {
    pub(crate) server: ServerAddress,
    /// User name and password, if the server wants them.
    pub(crate) account: Option<(String, String)>,
}

/// Mail provider that takes JSON.
#[derive(Clone)]
pub(crate) struct Resend {
    pub(crate) url: String,
    pub(crate) key: String,
    /// Secret that the provider signs its events with. Without it there are no reports.
    pub(crate) events: Option<Secret>,
}

/// Account at Twilio.
#[derive(Clone)]
pub(crate) struct Twilio {
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) token: String,
    /// Sender: a name, a number or a messaging service.
    pub(crate) from: String,
}

/// Application at Unifonic.
#[derive(Clone)]
pub(crate) struct Unifonic {
    pub(crate) url: String,
    pub(crate) app: String,
    pub(crate) sender: String,
    /// Key in the address that Unifonic sends its reports to, since it doesn't sign them.
    pub(crate) reports: Option<String>,
}

impl Ways {
    /// Reads the ways from the bindings. `has_webhook` says that `DELIVERY_URL` is set.
    pub(crate) fn read(env: &Env, has_webhook: bool) -> Result<Self, ApiError> {
        let text = |name: &str| {
            env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
        };
        let sender = text("MAIL_FROM").map(|from| {
            Mailbox::parse(&from).ok_or_else(|| wrong("MAIL_FROM", "must be an e-mail address"))
        });
        let sender = sender.transpose()?;
        let url = |name: &str, default: &str| {
            let url = text(name).unwrap_or_else(|| default.to_owned());
            private(name, url.trim_end_matches('/').to_owned())
        };
        let smtp = text("SMTP_URL").map(|address| {
            let server = ServerAddress::parse(&address)
                .map_err(|error| wrong("SMTP_URL", &error.to_string()))?;
            let account = text("SMTP_USER")
                .map(|user| Ok::<_, ApiError>((user, secret(env, "SMTP_PASSWORD")?)));
            Ok::<_, ApiError>(Smtp { server, account: account.transpose()? })
        });
        let resend = found(env, "RESEND_KEY").map(|key| {
            let events = found(env, "RESEND_WEBHOOK_SECRET").map(|text| webhook_secret(&text));
            let url = url("RESEND_URL", "https://api.resend.com")?;
            Ok::<_, ApiError>(Resend { url, key, events: events.transpose()? })
        });
        let twilio = text("TWILIO_SID").map(|account| {
            Ok::<_, ApiError>(Twilio {
                url: url("TWILIO_URL", "https://api.twilio.com")?,
                account,
                token: secret(env, "TWILIO_TOKEN")?,
                from: text("TWILIO_FROM").ok_or_else(|| wrong("TWILIO_FROM", "is not set"))?,
            })
        });
        let unifonic = text("UNIFONIC_SENDER").map(|sender| {
            Ok::<_, ApiError>(Unifonic {
                url: url("UNIFONIC_URL", "https://el.cloud.unifonic.com")?,
                app: secret(env, "UNIFONIC_APP_SID")?,
                sender,
                reports: found(env, "UNIFONIC_REPORT_KEY"),
            })
        });
        let count = |name: &str, default: u32| {
            let value = text(name).map(|value| value.trim().parse());
            value
                .transpose()
                .map_err(|_| wrong(name, "must be a number"))
                .map(|it| it.unwrap_or(default))
        };
        let mut ways = Self {
            order: order(text("DELIVERY_ORDER"))?,
            smtp: smtp.transpose()?,
            resend: resend.transpose()?,
            twilio: twilio.transpose()?,
            unifonic: unifonic.transpose()?,
            budget: Budget {
                emails: count("BUDGET_EMAIL", 50_000)?,
                texts: count("BUDGET_SMS", 10_000)?,
                whatsapp: count("BUDGET_WHATSAPP", 50_000)?,
                instagram: count("BUDGET_INSTAGRAM", 50_000)?,
                x: count("BUDGET_X", 50_000)?,
            },
            sender,
        };
        ways.check_whole(|name| text(name).is_some())?;
        let has_binding = env.get_binding::<SendEmail>(EMAIL).is_ok();
        let mails = ways.smtp.is_some() || ways.resend.is_some() || has_binding;
        if mails && ways.sender.is_none() {
            return Err(wrong("MAIL_FROM", "is not set"));
        }
        let is_on = ways.on(has_webhook, has_binding);
        ways.order.retain(|way| is_on.contains(way));
        Ok(ways)
    }

    /// Refuses variables of a carrier that lacks the setting which turns it on. A secret alone may
    /// be there: it is set before its variables.
    fn check_whole(&self, is_set: impl Fn(&str) -> bool) -> Result<(), ApiError> {
        let settings: [(bool, &str, &[&str]); 4] = [
            (self.smtp.is_some(), "SMTP_URL", &["SMTP_USER"]),
            (self.resend.is_some(), "the secret RESEND_KEY", &["RESEND_URL"]),
            (self.twilio.is_some(), "TWILIO_SID", &["TWILIO_URL", "TWILIO_FROM"]),
            (self.unifonic.is_some(), "UNIFONIC_SENDER", &["UNIFONIC_URL"]),
        ];
        for (is_on, missing, others) in settings {
            if let Some(other) = others.iter().find(|name| !is_on && is_set(name)) {
                return Err(wrong(missing, &format!("is not set, but {other} is")));
            }
        }
        Ok(())
    }

    fn on(&self, has_webhook: bool, has_binding: bool) -> Vec<Carrier> {
        let ways = [
            (Carrier::Webhook, has_webhook),
            (Carrier::SendEmail, has_binding),
            (Carrier::Smtp, self.smtp.is_some()),
            (Carrier::Resend, self.resend.is_some()),
            (Carrier::Twilio, self.twilio.is_some()),
            (Carrier::Unifonic, self.unifonic.is_some()),
        ];
        ways.into_iter().filter(|(_, is_on)| *is_on).map(|(carrier, _)| carrier).collect()
    }
}

/// Returns the named order, or the usual one.
fn order(text: Option<String>) -> Result<Vec<Carrier>, ApiError> {
    let Some(text) = text else { return Ok(Carrier::ALL.to_vec()) };
    Carrier::order(&text).map_err(|name| wrong("DELIVERY_ORDER", &format!("knows no way {name}")))
}

/// Parses a secret of Standard Webhooks: `whsec_` and base64.
fn webhook_secret(text: &str) -> Result<Secret, ApiError> {
    let bytes = text.strip_prefix("whsec_").and_then(|code| STANDARD.decode(code).ok());
    let bytes = bytes.ok_or_else(|| wrong("RESEND_WEBHOOK_SECRET", "must begin with whsec_"))?;
    Ok(Secret::new(bytes))
}

fn wrong(name: &str, problem: &str) -> ApiError {
    ApiError::Internal(format!("{name} {problem}"))
}
