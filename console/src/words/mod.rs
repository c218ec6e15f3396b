//! Texts of the interface, in the current language.
//!
//! `build.rs` generates the constants from the files in `words/`; those in `words/case`,
//! `words/settings` and `words/entry` come with the modules of their views. [`values`] names
//! `domain`'s values, [`actions`] labels and describes actions, [`failures`] describes failed
//! requests, [`details`] faults of input, [`incidents`] security events. [`plural`] chooses the
//! form of a text for a number. Everything that shows text calls this module; it draws nothing
//! itself.

mod actions;
mod changes;
mod deliveries;
mod details;
mod failures;
mod imports;
mod incidents;
mod plural;
mod values;

use domain::{bilingual::Named, wire::console::Language};

use crate::effects::language;
pub(crate) use actions::{done, verb};
pub(crate) use changes::change;
pub(crate) use deliveries::{call_state, delivery_cause, delivery_state, notice_kind, way};
pub(crate) use details::detail;
pub(crate) use failures::{failure, fault, faults, reasons};
pub(crate) use imports::import_fault;
pub(crate) use incidents::incident;
pub(crate) use plural::count;
pub(crate) use values::{
    best, channel, criterion, criterion_named, ground, kind, level, mark, mood, nature, order,
    outcome, part, priority, queue, role, savings, savings_basis, scan, stage, timer,
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Returns the texts of the current language. After a change of language all views must be drawn
/// anew.
pub(crate) fn words() -> &'static Words {
    match language::current() {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
    }
}

/// Returns the texts of cases alone. Only views of the cases' module may call it: its texts come
/// with that module.
pub(crate) fn case() -> &'static CaseWords {
    match language::current() {
        Language::Arabic => &CASE_ARABIC,
        Language::English => &CASE_ENGLISH,
    }
}

/// Returns the texts of the settings alone. Only views of the settings' module may call it: its
/// texts come with that module.
pub(crate) fn settings() -> &'static SettingsWords {
    match language::current() {
        Language::Arabic => &SETTINGS_ARABIC,
        Language::English => &SETTINGS_ENGLISH,
    }
}

/// Returns the texts of the form for what somebody says. Only its module's views may call it.
pub(crate) fn entry() -> &'static EntryWords {
    match language::current() {
        Language::Arabic => &ENTRY_ARABIC,
        Language::English => &ENTRY_ENGLISH,
    }
}

/// Replaces the placeholder `{name}` in a text.
pub(crate) fn fill(text: &str, name: &str, value: &str) -> String {
    text.replace(&["{", name, "}"].concat(), value)
}

/// Returns a name that doesn't reorder the text around it if it's in another script.
pub(crate) fn isolated(name: &str) -> String {
    ["\u{2068}", name, "\u{2069}"].concat()
}

/// Returns a name in the current language.
pub(crate) fn localized(name: &Named) -> String {
    name.for_reader(language::current().tag()).0.to_owned()
}
