//! Faults of calendar files as the rules describe them, in the language of the interface.

use super::{SETTINGS_ENGLISH, SettingsWords, settings};

/// Texts that describe a fault.
const FAULTS: [fn(&SettingsWords) -> &'static str; 8] = [
    |words| words.import_calendar,
    |words| words.import_day,
    |words| words.import_incomplete,
    |words| words.import_length,
    |words| words.import_no_line,
    |words| words.import_rule,
    |words| words.import_time,
    |words| words.import_too_many,
];

/// Returns a fault of a calendar file, which the rules describe in English, in the language of the
/// interface.
pub(crate) fn import_fault(english: &str) -> &'static str {
    let known = FAULTS.into_iter().find(|fault| fault(&SETTINGS_ENGLISH) == english);
    known.map_or(settings().import_no_line, |fault| fault(settings()))
}

#[cfg(test)]
mod tests {
    use domain::sla::calendar::ical::Fault;

    use super::*;

    #[test]
    fn each_fault_has_words_of_its_own() {
        for (fault, text) in [
            (Fault::Calendar, settings().import_calendar),
            (Fault::Day, settings().import_day),
            (Fault::Incomplete, settings().import_incomplete),
            (Fault::Length, settings().import_length),
            (Fault::Line, settings().import_no_line),
            (Fault::Rule, settings().import_rule),
            (Fault::Time, settings().import_time),
            (Fault::TooMany, settings().import_too_many),
        ] {
            assert_eq!(import_fault(&fault.to_string()), text, "{fault}");
        }
    }
}
