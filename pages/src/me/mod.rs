//! Page of a customer's own file: all their participations over all entities, the ways to sign in,
//! the devices, and what they can do with their data. Signed out, it offers the ways in.
//!
//! Nothing needs a script but passkeys, whose buttons the script shows.

mod access;
mod data;
mod labels;
mod list;

use domain::{
    Timestamp,
    case::stage::Stage,
    intake::kind::Kind,
    profile::{
        file::Filter,
        way::{Happening, Level, Provider},
    },
    reference::Reference,
    sla::calendar::Calendar,
    wire::DirectoryEntity,
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    words::MeWords,
};
use labels::{Said, said};

/// Path of the page.
const PATH: &str = "/me";

/// Path of the script for passkeys.
const SCRIPT: &str = "/me.js";

/// Ways in that the installation offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// Address at which a session at UAE PASS ends, if that way is offered.
    pub uae_pass: Option<String>,
    /// Origin of the page at which passkeys work, if they do.
    pub passkeys: Option<String>,
}

/// Participation in the list.
pub struct Item {
    /// Reference number.
    pub reference: Reference,
    /// Kind.
    pub kind: Kind,
    /// Id of the entity with custody.
    pub entity: String,
    /// Stage, as the author is told.
    pub stage: Stage,
    /// True if it was merged into another one.
    pub is_merged: bool,
    /// True if the entity wrote something that wasn't opened here.
    pub is_unread: bool,
    /// Time of the receipt.
    pub received_at: Timestamp,
    /// Deadline of the first response.
    pub first_response_due: Timestamp,
    /// Deadline of the full answer.
    pub resolution_due: Timestamp,
}

/// Way in of the profile.
pub struct Way {
    /// Provider of the account.
    pub provider: Provider,
    /// Id of the account, for the form that removes it.
    pub subject: String,
    /// Level of assurance.
    pub level: Option<Level>,
    /// Time since when it is a way.
    pub created_at: Timestamp,
}

/// Session of the profile.
pub struct Device {
    /// Hash of the token, for the form that ends it.
    pub digest: String,
    /// Name of the browser and its system.
    pub name: String,
    /// Provider of the sign-in.
    pub provider: Provider,
    /// Time of the latest request.
    pub seen_at: Timestamp,
    /// True for the reader's own.
    pub is_own: bool,
}

/// Row of the history.
pub struct Entry {
    /// Time.
    pub at: Timestamp,
    /// Event.
    pub what: Happening,
    /// Provider of the way that it is about.
    pub provider: Option<Provider>,
    /// Name of the browser and its system.
    pub device: String,
}

/// Data of the page for whoever is signed in.
pub struct File<'a> {
    /// Participations that the filter and the search leave.
    pub items: &'a [Item],
    /// True if there are others.
    pub is_part: bool,
    /// Filter.
    pub filter: Filter,
    /// Search; empty if there is none.
    pub typed: &'a str,
    /// Entities that the participations name.
    pub entities: &'a [DirectoryEntity],
    /// Ways in.
    pub ways: &'a [Way],
    /// True if ways may be added and removed now.
    pub is_fresh: bool,
    /// Ways that the installation offers.
    pub offers: &'a Offers,
    /// Sessions.
    pub devices: &'a [Device],
    /// History, the latest first.
    pub history: &'a [Entry],
    /// Name of the call that led here, from the address.
    pub said: Option<&'a str>,
    /// Calendar for local times.
    pub calendar: &'a Calendar,
}

/// Returns the page for whoever isn't signed in. Whoever came `by` UAE PASS and has just signed out
/// may sign out there too.
pub fn signed_out(
    context: Context<'_>,
    offers: &Offers,
    call: Option<&str>,
    by: Option<Provider>,
) -> String {
    let (language, words) = (context.language, MeWords::of(context.language));
    let frame = frame(context, offers);
    let outcome = call.and_then(|call| said(language, call)).map(outcome);
    let ways = access::ways_in(language, offers);
    let begin = access::begin(language, offers);
    let there = offers
        .uae_pass
        .clone()
        .filter(|_| by == Some(Provider::UaePass))
        .map(|to| view! { <p><a href=to>{words.out_uae_pass}</a></p> }.into_html());
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.title}</h1>
                {outcome}
                {there}
                <p class="page-lead">{words.lead}</p>
                <section class="page-sheet">{ways} {begin}</section>
            </Page>
        }
    })
}

/// Returns the page for whoever is signed in.
pub fn file(context: Context<'_>, file: &File<'_>) -> String {
    let (language, words) = (context.language, MeWords::of(context.language));
    let frame = frame(context, file.offers);
    html(|| {
        let outcome = file.said.and_then(|call| said(language, call)).map(outcome);
        let sign_out = action(language, "/sign-out");
        let list = list::sheet(context, file);
        let add = list::add(context);
        let access = access::sheet(context, file);
        let data = data::sheet(language);
        view! {
            <Page frame=frame>
                <h1>{words.title}</h1>
                {outcome}
                <form class="page-own" method="post" action=sign_out>
                    <button class="page-quiet">{words.sign_out}</button>
                </form>
                {list}
                {add}
                {access}
                {data}
            </Page>
        }
    })
}

fn frame(context: Context<'_>, offers: &Offers) -> Frame {
    let words = MeWords::of(context.language);
    let meta = Meta::new(context, PATH, words.title, words.lead);
    let switch = Switch::Links { address: Switch::address(PATH, None), languages: &Language::ALL };
    let script = offers.passkeys.is_some().then_some(SCRIPT);
    Frame::new(meta).with_switch(switch).with_script(script)
}

/// Returns the result of the form or the sign-in that led here.
fn outcome(said: Said) -> Html {
    let (class, role, sentences) = match said {
        Said::Done(sentence) => ("page-sheet page-done", "status", vec![sentence]),
        Said::Trouble(sentence) => ("page-sheet page-alarm", "alert", vec![sentence]),
        Said::Cancelled(sentences) => ("page-sheet page-alarm", "alert", sentences),
    };
    let sentences = sentences.into_iter().map(|(language, sentence)| {
        view! { <p lang=language.tag() dir=language.dir()>{sentence}</p> }
    });
    view! { <div class=class id="said" role=role>{sentences.collect_view()}</div> }.into_html()
}

/// Returns the address of a path below the page, in a language.
fn action(language: Language, path: &str) -> String {
    [PATH, path, "?lang=", language.tag()].concat()
}

#[cfg(test)]
mod tests;
