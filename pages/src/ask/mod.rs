//! Page that asks what happened, and its answer: the entity and service that it is for, the status
//! of a participation, or the numbers to call.
//!
//! What was written stands in one form's field and in no address: every button, wherever it is,
//! sends that form by POST. Nothing needs a script.

mod answer;
mod choices;
mod field;

use domain::{
    assistant::{MESSAGE_MAX, MessageFault},
    intake::kind::Kind,
    wire::DirectoryEntity,
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
    words::Words,
};
pub(crate) use answer::service_name;
pub use answer::{Looked, Outcome, Reply, answer};
pub(crate) use field::blank;

/// Path of the page.
const PATH: &str = "/ask";

/// Path to which a chosen entity is sent. It answers with the entity's form.
const FORM_PATH: &str = "/ask/form";

/// Text that somebody wrote, and what is known beside it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The text; empty before anything was written.
    pub text: &'a str,
    /// Likeliest kind of the text.
    pub kind: Option<Kind>,
    /// Entity of the page that led here.
    pub entity: Option<&'a str>,
    /// Service of the page that led here.
    pub service: Option<&'a str>,
    /// All entities.
    pub entities: &'a [DirectoryEntity],
}

/// Reason why a text gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no message.
    Message(MessageFault),
    /// Too much was asked today.
    Limit,
}

impl Fault {
    /// Returns what the author can do about it.
    fn text(self, words: &Words) -> String {
        match self {
            Self::Message(MessageFault::Empty) => words.ask_empty.to_owned(),
            Self::Message(MessageFault::TooLong(over)) => words
                .ask_long
                .replace("{most}", &MESSAGE_MAX.to_string())
                .replace("{over}", &over.to_string()),
            Self::Limit => words.ask_limit.to_owned(),
        }
    }
}

/// Returns the page with the field. A fault leaves the text there, to be mended or to go on with.
pub fn question(context: Context<'_>, asked: &Asked<'_>, fault: Option<Fault>) -> String {
    let words = context.words();
    let frame = frame(context, words.ask_title.to_owned(), true);
    let fault = fault.map(|fault| fault.text(words));
    html(|| {
        let is_faulty = fault.is_some();
        let field = field::form(context.language, asked, None, fault);
        let others = choices::all(context.language, asked, words.ask_choose, is_faulty);
        view! {
            <Page frame=frame>
                <h1><label for=field::TEXT>{words.ask_title}</label></h1>
                {field}
                {others}
            </Page>
        }
    })
}

/// Returns the frame of a page under this title. In another language, a page that asks shows its
/// field again, and one that answers is answered again.
fn frame(context: Context<'_>, title: String, asks: bool) -> Frame {
    let meta = Meta::new(context, PATH, title, context.words().ask_lead);
    let address = Switch::address(PATH, None);
    Frame::new(meta).with_switch(Switch::Text { address, again: asks })
}

/// Returns an address in a language.
fn in_language(path: &str, language: Language) -> String {
    [path, "?lang=", language.tag()].concat()
}

#[cfg(test)]
mod tests;
