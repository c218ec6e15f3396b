//! Answer to what somebody wrote.

use domain::{
    assistant::{Call, Proposal},
    reference::Reference,
};
use form::Language;
use leptos::prelude::*;

use super::{
    Asked,
    choices::{self, Named},
    field, frame, in_language,
};
use crate::{
    document::{Context, Page},
    html::{Html, IntoHtml, html},
    participation::{self, LookUp, Participation},
    text::{Code, Name, fill},
    words::Words,
};

/// Answer to a text.
pub struct Reply<'a> {
    /// Services to call, the most fitting first; empty unless somebody is in danger now.
    pub calls: &'a [Call],
    /// Language of the text, in which the services to call are named.
    pub spoken: Language,
    /// The way for the text; in an emergency, the way that remains.
    pub outcome: Outcome<'a>,
}

/// Way for a text.
pub enum Outcome<'a> {
    /// A participation.
    Report {
        /// At most three proposals, best first.
        proposals: &'a [Proposal],
        /// The first may be taken without asking which.
        is_sure: bool,
    },
    /// A question about a participation.
    Status(Looked<'a>),
    /// Nothing that is understood.
    Unclear,
}

/// Participation that a text asks about.
pub enum Looked<'a> {
    /// Participation with that number.
    Found(&'a Participation<'a>),
    /// A number that no participation has.
    Unknown(Reference),
    /// A number with a wrong check digit.
    Mistyped,
    /// No number.
    Unnamed,
}

/// Main content of an answer.
struct Shown {
    title: String,
    main: Html,
    /// Title of the list of entities.
    others: &'static str,
    /// The list is the way on.
    is_open: bool,
}

/// Returns the page with an answer. The text stays in its field, to be changed.
pub fn answer(context: Context<'_>, asked: &Asked<'_>, reply: &Reply<'_>) -> String {
    let (language, words) = (context.language, context.words());
    html(|| {
        let Shown { title, main, others, is_open } = if reply.calls.is_empty() {
            shown(context, asked, &reply.outcome)
        } else {
            emergency(context, asked, reply)
        };
        let frame = frame(context, title, false);
        let others = choices::all(language, asked, others, is_open);
        let field = field::form(language, asked, Some(words.text), None);
        view! { <Page frame=frame>{main} {others} {field}</Page> }
    })
}

fn shown(context: Context<'_>, asked: &Asked<'_>, outcome: &Outcome<'_>) -> Shown {
    let (language, words) = (context.language, context.words());
    match outcome {
        Outcome::Report { proposals, is_sure } => {
            let named = named(asked, proposals);
            match &named[..] {
                [] => unclear(words),
                [first, ..] if *is_sure => sure(language, asked, first),
                _ => {
                    let several = choices::several(language, &named);
                    let heading = words.ask_which;
                    Shown {
                        title: heading.to_owned(),
                        main: view! { <h1>{heading}</h1> {several} }.into_html(),
                        others: words.ask_none,
                        is_open: false,
                    }
                }
            }
        }
        Outcome::Status(looked) => status(context, looked),
        Outcome::Unclear => unclear(words),
    }
}

/// Returns the proposals whose entities the directory has.
fn named<'a>(asked: &Asked<'a>, proposals: &'a [Proposal]) -> Vec<Named<'a>> {
    proposals.iter().filter_map(|proposal| Named::of(asked, proposal)).collect()
}

/// Asks whether one proposal is right.
fn sure(language: Language, asked: &Asked<'_>, proposal: &Named<'_>) -> Shown {
    let words = Words::of(language);
    let entity = &proposal.entity.name;
    let service = proposal.service().unwrap_or(entity);
    let value = |name: &str| {
        let name = if name == "service" { service } else { entity }.clone();
        view! { <Name name=name language=language /> }.into_html()
    };
    let plain = |named: &domain::bilingual::Named| named.for_reader(language.tag()).0.to_owned();
    let title =
        words.ask_sure.replace("{service}", &plain(service)).replace("{entity}", &plain(entity));
    let kind = asked.kind.map(|kind| {
        let kind = participation::kind(language.words(false), kind);
        view! { <dl class="page-facts"><dt>{words.kind}</dt><dd>{kind}</dd></dl> }
    });
    let heading = fill(words.ask_sure, &value);
    let button = proposal.button(language, "page-button", words.ask_go_on.into_html());
    let main = view! {
        <h1>{heading}</h1>
        <section class="page-sheet">{kind} {button}</section>
    };
    Shown { title, main: main.into_html(), others: words.ask_none, is_open: false }
}

fn unclear(words: &'static Words) -> Shown {
    let main = view! {
        <h1>{words.ask_unclear}</h1>
        <p class="page-lead">{words.ask_unclear_text}</p>
    };
    Shown {
        title: words.ask_unclear.to_owned(),
        main: main.into_html(),
        others: words.ask_choose,
        is_open: true,
    }
}

/// Shows what everybody with the number sees, or asks for the number.
fn status(context: Context<'_>, looked: &Looked<'_>) -> Shown {
    let (language, words) = (context.language, context.words());
    let look_up = |typed: String| view! { <LookUp language=language typed=typed /> }.into_html();
    let lead = |text: &'static str| view! { <p class="page-lead">{text}</p> }.into_html();
    let (heading, main) = match looked {
        Looked::Found(participation) => {
            let reference = participation.status.reference;
            let address = in_language(&format!("/p/{reference}"), language);
            let link = view! { <p class="page-ways"><a href=address>{words.ask_follow}</a></p> };
            let sheet = participation::sheet(context, participation);
            (words.status_title, vec![sheet, link.into_html()])
        }
        Looked::Unknown(reference) => {
            let main = vec![lead(words.unknown_text), look_up(reference.to_string())];
            (words.unknown_title, main)
        }
        Looked::Mistyped => {
            (words.ask_digit, vec![lead(words.ask_digit_text), look_up(String::new())])
        }
        Looked::Unnamed => (words.ask_number, vec![look_up(String::new())]),
    };
    Shown {
        title: heading.to_owned(),
        main: view! { <h1>{heading}</h1> {main} }.into_html(),
        others: words.ask_other,
        is_open: false,
    }
}

/// Names the services to call above everything else; below them the text can go on as a report.
fn emergency(context: Context<'_>, asked: &Asked<'_>, reply: &Reply<'_>) -> Shown {
    let (language, words) = (context.language, context.words());
    let spoken = reply.spoken;
    let theirs = Words::of(spoken);
    let calls = reply.calls.iter().map(|call| {
        let (number, name) = (call.telephone(), service_name(theirs, *call));
        let address = ["tel:", number].concat();
        view! {
            <li>
                <a class="page-button" href=address><Code text=number.to_owned() />" "{name}</a>
            </li>
        }
        .into_html()
    });
    let proposals = match reply.outcome {
        Outcome::Report { proposals, .. } => named(asked, proposals),
        Outcome::Status(_) | Outcome::Unclear => Vec::new(),
    };
    let several = (!proposals.is_empty()).then(|| choices::several(language, &proposals));
    let others = if proposals.is_empty() { words.ask_choose } else { words.ask_none };
    let main = view! {
        <section class="page-sheet page-alarm" role="alert" lang=spoken.tag() dir=spoken.dir()>
            <h1>{theirs.ask_calls}</h1>
            <ul class="page-ways page-calls">{calls.collect::<Vec<_>>()}</ul>
            <p>{theirs.ask_calls_text}</p>
        </section>
        <h2>{words.ask_report}</h2>
        {several}
    };
    Shown { title: words.ask_calls.to_owned(), main: main.into_html(), others, is_open: false }
}

/// Returns the name of a service to call.
pub(crate) const fn service_name(words: &Words, call: Call) -> &'static str {
    match call {
        Call::Police => words.ask_police,
        Call::Ambulance => words.ask_ambulance,
        Call::Fire => words.ask_fire,
    }
}
