//! Public status of a participation, for anyone with its reference number.
//!
//! The content is filled in by the page's script for the bearer of the tracking key. The key is in
//! the address's fragment, which no server sees. All words that the script shows are in templates.

mod author_commands;
mod content;
mod labels;
mod look_up;
mod lost;
mod next;
mod status;

use domain::{
    Timestamp,
    sla::calendar::Calendar,
    wire::{DirectoryEntity, Status},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
};
use author_commands::Commands;
use content::ContentTemplates;
use labels::said;
pub(crate) use look_up::LookUp;
pub use look_up::{look_up, unknown};

/// Data of the status page.
pub struct Participation<'a> {
    /// Public status.
    pub status: &'a Status,
    /// Entities that the status names, with the services of the one it was sent to.
    pub entities: &'a [DirectoryEntity],
    /// Name of the call that led back here, from the address.
    pub said: Option<&'a str>,
    /// Present time.
    pub now: Timestamp,
    /// Path of the widget's module, which has the recorders of a reply.
    pub engine: &'a str,
    /// Calendar for local times.
    pub calendar: &'a Calendar,
}

impl Participation<'_> {
    /// Returns the id of the entity that the participation was sent to. The service is one of its
    /// services, even after a transfer.
    pub fn sent_to(status: &Status) -> &str {
        status.timeline.first().map_or(&status.entity, |first| &first.entity)
    }
}

/// Returns the status page.
pub fn page(context: Context<'_>, participation: &Participation<'_>) -> String {
    let Participation { status, now, engine, .. } = *participation;
    let language = context.language;
    let words = context.words();
    let reference = status.reference.to_string();
    let title = [words.status_title, " ", &reference].concat();
    let path = ["/p/", &reference].concat();
    let meta = Meta::new(context, &path, title, words.find_lead);
    let switch = Switch::Links { address: path + "?", languages: &Language::ALL };
    let frame = Frame::new(meta).with_switch(switch).with_script("/participation.js");
    let said = participation.said.and_then(|call| said(words, call));
    let (status, engine) = (status.clone(), engine.to_owned());
    html(|| {
        let facts = status::facts(context, participation);
        let next = next::sheet(context, participation);
        let place = status::content_place(context, &status);
        let timeline = status::timeline(context, participation);
        let services = status::services(context, participation);
        view! {
            <Page frame=frame>
                <h1>{words.status_title}</h1>
                {said.map(|sentence| view! { <Done sentence=sentence /> })}
                {facts}
                {next}
                {place}
                {timeline}
                <ContentTemplates language=language />
                <Commands status=status now=now language=language engine=engine />
                {services}
            </Page>
        }
    })
}

/// Result of the form that led back here. The script moves the focus to it.
#[component]
fn Done(sentence: &'static str) -> impl IntoView {
    view! {
        <p class="page-sheet page-done" id="said" role="status" tabindex="-1">{sentence}</p>
    }
}

#[cfg(test)]
mod tests;
