//! Faults of input as rules and edge describe them, in the language of the interface.
//!
//! They are described in English. The English text finds the one in another language.

use domain::wire::console::Language;

use super::{ARABIC, ENGLISH, Words, words};
use crate::effects::language;

/// Texts that describe a fault.
const DETAILS: [fn(&Words) -> &'static str; 64] = [
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
    |words| words.detail_key_name,
    |words| words.detail_key_scope,
    |words| words.detail_keys,
    |words| words.detail_letter,
    |words| words.detail_name,
    |words| words.detail_names,
    |words| words.detail_nul,
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
    |words| words.detail_webhook_length,
    |words| words.detail_webhook_own,
    |words| words.detail_webhook_types,
    |words| words.detail_webhook_url,
    |words| words.detail_webhooks,
    |words| words.detail_week,
    |words| words.detail_weeks,
    |words| words.detail_year,
    |words| words.detail_zone,
];

/// Returns a description in the language of the interface. One without a translation says only that
/// something isn't as it should be.
pub(crate) fn detail(english: &str) -> String {
    // A parser adds the place in the JSON, and others where programs find a list.
    let english = english.split(" at line ").next().unwrap_or_default();
    let english = english.split("; see /api/").next().unwrap_or_default();
    if language::current() == Language::English {
        return english.to_owned();
    }
    // Others add a number.
    let english = english.split("; there are ").next().unwrap_or_default();
    let known = DETAILS.into_iter().find(|detail| detail(&ENGLISH) == english);
    known.map_or(words().fault_incomplete, |detail| detail(&ARABIC)).to_owned()
}

#[cfg(test)]
mod tests {
    use domain::{
        absence::AbsenceError,
        access::api_key::KeyError,
        case::{corrective_action::RootCauseError, lesson::PublicWordsError},
        entity::{
            announcement::AnnouncementError, criteria::CriteriaError,
            reply_template::ReplyTemplateError, settings::SettingError,
        },
        input::Reason,
        saved_view::ViewNameError,
        sla::calendar::{CalendarError, HoursError},
        slug::SlugError,
        text::TextError,
        webhook::{event_type::NoTypes, url::UrlError},
    };

    use super::*;

    /// Describes the faults of a type, one of each variant. Those behind `else` come to no form of
    /// the console. A variant that isn't listed doesn't compile.
    macro_rules! descriptions {
        ($type:ident: $($variant:ident $(($value:expr))?),+ $(; else $($other:ident),+)?) => {
            [$($type::$variant $(($value))?),+].map(|fault| match &fault {
                $($type::$variant { .. })|+ => fault.to_string(),
                $($($type::$other { .. })|+ => String::new(),)?
            }).to_vec()
        };
    }

    #[test]
    fn faults_of_settings_and_actions_have_words_of_their_own() {
        let all = [
            descriptions!(SettingError: Name, TooMany, Again, Removed, Parent, Term, TermOrder,
                NoLetter, Slug(SlugError), Origin, Retention, Called, Address, Elsewhere, ForAll,
                Announcement(AnnouncementError::Text), ReplyTemplate(ReplyTemplateError::Gap)),
            descriptions!(AnnouncementError: Service, TooMany, Text, Ahead),
            descriptions!(ReplyTemplateError: Empty, TooLong, Gap, TooMany),
            descriptions!(CalendarError: Weeks, TooMany, NeverWorks, TooFar, Gap, Name, Backwards,
                Overlapping),
            descriptions!(CriteriaError: Percent, Name, NoCriteria),
            descriptions!(HoursError: Malformed, Backwards, Overlapping, TooMany),
            descriptions!(UrlError: Malformed, TooLong, NotPublic, Own),
            descriptions!(TextError: TooLong(5_001), Nul),
            descriptions!(RootCauseError: Count, Text(TextError::Nul)),
            descriptions!(AbsenceError: OwnDeputy, Past, Length),
            descriptions!(KeyError: Name, NoScope, TooMany),
            descriptions!(Reason: Text(TextError::Nul), TooManyAttachments, RepeatedAttachment,
                UnknownUpload, Slug(SlugError), UnknownEntity, UnknownService,
                RootCause(RootCauseError::Count), PublicWords(PublicWordsError), CaseCount,
                UnknownCase, Unfilled, UnknownPerson, Setting(SettingError::Name),
                ViewName(ViewNameError), TooManyViews, Absence(AbsenceError::Past), TooManyEntries,
                ApiKey(KeyError::Name), WebhookUrl(UrlError::Own), NoTypes(NoTypes),
                TooManyWebhooks;
                else NothingSaid, NoReason, SuggestionWithoutComplaint, UploadId, Contact, Place,
                NoAddress, Language, CalendarFile, ListQuery, MessageLength, SystemAction,
                ActionOutcome, ActionTarget, Page, EventType, Template),
        ];
        // Arabic is the language before any is set.
        for text in all.concat() {
            assert_ne!(detail(&text), words().fault_incomplete, "{text}");
        }
        assert_eq!(detail("this is there already at line 1 column 2"), ARABIC.detail_again);
        assert_eq!(detail("something else"), words().fault_incomplete);
    }
}
