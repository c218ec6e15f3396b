//! Faults of input as rules and edge describe them, in the language of the interface.
//!
//! They are described in English. The English text finds the one in another language.

use domain::wire::console::Language;

use super::{ARABIC, ENGLISH, Words, words};
use crate::effects::language;

/// Texts that describe a fault.
const DETAILS: [fn(&Words) -> &'static str; 44] = [
    |words| words.detail_address,
    |words| words.detail_again,
    |words| words.detail_attachment_again,
    |words| words.detail_attachments,
    |words| words.detail_case,
    |words| words.detail_cases,
    |words| words.detail_criteria,
    |words| words.detail_days,
    |words| words.detail_elsewhere,
    |words| words.detail_entries,
    |words| words.detail_for_all,
    |words| words.detail_gap,
    |words| words.detail_gap_form,
    |words| words.detail_gaps,
    |words| words.detail_hours,
    |words| words.detail_hours_backwards,
    |words| words.detail_hours_order,
    |words| words.detail_letter,
    |words| words.detail_name,
    |words| words.detail_names,
    |words| words.detail_origin,
    |words| words.detail_parent,
    |words| words.detail_percent,
    |words| words.detail_person,
    |words| words.detail_removed,
    |words| words.detail_retention,
    |words| words.detail_season,
    |words| words.detail_seasons,
    |words| words.detail_slug,
    |words| words.detail_template,
    |words| words.detail_term,
    |words| words.detail_term_order,
    |words| words.detail_text,
    |words| words.detail_upload,
    |words| words.detail_view_name,
    |words| words.detail_views,
    |words| words.detail_webhook_host,
    |words| words.detail_webhook_own,
    |words| words.detail_webhook_types,
    |words| words.detail_webhook_url,
    |words| words.detail_week,
    |words| words.detail_weeks,
    |words| words.detail_year,
    |words| words.detail_zone,
];

/// Returns a description in the language of the interface. One without a translation says only that
/// something isn't as it should be.
pub(crate) fn detail(english: &str) -> String {
    // A parser adds the place in the JSON.
    let english = english.split(" at line ").next().unwrap_or_default();
    if language::current() == Language::English {
        return english.to_owned();
    }
    let known = DETAILS.into_iter().find(|detail| detail(&ENGLISH) == english);
    known.map_or(words().fault_incomplete, |detail| detail(&ARABIC)).to_owned()
}

#[cfg(test)]
mod tests {
    use domain::{
        entity::{reply_template::ReplyTemplateError, settings::SettingError},
        input::Reason,
        saved_view::ViewNameError,
        sla::calendar::{CalendarError, HoursError},
        slug::Slug,
        webhook::{event_type::NoTypes, url::UrlError},
    };

    use super::*;

    #[test]
    fn faults_of_settings_and_actions_have_words_of_their_own() {
        let settings = [
            SettingError::Name,
            SettingError::Again,
            SettingError::Removed,
            SettingError::Parent,
            SettingError::Term,
            SettingError::TermOrder,
            SettingError::Origin,
            SettingError::Retention,
            SettingError::NoLetter,
            SettingError::Called,
            SettingError::Address,
            SettingError::Elsewhere,
            SettingError::ForAll,
            ReplyTemplateError::Empty.into(),
            ReplyTemplateError::TooLong.into(),
            ReplyTemplateError::Gap.into(),
            ReplyTemplateError::TooMany.into(),
        ];
        let calendar = [
            CalendarError::Weeks,
            CalendarError::NeverWorks,
            CalendarError::TooFar,
            CalendarError::Gap,
            CalendarError::Name,
            CalendarError::Backwards,
            CalendarError::Overlapping,
        ];
        let hours = [HoursError::Malformed, HoursError::Backwards];
        let actions = [
            Reason::TooManyAttachments,
            Reason::RepeatedAttachment,
            Reason::UnknownUpload,
            Reason::UnknownCase,
            Reason::UnknownPerson,
            Reason::Unfilled,
            ViewNameError.into(),
            Reason::TooManyViews,
            Reason::TooManyEntries,
            UrlError::Malformed.into(),
            UrlError::NotPublic.into(),
            UrlError::Own.into(),
            NoTypes.into(),
        ];
        let slug = Slug::parse("A").map(|_| ()).map_err(|error| error.to_string());
        let all = settings
            .iter()
            .map(ToString::to_string)
            .chain(calendar.iter().map(ToString::to_string))
            .chain(hours.iter().map(ToString::to_string))
            .chain(actions.iter().map(ToString::to_string))
            .chain(slug.err());
        // Arabic is the language before any is set.
        for text in all {
            assert_ne!(detail(&text), words().fault_incomplete, "{text}");
        }
        assert_eq!(detail("this is there already at line 1 column 2"), ARABIC.detail_again);
        assert_eq!(detail("something else"), words().fault_incomplete);
    }
}
