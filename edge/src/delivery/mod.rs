//! Port to the ways out, with an adapter for each. The consumer of notices chooses the way by
//! `domain::delivery::route`; an adapter sends one message and says how to react to a failure.

mod json;
mod resend;
mod send_email;
mod smtp;
mod twilio;
mod unifonic;
pub(crate) mod webhook;

use domain::{
    Timestamp,
    channel::mail::address,
    delivery::{Carrier, Cause, Reaction, mail::Mail, mail::Mailbox},
    wire::{Contact, NoticeMessage},
};

use crate::state::App;

/// Message to one recipient.
pub(crate) struct Message<'a> {
    /// Id of the notice, by which the other side knows a repetition if it can.
    pub(crate) id: &'a str,
    /// Language of the words (BCP 47).
    pub(crate) language: &'a str,
    /// Addresses of the recipient.
    pub(crate) contact: &'a Contact,
    /// The notice in words.
    pub(crate) words: &'a NoticeMessage,
    /// Address of the page that ends the optional notices, if this is one.
    pub(crate) unsubscribe: Option<&'a str>,
    /// Address for replies, if the installation receives mail.
    pub(crate) reply_to: Option<&'a str>,
    /// The notice as the webhook takes it.
    pub(crate) json: &'a str,
    /// Time since which an earlier attempt by this carrier may have succeeded unseen.
    pub(crate) in_doubt: Option<Timestamp>,
}

/// The other side has taken the message.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    /// Its id there, by which reports name it.
    pub(crate) id: Option<String>,
}

/// Failure of an attempt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reaction: Reaction,
    /// Code or short phrase, which contains nothing of the message and no address.
    pub(crate) reason: String,
}

impl Failure {
    /// Returns a failure after which another attempt may succeed.
    fn again(reason: impl Into<String>) -> Self {
        Self { reaction: Reaction::Again, reason: reason.into() }
    }

    fn new(reaction: Reaction, reason: impl Into<String>) -> Self {
        Self { reaction, reason: reason.into() }
    }
}

/// Sends a message by a carrier that is on.
///
/// # Errors
///
/// Returns how to react, and a reason for the log and for operators.
pub(crate) async fn send(
    app: &App,
    carrier: Carrier,
    message: &Message<'_>,
) -> Result<Sent, Failure> {
    let off = || Failure::again("this way is off");
    let ways = &app.config.ways;
    match carrier {
        Carrier::Webhook => {
            let endpoint = app.config.delivery.as_ref().ok_or_else(off)?;
            webhook::post_body(endpoint, message.id, app.now, message.json)
                .await
                .map(|()| Sent::default())
                .map_err(Failure::again)
        }
        Carrier::SendEmail => {
            let binding = app.email().map_err(|_| off())?;
            send_email::send(&binding, &mail(app, message)?.mail()).await
        }
        Carrier::Smtp => {
            let settings = ways.smtp.as_ref().ok_or_else(off)?;
            smtp::send(settings, &mail(app, message)?.mail(), app.now).await
        }
        Carrier::Resend => {
            let settings = ways.resend.as_ref().ok_or_else(off)?;
            resend::send(settings, &mail(app, message)?.mail()).await
        }
        Carrier::Twilio => {
            let settings = ways.twilio.as_ref().ok_or_else(off)?;
            twilio::send(settings, &app.config.base_url, message, phone(message)?).await
        }
        Carrier::Unifonic => {
            let settings = ways.unifonic.as_ref().ok_or_else(off)?;
            unifonic::send(settings, message, phone(message)?).await
        }
    }
}

/// Words of a mail with both its mailboxes.
struct Draft<'a> {
    message: &'a Message<'a>,
    from: &'a Mailbox,
    to: Mailbox,
    returns_to: Option<String>,
}

impl Draft<'_> {
    fn mail(&self) -> Mail<'_> {
        let Message { id, language, words, unsubscribe, reply_to, .. } = self.message;
        Mail {
            id,
            from: self.from,
            to: &self.to,
            returns_to: self.returns_to.as_deref(),
            reply_to: *reply_to,
            language,
            subject: &words.subject,
            text: &words.text,
            html: &words.html,
            unsubscribe: *unsubscribe,
        }
    }
}

fn mail<'a>(app: &'a App, message: &'a Message<'a>) -> Result<Draft<'a>, Failure> {
    let from = app.config.ways.sender.as_ref();
    let from = from.ok_or_else(|| Failure::again("MAIL_FROM is not set"))?;
    let address = message.contact.email.as_deref().unwrap_or_default();
    let no_address = || Failure::new(Reaction::Never(Cause::NoSuchAddress), "no address");
    let to = Mailbox::parse(address).ok_or_else(no_address)?;
    let returns_to =
        app.config.mail.as_ref().and_then(|mail| {
            address::returns_to(&app.config.link_secret, message.id, &mail.domain)
        });
    Ok(Draft { message, from, to, returns_to })
}

fn phone<'a>(message: &'a Message<'_>) -> Result<&'a str, Failure> {
    let none = || Failure::new(Reaction::Never(Cause::NoSuchAddress), "no number");
    message.contact.phone.as_deref().ok_or_else(none)
}
