//! Adapter to the gateway of text messages: sends answers by the same way as notices, and within
//! the same budget. No hours hold them back, since the person has just written.

use domain::{
    channel::whatsapp::reaction::Reaction,
    delivery::{self, sms},
    wire::{Contact, NoticeMessage},
};

use super::failure::Failure;
use crate::{
    config::texts::Settings,
    delivery::{Message, send as deliver},
    error::ApiError,
    state::App,
    store::deliveries,
};

/// Pause before another attempt, in seconds.
const PAUSE: u32 = 60;

/// Longest pause before another attempt, in seconds: the queue delays no message by more.
const PAUSE_MAX: u32 = 12 * 60 * 60;

/// Sends a text message to a number, in digits, and returns its id at the gateway.
pub(super) async fn send(
    app: &App,
    settings: &Settings,
    to: &str,
    text: &str,
    failures: u32,
) -> Result<Option<String>, Failure> {
    spend(app, settings, text, failures).await?;
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

/// Counts a message against the day's budget of text messages.
///
/// # Errors
///
/// Returns a failure to try again tomorrow if the budget is spent. The share that is kept for codes
/// isn't touched: else a flood of messages would keep people from their pages.
async fn spend(app: &App, settings: &Settings, text: &str, failures: u32) -> Result<(), Failure> {
    let Some(budget) = app.config.ways.budget.of(settings.gateway, false) else { return Ok(()) };
    let parts = sms::count(text);
    if parts > budget.1 {
        let reason = "beyond the budget of a whole day".to_owned();
        return Err(Failure { reaction: Reaction::OurFault, reason });
    }
    let spent = match app.db() {
        Ok(db) => {
            let spent = deliveries::spend(&db, &app.day(), budget, parts).await;
            spent.map_err(ApiError::from)
        }
        Err(error) => Err(error),
    };
    match spent {
        Ok(true) => Ok(()),
        Ok(false) => {
            let left = u32::try_from(app.seconds_left_today()).unwrap_or(1);
            let reaction = Reaction::Slower(left.clamp(1, PAUSE_MAX));
            Err(Failure { reaction, reason: "budget".to_owned() })
        }
        Err(_) => Err(Failure::again("no database", failures)),
    }
}
