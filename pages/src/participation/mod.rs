//! Page of a participation: its public status, for anyone with the reference number, and all of
//! it for the bearer of the tracking key.
//!
//! The key is in the address's fragment, which no server sees. The page's script reads it, asks for
//! the page of the key's bearer, and shows that in its place. Without a script a link whose path
//! has the key leads here by a form, and a cookie opens the page for ten minutes.
//!
//! What matters most comes first: where it stands, what the entity says and what the author can do
//! about it; then the conversation, what was sent, and the history.

mod author_commands;
mod facts;
mod files;
mod labels;
mod lessons;
mod look_up;
mod lost;
mod open;
mod paper;
mod sent;
mod standing;
mod take_back;
mod thread;
mod withheld;

use domain::{
    Timestamp,
    reference::Reference,
    sla::calendar::Calendar,
    wire::{Content, DirectoryEntity, Status},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    words::Words,
};
use author_commands::Commands;
use labels::{Said, said};
pub(crate) use labels::{kind, mood, stage};
pub(crate) use look_up::LookUp;
pub use look_up::{look_up, unknown};
use lost::{Closed, Wrong};
pub use open::open;
pub(crate) use standing::{sentences, sheet, standing};
pub use withheld::withheld;

/// Path of the page's script.
const SCRIPT: &str = "/participation.js";

/// Key that the reader brought.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// None: only the public status is shown.
    Absent,
    /// One that doesn't open the participation.
    Wrong,
    /// One that opens it. The status has the content.
    Right(&'a str),
}

/// Data of the status page.
pub struct Participation<'a> {
    /// Status, with the content for the bearer of the tracking key.
    pub status: &'a Status,
    /// Key that the reader brought.
    pub key: Key<'a>,
    /// Entities that the status names, with the services of the one it was sent to.
    pub entities: &'a [DirectoryEntity],
    /// Entities that the author may choose from, while nobody has asked which it is for.
    pub choices: &'a [DirectoryEntity],
    /// Name of the call that led back here, from the address.
    pub said: Option<&'a str>,
    /// Time of the entity's message that led to the present stage: the question, the answer or the
    /// reason.
    pub headline: Option<Timestamp>,
    /// Form that was refused without a script.
    pub refused: Option<Refused<'a>>,
    /// Present time.
    pub now: Timestamp,
    /// Path of the widget's module, which has the recorders of a reply.
    pub engine: &'a str,
    /// Calendar for local times.
    pub calendar: &'a Calendar,
}

/// Form whose text can't be taken. It is shown again with what was entered.
#[derive(Clone, Copy)]
pub struct Refused<'a> {
    /// Name of the call.
    pub call: &'a str,
    /// Text that was entered.
    pub text: &'a str,
}

impl Participation<'_> {
    /// Returns the id of the entity that the participation was sent to. The service is one of its
    /// services, even after a transfer.
    pub fn sent_to(status: &Status) -> &str {
        status.timeline.first().map_or(&status.entity, |first| &first.entity)
    }
}

/// Returns the page of a participation.
pub fn page(context: Context<'_>, participation: &Participation<'_>) -> String {
    let Participation { status, key, .. } = *participation;
    let words = context.words();
    let frame = frame(context, status.reference);
    let reference = status.reference.to_string();
    let is_opened = matches!(key, Key::Right(_));
    // A link may say anything: what was done is told to the bearer of the key alone.
    let said = participation.said.and_then(|call| said(words, call)).filter(|said| match said {
        Said::Done(_) => is_opened || participation.said == Some("link"),
        Said::Trouble(_) => true,
    });
    let entity = status.entity.clone();
    html(|| {
        let standing = sheet(context, participation);
        let rest = match (&status.content, key) {
            (Some(sent), Key::Right(key)) => opened(context, participation, sent, key),
            _ => closed(context, participation),
        };
        view! {
            <Page frame=frame>
                <p class="page-unseen" id="state" role="status"></p>
                <div id="participation" data-reference=reference data-entity=entity>
                    <h1>{words.status_title}</h1>
                    {said.map(|said| view! { <Outcome said=said /> })}
                    {standing}
                    {rest}
                </div>
                <Failed words=words />
            </Page>
        }
    })
}

/// Returns the frame of a participation's page.
fn frame(context: Context<'_>, reference: Reference) -> Frame {
    let words = context.words();
    let reference = reference.to_string();
    let title = [words.status_title, " ", &reference].concat();
    let path = ["/p/", &reference].concat();
    let meta = Meta::new(context, &path, title, words.find_lead);
    let switch = Switch::Links { address: path + "?", languages: &Language::ALL };
    Frame::new(meta).with_switch(switch).with_script(SCRIPT)
}

/// Sentence that the script shows if it can't fetch the page of the key's bearer.
#[component]
fn Failed(words: &'static Words) -> impl IntoView {
    view! {
        <template id="failed">
            <p class="page-sheet page-alarm" role="alert">{words.failed}</p>
        </template>
    }
}

/// Returns whether the call that led here says that a one-time code may be on its way.
fn has_code(said: Option<&str>) -> bool {
    matches!(said, Some("code" | "wrong-code"))
}

/// Returns what the bearer of the key sees below where it stands.
fn opened(
    context: Context<'_>,
    participation: &Participation<'_>,
    sent: &Content,
    key: &str,
) -> Html {
    let commands = Commands::of(context.language, participation, sent, key);
    let status = participation.status;
    let latest = thread::headline(participation, sent)
        .map(|headline| thread::entity_message(context, participation, &headline));
    let next = commands.next();
    let first = (latest.is_some() || next.is_some())
        .then(|| view! { <section class="page-sheet page-first">{latest}{next}</section> });
    view! {
        {first}
        {lessons::sheet(context, sent)}
        {thread::messages(context, participation, sent)}
        {commands.message()}
        {sent::sheet(context, participation, sent, key)}
        {facts::timeline(context, participation)}
        {commands.more()}
        {take_back::sheet(context.language, status.reference, key)}
        {paper::sheet(context, status.reference, key)}
    }
    .into_html()
}

/// Returns what everybody else sees below where it stands: how to open it, and its history.
fn closed(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let Participation { status, key, said, .. } = *participation;
    let is_wrong = match key {
        Key::Wrong => Wrong::Told,
        _ if said == Some("wrong") => Wrong::Known,
        _ => Wrong::No,
    };
    let has_code = has_code(said);
    // The script adds it to the outcome on a device that knows the address.
    let left = (said == Some("link"))
        .then(|| view! { <p hidden data-left>{context.words().lost_left}</p> });
    view! {
        {left}
        <Closed reference=status.reference language=context.language is_wrong=is_wrong has_code=has_code />
        {facts::timeline(context, participation)}
    }
    .into_html()
}

/// Result of the form that led back here. The script moves the focus to it.
#[component]
fn Outcome(said: Said) -> impl IntoView {
    let (class, role, sentence) = match said {
        Said::Done(sentence) => ("page-sheet page-done", "status", sentence),
        Said::Trouble(sentence) => ("page-sheet page-alarm", "alert", sentence),
    };
    view! { <p class=class id="said" role=role tabindex="-1">{sentence}</p> }
}

#[cfg(test)]
mod tests;
