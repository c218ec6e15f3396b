//! Adapter to the gateway of text messages: sends answers by the same way as notices, and within
//! the same budget. No hours hold them back, since the person has just written.

use domain::{
    channel::whatsapp::reaction::Reaction,
    delivery::{self, sms},
    wire::{Contact, NoticeMessage},
};

use super::{budget, failure::Failure};
use crate::{
    config::texts::Settings,
    delivery::{Message, send as deliver},
    state::App,
};

/// Pause before another attempt, in seconds.
const PAUSE: u32 = 60;

/// Sends a text message to a number, in digits, and returns its id at the gateway.
pub(super) async fn send(
    app: &App,
    settings: &Settings,
    to: &str,
    text: &str,
    failures: u32,
) -> Result<Option<String>, Failure> {
    // The share that is kept for codes isn't touched: else a flood of messages would keep people
    // from their pages.
    if let Some(budget) = app.config.ways.budget.of(settings.gateway, false) {
        budget::spend(app, budget, sms::count(text), failures).await?;
    }
    let contact = Contact { phone: Some(format!("+{to}")), ..Contact::default() };
    let words = NoticeMessage {
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        short: text.to_owned(),
    };
    let message = Message {
        id: "answer",
        language: "",
        contact: &contact,
        words: &words,
        unsubscribe: None,
        reply_to: None,
        json: "",
        in_doubt: None,
    };
    let sent = deliver(app, settings.gateway, &message).await;
    sent.map(|sent| sent.id).map_err(|failure| Failure {
        reaction: match failure.reaction {
            delivery::Reaction::Again => {
                Reaction::Again(PAUSE.saturating_mul(failures.saturating_add(1)))
            }
            delivery::Reaction::Slower(seconds) => Reaction::Slower(seconds),
            delivery::Reaction::Never(_) => Reaction::OurFault,
            delivery::Reaction::Suppress(_) => Reaction::Unreachable,
        },
        reason: failure.reason,
    })
}
