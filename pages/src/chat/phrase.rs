//! Sentences of phrases.

use domain::{
    assistant::Call,
    channel::conversation::{Command, Found, MediaRefusal, Phrase, Receipt, Refusal},
    reference::Reference,
};

use super::{
    Chat,
    cut::cut,
    label::{command_word, name},
    summary,
};
use crate::{ask::service_name, letter::isolated, participation, text::LocalTime};

/// Returns a phrase within a length.
pub(super) fn phrase_text(chat: Chat<'_>, phrase: &Phrase, most: usize) -> String {
    let text = match phrase {
        Phrase::Check(summary) => summary::check(chat, summary, most),
        Phrase::KeptEarlier(counts) => {
            [chat.words().kept_earlier.to_owned(), summary::counts(chat, counts)].join("\n")
        }
        Phrase::Sent(receipt) => sent(chat, receipt),
        Phrase::Status(found) => status(chat, found),
        _ => asked(chat, phrase).or_else(|| about_case(chat, phrase)).unwrap_or_default(),
    };
    let text = if text.is_empty() { plain(chat, phrase).to_owned() } else { text };
    cut(chat.capability, text.trim_end(), most)
}

/// Returns a phrase that has a value in it.
fn asked(chat: Chat<'_>, phrase: &Phrase) -> Option<String> {
    let words = chat.words();
    Some(match phrase {
        Phrase::Welcome(None) => {
            [chat.page_words().footer, chat.form_words().kind_title, words.welcome].join("\n")
        }
        Phrase::Welcome(Some(entity)) => {
            [name(chat, entity), chat.form_words().kind_title, words.welcome].join("\n")
        }
        Phrase::EntitiesFound(more @ 1..) => {
            let more = words.entity_more.replace("{count}", &more.to_string());
            [words.entity_found, &more].join(" ")
        }
        Phrase::AskService(named) => {
            [name(chat, named), chat.form_words().service_title].join("\n")
        }
        Phrase::NoSuchNumber(count) => words.no_such_number.replace("{count}", &count.to_string()),
        Phrase::Help => help(chat),
        Phrase::Emergency(calls) => emergency(chat, calls),
        Phrase::UnknownReference => {
            [chat.page_words().unknown_title, chat.page_words().unknown_text].join("\n")
        }
        _ => return None,
    })
}

/// Returns a phrase about a participation.
fn about_case(chat: Chat<'_>, phrase: &Phrase) -> Option<String> {
    let words = chat.words();
    let numbered = |sentence: &str, reference: &Reference| {
        sentence.replace("{number}", &isolated(&reference.to_string()))
    };
    Some(match phrase {
        Phrase::AskWhose(mine) => {
            numbered(words.ask_whose, &mine.reference).replace("{entity}", name(chat, &mine.entity))
        }
        Phrase::AskMessage(reference) => numbered(words.ask_message, reference)
            .replace("{cancel}", command_word(chat, Command::Cancel)),
        Phrase::MessageRefused(reference) => numbered(words.message_refused, reference),
        Phrase::AskWithdrawal(reference) => numbered(words.ask_withdrawal, reference),
        Phrase::MessageAdded(reference) => {
            [isolated(&reference.to_string()).as_str(), chat.page_words().said_messages].join(": ")
        }
        Phrase::AskRating(reference) => {
            [isolated(&reference.to_string()).as_str(), chat.page_words().rate].join("\n")
        }
        Phrase::Withdrawn(reference) => {
            let said = chat.page_words().said_withdrawal;
            [isolated(&reference.to_string()).as_str(), said].join(": ")
        }
        _ => return None,
    })
}

/// Returns a phrase that is a sentence and nothing else.
fn plain(chat: Chat<'_>, phrase: &Phrase) -> &'static str {
    let words = chat.words();
    match phrase {
        Phrase::AskKind => chat.form_words().kind_title,
        Phrase::AskStory(_) => words.ask_story,
        Phrase::AskEntity => words.ask_entity,
        Phrase::NoEntity => words.entity_none,
        Phrase::EntitiesFound(_) | Phrase::EntityList => words.entity_found,
        Phrase::NoService => words.service_unknown,
        Phrase::AskRemedy => words.ask_remedy,
        Phrase::AskPlace => words.ask_place,
        Phrase::AskChange => words.change_ask,
        Phrase::Sending => words.sending,
        Phrase::NotSent(Refusal::TooMany) => words.not_sent_many,
        Phrase::NotSent(Refusal::UnknownEntity) => words.not_sent_entity,
        Phrase::NotSent(Refusal::MissingFiles(_)) => words.not_sent_files,
        Phrase::NotSent(Refusal::Failed) => words.not_sent_failed,
        Phrase::RestFollows => words.rest_follows,
        Phrase::NotYours => words.not_yours,
        Phrase::Rated => chat.page_words().said_rating,
        Phrase::NotPossible => words.not_possible,
        Phrase::Mine => words.mine_title,
        Phrase::NoneMine => words.mine_none,
        Phrase::PutAside => words.put_aside,
        Phrase::NothingOpen => words.nothing_open,
        Phrase::AskForPerson => words.ask_person,
        Phrase::MediaRefused(MediaRefusal::TooLarge) => words.media_too_large,
        Phrase::MediaRefused(MediaRefusal::Type) => words.media_type,
        Phrase::MediaRefused(MediaRefusal::Empty) => words.media_empty,
        Phrase::MediaRefused(MediaRefusal::Unavailable) => words.media_unavailable,
        Phrase::Unsupported => words.unsupported,
        Phrase::Full => words.full,
        // The others have values in them.
        _ => chat.page_words().error,
    }
}

fn help(chat: Chat<'_>) -> String {
    let word = |command| command_word(chat, command);
    chat.words()
        .help
        .replace("{start}", word(Command::StartAgain))
        .replace("{back}", word(Command::Back))
        .replace("{cancel}", word(Command::Cancel))
        .replace("{mine}", word(Command::Mine))
        .replace("{person}", word(Command::Person))
}

/// Returns the numbers to call, and that nobody has been told yet.
fn emergency(chat: Chat<'_>, calls: &[Call]) -> String {
    let words = chat.page_words();
    let call = |call: &Call| [service_name(words, *call), call.telephone()].join(": ");
    let lines = calls.iter().map(call);
    let all = std::iter::once(words.ask_calls.to_owned()).chain(lines);
    all.chain([words.ask_calls_text.to_owned()]).collect::<Vec<_>>().join("\n")
}

/// Returns the receipt: number, deadline, and the link where the channel carries links.
fn sent(chat: Chat<'_>, receipt: &Receipt) -> String {
    let (form, words) = (chat.form_words(), chat.page_words());
    let due = LocalTime::of(receipt.first_response_due, chat.calendar, words);
    let number = |reference: Reference| isolated(&reference.to_string());
    let mut lines =
        vec![form.done_title.to_owned(), [words.reference, &number(receipt.reference)].join(": ")];
    if let Some(suggestion) = receipt.suggestion {
        lines.push([form.done_suggestion, &number(suggestion)].join(" "));
    }
    lines.push([form.done_due, due.words()].join(" "));
    if chat.capability.has_links {
        lines.push(receipt.link.clone());
    }
    lines.join("\n")
}

/// Returns where a participation stands and what happens next.
fn status(chat: Chat<'_>, found: &Found) -> String {
    let words = chat.page_words();
    let case = &found.case;
    let time = |at| LocalTime::of(at, chat.calendar, words);
    let sentence = participation::sentences(words, case.stage, found.is_merged, &found.offers)
        .join(" ")
        .replace("{entity}", name(chat, &case.entity))
        .replace("{first}", time(found.first_response_due).words())
        .replace("{full}", time(found.resolution_due).words());
    let kind = participation::kind(chat.form_words(), case.kind);
    let mut lines = vec![
        isolated(&case.reference.to_string()),
        [kind, name(chat, &case.entity)].join(" · "),
        participation::stage(words, case.stage, found.is_merged).to_owned(),
        sentence,
    ];
    if !found.is_own {
        lines.push(chat.words().not_yours.to_owned());
    }
    lines.join("\n")
}
