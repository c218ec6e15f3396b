//! Labels of choices.

use domain::{
    bilingual::Named,
    channel::conversation::{
        CaseChoice, Choice, Command, FormChoice, Label as Subject, Mine, Offered,
    },
};

use super::Chat;
use crate::{letter::isolated, participation};

/// Label of a choice.
pub(super) struct Label {
    pub(super) id: String,
    pub(super) title: String,
    /// Detail that tells it from others; empty if there is none.
    pub(super) detail: String,
}

pub(super) fn label(chat: Chat<'_>, offered: &Offered) -> Label {
    let id = offered.choice.id();
    let (title, detail) = match &offered.label {
        Subject::Word => (word(chat, &offered.choice).to_owned(), String::new()),
        Subject::Name(named) => (name(chat, named).to_owned(), String::new()),
        Subject::Service(service, entity) => {
            (name(chat, service).to_owned(), name(chat, entity).to_owned())
        }
        Subject::Range(first, last) => {
            let (first, last) = (name(chat, first), name(chat, last));
            ([beginning(first), beginning(last)].join(" … "), [first, last].join(" … "))
        }
        Subject::Case(mine) => (isolated(&mine.reference.to_string()), case(chat, mine)),
    };
    Label { id, title, detail }
}

pub(super) fn name<'a>(chat: Chat<'_>, named: &'a Named) -> &'a str {
    named.for_reader(chat.language.tag()).0
}

/// Returns kind, entity and stage of a participation.
fn case(chat: Chat<'_>, mine: &Mine) -> String {
    let kind = participation::kind(chat.form_words(), mine.kind);
    let stage = participation::stage(chat.page_words(), mine.stage, false);
    [kind, name(chat, &mine.entity), stage].join(" · ")
}

/// Returns the beginning of a name, by which its place in a list is found.
fn beginning(name: &str) -> String {
    name.chars().take(9).collect::<String>().trim_end().to_owned()
}

fn word(chat: Chat<'_>, choice: &Choice) -> &'static str {
    match choice {
        Choice::Form(_, choice) => form_word(chat, choice),
        Choice::Case(_, choice) => case_word(chat, *choice),
        Choice::Command(command) => command_word(chat, *command),
    }
}

fn form_word(chat: Chat<'_>, choice: &FormChoice) -> &'static str {
    let words = chat.words();
    match choice {
        FormChoice::Kind(kind) => participation::kind(chat.form_words(), *kind),
        FormChoice::Entity(_) | FormChoice::Place(..) | FormChoice::AskEntity => {
            words.choose_entity
        }
        FormChoice::Unsure => words.unsure,
        FormChoice::Entities(..) => words.all_entities,
        FormChoice::Service(_) | FormChoice::Services(..) | FormChoice::AskService => {
            chat.form_words().service
        }
        FormChoice::NoService => words.no_service,
        FormChoice::Send => chat.form_words().send,
        FormChoice::Change => words.change,
        FormChoice::AskKind => chat.form_words().check_kind,
        FormChoice::AskRemedy => words.remedy,
        FormChoice::AskPlace => chat.page_words().place,
        FormChoice::Check => words.done,
        FormChoice::BringBack => words.bring_back,
        FormChoice::New => words.new,
        FormChoice::Add(_) => words.add,
    }
}

fn case_word(chat: Chat<'_>, choice: CaseChoice) -> &'static str {
    let words = chat.words();
    match choice {
        CaseChoice::Open => words.open,
        CaseChoice::Thread => words.thread,
        CaseChoice::Write => words.write,
        CaseChoice::AskRating => words.rate_button,
        CaseChoice::Rate(mood) => participation::mood(chat.page_words(), mood),
        CaseChoice::AskWithdrawal | CaseChoice::Withdraw => chat.page_words().withdraw,
    }
}

pub(super) fn command_word(chat: Chat<'_>, command: Command) -> &'static str {
    let words = chat.words();
    match command {
        Command::StartAgain => words.start,
        Command::Back => chat.form_words().back,
        Command::Cancel => words.cancel,
        Command::Mine => words.mine,
        Command::Person => words.person,
        Command::Help => words.help_button,
    }
}
