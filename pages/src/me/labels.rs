//! Labels of providers, levels and events, and sentences about what was done.

use domain::profile::way::{Happening, Level, Provider};
use form::Language;

use crate::words::{MeWords, Words};

/// Sentence in a language.
type Sentence = (Language, &'static str);

/// Result of a form or a sign-in.
pub(super) enum Said {
    /// It was done.
    Done(Sentence),
    /// It wasn't.
    Trouble(Sentence),
    /// The person cancelled at UAE PASS, which demands these words in Arabic and English.
    Cancelled(Vec<Sentence>),
}

/// Returns the sentence about a call, if there is such a call.
pub(super) fn said(language: Language, call: &str) -> Option<Said> {
    let words = MeWords::of(language);
    let done = match call {
        "added" => words.said_added,
        "ended" => words.said_ended,
        "everywhere" => words.said_everywhere,
        "left" => words.said_left,
        "linked" => words.said_linked,
        "out" => words.said_out,
        "removed" => words.said_removed,
        "unlinked" => words.said_unlinked,
        _ => return trouble(language, call),
    };
    Some(Said::Done((language, done)))
}

fn trouble(language: Language, call: &str) -> Option<Said> {
    let (words, common) = (MeWords::of(language), Words::of(language));
    let trouble = match call {
        "choose" => words.leave_choose,
        "failed" => common.sign_in_failed,
        "fresh" => words.fresh,
        "full" => words.said_full,
        "passkey" => words.passkey_failed,
        "taken" => words.said_taken,
        "wrong" => common.wrong_key,
        "cancelled" => {
            let others =
                [Language::Ar, Language::En].into_iter().filter(|other| *other != language);
            let all = [language].into_iter().chain(others);
            let all = all.map(|each| (each, MeWords::of(each).cancelled));
            return Some(Said::Cancelled(all.collect()));
        }
        _ => return None,
    };
    Some(Said::Trouble((language, trouble)))
}

/// Returns the name of a provider. UAE PASS has the same one in all languages.
pub(super) const fn provider(words: &MeWords, provider: Provider) -> &'static str {
    match provider {
        Provider::UaePass => "UAE PASS",
        Provider::Passkey => words.passkey,
    }
}

/// Returns the name of a level, as UAE PASS itself calls it.
pub(super) const fn level(words: &MeWords, level: Level) -> &'static str {
    match level {
        Level::Sop1 => "SOP1",
        Level::Sop2 => "SOP2",
        Level::Sop3 => "SOP3",
        Level::Visitor => words.level_visitor,
    }
}

/// Returns the label of an event.
pub(super) const fn happening(words: &MeWords, what: Happening) -> &'static str {
    match what {
        Happening::SignedIn => words.what_signed_in,
        Happening::Linked => words.what_linked,
        Happening::Unlinked => words.what_unlinked,
        Happening::SignedOutEverywhere => words.what_signed_out_everywhere,
    }
}

/// Returns the name of a device, or that it is unknown.
pub(super) fn device(words: &MeWords, name: &str) -> String {
    if name.is_empty() { words.device_unknown } else { name }.to_owned()
}
