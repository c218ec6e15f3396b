//! Conversation of author and entity. The entity's latest message stands alone at the top, with
//! what the author can do about it.

use domain::{
    case::stage::Stage,
    channel::mail::unquoted,
    wire::{Content, Message},
};
use leptos::prelude::*;

use super::{
    Participation,
    facts::{entity_name, moment},
    files::files,
    sent::said,
};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::fill,
    words::Words,
};

/// Author of a message by the entity.
const ENTITY: &str = "entity";

/// Message of the entity that stands alone at the top.
pub(super) struct Headline<'a> {
    message: &'a Message,
    /// True if it is the question, the answer or the reason that led to the present stage.
    is_decisive: bool,
}

/// Returns the entity's message that led to the present stage, or else its latest.
pub(super) fn headline<'a>(
    participation: &Participation<'_>,
    content: &'a Content,
) -> Option<Headline<'a>> {
    let mut by_entity = content.messages.iter().rev().filter(|message| message.from == ENTITY);
    let latest = by_entity.clone().next()?;
    let decisive = by_entity.find(|message| Some(message.at) == participation.headline);
    Some(Headline { message: decisive.unwrap_or(latest), is_decisive: decisive.is_some() })
}

/// Returns a message of the entity under a heading that says what it is: a question, the answer, a
/// reason or news.
pub(super) fn entity_message(
    context: Context<'_>,
    participation: &Participation<'_>,
    headline: &Headline<'_>,
) -> Html {
    let words = context.words();
    let status = participation.status;
    let message = headline.message;
    let name = |_: &str| entity_name(context, participation, &status.entity);
    let title = if headline.is_decisive { title(words, status.stage) } else { words.says_latest };
    let title = fill(title, &name);
    view! {
        <h2>{title}</h2>
        <p class="page-note">{moment(context, participation, message.at)}</p>
        {body(context, message)}
    }
    .into_html()
}

const fn title(words: &Words, stage: Stage) -> &'static str {
    match stage {
        Stage::AwaitingCustomer => words.says_question,
        Stage::Answered | Stage::Closed => words.says_answer,
        Stage::Declined => words.says_reason,
        Stage::Received
        | Stage::InReview
        | Stage::Transferred
        | Stage::Reopened
        | Stage::Withdrawn => words.says_latest,
    }
}

/// Returns the other messages, oldest first, if there are any.
pub(super) fn messages(
    context: Context<'_>,
    participation: &Participation<'_>,
    sent: &Content,
) -> Option<Html> {
    let words = context.words();
    let shown = headline(participation, sent).map(|headline| &headline.message.id);
    let rest: Vec<&Message> =
        sent.messages.iter().filter(|message| Some(&message.id) != shown).collect();
    if rest.is_empty() {
        return None;
    }
    let items = rest.into_iter().map(|message| {
        let from = if message.from == ENTITY { words.from_entity } else { words.from_customer };
        view! {
            <li>
                <p class="page-note">
                    <b>{from}</b>
                    " "
                    {moment(context, participation, message.at)}
                </p>
                {body(context, message)}
            </li>
        }
        .into_html()
    });
    Some(
        view! {
            <section class="page-sheet">
                <h2>{words.messages}</h2>
                <ol class="page-messages">{items.collect::<Vec<_>>()}</ol>
            </section>
        }
        .into_html(),
    )
}

fn body(context: Context<'_>, message: &Message) -> Html {
    // The author knows what they quoted, and a copy of all that is kept has it.
    let text = if message.from == ENTITY { &*message.text } else { unquoted(&message.text) };
    let text =
        said(text).map(|text| view! { <p class="page-said" dir="auto">{text}</p> }.into_html());
    let files = (!message.attachments.is_empty()).then(|| files(context, &message.attachments));
    view! { {text}{files} }.into_html()
}
