//! Faults of input as rules and edge describe them, in the language of the interface.
//!
//! They are described in English. The English text finds the one in another language.

use domain::wire::console::Language;

use super::{ARABIC, ENGLISH, Words, words};
use crate::effects::language;

/// Texts that describe a fault.
const DETAILS: [fn(&Words) -> &'static str; 58] = [
    |words| words.detail_absence_length,
    |words| words.detail_absence_past,
    |words| words.detail_address,
    |words| words.detail_again,
    |words| words.detail_announcement_ahead,
    |words| words.detail_announcement_text,
    |words| words.detail_announcements,
    |words| words.detail_attachment_again,
    |words| words.detail_attachments,
    |words| words.detail_calendar,
    |words| words.detail_case,
    |words| words.detail_cases,
    |words| words.detail_criteria,
    |words| words.detail_criterion_name,
    |words| words.detail_days,
    |words| words.detail_deputy,
    |words| words.detail_elsewhere,
    |words| words.detail_entity,
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
    |words| words.detail_parts,
    |words| words.detail_percent,
    |words| words.detail_person,
    |words| words.detail_removed,
    |words| words.detail_retention,
    |words| words.detail_root_cause,
    |words| words.detail_season,
    |words| words.detail_seasons,
    |words| words.detail_sentences,
    |words| words.detail_service,
    |words| words.detail_shifts,
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
    // Others add a number, or where programs find a list.
    let english = english.split("; there are ").next().unwrap_or_default();
    let english = english.replace("service; see /api/v1/entities", "service");
    let known = DETAILS.into_iter().find(|detail| detail(&ENGLISH) == english);
    known.map_or(words().fault_incomplete, |detail| detail(&ARABIC)).to_owned()
}

#[cfg(test)]
mod tests {
    use domain::{
        absence::AbsenceError,
        case::{corrective_action::RootCauseError, lesson::PublicWordsError},
        entity::{
            announcement::AnnouncementError, criteria::CriteriaError,
            reply_template::ReplyTemplateError, settings::SettingError,
        },
        input::Reason,
        saved_view::ViewNameError,
        sla::calendar::{CalendarError, HoursError},
        slug::Slug,
        text::TextError,
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
            SettingError::TooMany,
            AnnouncementError::Service.into(),
            AnnouncementError::TooMany.into(),
            AnnouncementError::Text.into(),
            AnnouncementError::Ahead.into(),
            ReplyTemplateError::Empty.into(),
            ReplyTemplateError::TooLong.into(),
            ReplyTemplateError::Gap.into(),
            ReplyTemplateError::TooMany.into(),
        ];
        let calendar = [
            CalendarError::Weeks,
            CalendarError::TooMany,
            CalendarError::NeverWorks,
            CalendarError::TooFar,
            CalendarError::Gap,
            CalendarError::Name,
            CalendarError::Backwards,
            CalendarError::Overlapping,
        ];
        let criteria = [CriteriaError::Percent, CriteriaError::Name, CriteriaError::NoCriteria];
        let hours = [HoursError::Malformed, HoursError::Backwards, HoursError::TooMany];
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
            Reason::UnknownEntity,
            Reason::UnknownService,
            TextError::TooLong(5_001).into(),
            RootCauseError::Count.into(),
            PublicWordsError.into(),
            AbsenceError::OwnDeputy.into(),
            AbsenceError::Past.into(),
            AbsenceError::Length.into(),
        ];
        let slug = Slug::parse("A").map(|_| ()).map_err(|error| error.to_string());
        let all = settings
            .iter()
            .map(ToString::to_string)
            .chain(calendar.iter().map(ToString::to_string))
            .chain(hours.iter().map(ToString::to_string))
            .chain(actions.iter().map(ToString::to_string))
            .chain(criteria.iter().map(ToString::to_string))
            .chain(slug.err());
        // Arabic is the language before any is set.
        for text in all {
            assert_ne!(detail(&text), words().fault_incomplete, "{text}");
        }
        assert_eq!(detail("this is there already at line 1 column 2"), ARABIC.detail_again);
        assert_eq!(detail("something else"), words().fault_incomplete);
    }
}
