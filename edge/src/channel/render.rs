//! Effects of conversations as messages in words, and as work.

use domain::{
    channel::{
        Capability,
        conversation::{Effect, Offered, Phrase},
        whatsapp::outbound::{self, Outgoing},
    },
    intake::channel::Channel,
    language::Language,
    wire::Status,
};
use pages::chat::{self, Chat, Message, Options};

use super::next::Next;
use crate::{directory, error::ApiError, state::App};

/// Returns what a conversation does next: messages to send, and work.
pub(super) fn next(
    app: &App,
    channel: Channel,
    language: Language,
    effects: Vec<Effect>,
) -> Result<Vec<Next>, ApiError> {
    let capability = capability(channel)?;
    let calendar = app.calendar();
    let chat =
        Chat { language: chat::language(language), capability: &capability, calendar: &calendar };
    let rendered = effects.into_iter().map(|effect| match effect {
        Effect::Say(phrase) => outgoing(chat::message(chat, &phrase, &[])).into(),
        Effect::Offer { phrase, choices } => {
            outgoing(chat::message(chat, &phrase, &choices)).into()
        }
        work => Next::Work(Box::new(work)),
    });
    Ok(rendered.collect())
}

/// Returns the messages that show what was said in a participation.
pub(super) async fn thread(
    app: &App,
    channel: Channel,
    language: Language,
    status: &Status,
) -> Result<Vec<Next>, ApiError> {
    let Some(content) = &status.content else { return Ok(Vec::new()) };
    let entity = directory::entity(app, &status.entity, None).await?.name;
    let (capability, calendar) = (capability(channel)?, app.calendar());
    let chat =
        Chat { language: chat::language(language), capability: &capability, calendar: &calendar };
    let texts = chat::thread(chat, content, &entity, status.received_at);
    Ok(texts.into_iter().map(|text| Outgoing::Text(text).into()).collect())
}

/// Returns a notice with buttons about its participation.
pub(super) fn notice(
    app: &App,
    channel: Channel,
    language: Language,
    text: &str,
    choices: &[Offered],
) -> Result<Outgoing, ApiError> {
    let (capability, calendar) = (capability(channel)?, app.calendar());
    let chat =
        Chat { language: chat::language(language), capability: &capability, calendar: &calendar };
    // Only the buttons are those of a conversation.
    let Message { options, .. } = chat::message(chat, &Phrase::Help, choices);
    Ok(outgoing(Message { text: text.to_owned(), options }))
}

fn capability(channel: Channel) -> Result<Capability, ApiError> {
    Capability::of(channel).ok_or_else(|| {
        ApiError::Internal(format!("no conversation is possible by {}", channel.as_str()))
    })
}

fn outgoing(Message { text, options }: Message) -> Outgoing {
    match options {
        Options::None => Outgoing::Text(text),
        Options::Buttons(buttons) => {
            let choice = |button: chat::Button| outbound::Choice {
                id: button.id,
                title: button.title,
                description: String::new(),
            };
            Outgoing::Buttons { text, choices: buttons.into_iter().map(choice).collect() }
        }
        Options::List(button, rows) => {
            let choice = |row: chat::Row| outbound::Choice {
                id: row.id,
                title: row.title,
                description: row.description,
            };
            Outgoing::List { text, button, choices: rows.into_iter().map(choice).collect() }
        }
    }
}
