//! Notices to an author in words: an e-mail as text and as HTML, and a text message.
//!
//! Channels only carry them. A text message has no link: operators in the Emirates deliver none
//! that has. It says the number, which the author enters on the look-up page.

use domain::{
    Timestamp, bilingual::Named, notice::NoticeKind, reference::Reference, sla::calendar::Calendar,
    wire::NoticeMessage,
};

use crate::{
    document::Context,
    letter::{self, Letter},
    text::LocalTime,
    words::Words,
};

/// Data of a notice.
pub struct Notice<'a> {
    /// Kind of the notice.
    pub kind: NoticeKind,
    /// Participation that it is about.
    pub reference: Reference,
    /// Name of the entity that has custody of it.
    pub entity: &'a Named,
    /// Deadline of the first response.
    pub first_response_due: Timestamp,
    /// Version of the unified guide that holds for the participation, if the notice names it.
    pub guide: Option<u16>,
    /// Address of the participation's page, which opens it if the kind of notice allows.
    pub link: &'a str,
    /// One-time code of a notice that carries one; empty otherwise.
    pub code: &'a str,
    /// Address of the page that ends the optional notices, if this is one.
    pub unsubscribe: Option<&'a str>,
    /// Calendar for local times.
    pub calendar: &'a Calendar,
}

/// Returns the notice in the context's language.
pub fn message(context: Context<'_>, notice: &Notice<'_>) -> NoticeMessage {
    let words = context.words();
    let (subject, body) = sentences(words, notice.kind);
    let (entity, _) = notice.entity.for_reader(context.language.tag());
    let first = LocalTime::of(notice.first_response_due, notice.calendar, words);
    let fill = |sentence: &str| {
        sentence
            .replace("{entity}", entity)
            .replace("{first}", first.words())
            .replace("{code}", notice.code)
    };
    let (subject, body) = (fill(subject), fill(body));
    let number = notice.reference.to_string();
    let isolated = letter::isolated(&number);
    let numbered = [words.reference, ": ", &isolated].concat();
    let opens = notice.kind.carries_link();
    let button = if opens { words.open_button } else { words.find_title };
    let foot = if opens { words.notice_foot } else { words.notice_foot_closed };
    let end = notice.unsubscribe.map(|address| [words.unsubscribe_link, ": ", address].concat());
    let guide = notice.guide.map(|version| {
        let version = version.to_string();
        let address = [context.base_url, "/guide/", &version].concat();
        [words.guide_version, ": ", &version, " (", &address, ")"].concat()
    });
    let parts = [&*body, &*numbered].into_iter().chain(guide.as_deref());
    let parts = parts.chain([notice.link, foot]).chain(end.as_deref());
    let text = parts.collect::<Vec<_>>().join("\n\n");
    let short = match notice.kind {
        NoticeKind::Code => body.clone(),
        NoticeKind::Corrected => [&body, " ", &numbered].concat(),
        _ => words.notice_short.replace("{subject}", &subject).replace("{number}", &isolated),
    };
    let (title, link) = (subject.clone(), notice.link.to_owned());
    let unsubscribe = notice.unsubscribe.map(str::to_owned);
    let body = std::iter::once(body).chain(guide).collect();
    let number = Some(number);
    let letter = Letter { title, body, number, link, button, foot, unsubscribe };
    NoticeMessage { subject, text, html: letter.html(context), short }
}

/// Returns the subject and the body of a kind of notice.
fn sentences(words: &Words, kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Received => (words.notice_received_subject, words.notice_received),
        NoticeKind::Link => (words.notice_link_subject, words.notice_link),
        NoticeKind::Code => (words.notice_code_subject, words.notice_code),
        NoticeKind::Asked => (words.notice_asked_subject, words.notice_asked),
        NoticeKind::Reminded => (words.notice_reminded_subject, words.notice_reminded),
        NoticeKind::Replied => (words.notice_replied_subject, words.notice_replied),
        NoticeKind::Answered => (words.notice_answered_subject, words.notice_answered),
        NoticeKind::Declined => (words.notice_declined_subject, words.notice_declined),
        NoticeKind::Merged => (words.notice_merged_subject, words.notice_merged),
        NoticeKind::Transferred => (words.notice_transferred_subject, words.notice_transferred),
        NoticeKind::Delayed => (words.notice_delayed_subject, words.notice_delayed),
        NoticeKind::Corrected => (words.notice_corrected_subject, words.notice_corrected),
        NoticeKind::FileRefused => (words.notice_file_refused_subject, words.notice_file_refused),
    }
}

#[cfg(test)]
mod tests {
    use domain::delivery::sms;
    use form::Language;

    use super::*;

    const LINK: &str = "https://voice.example/p/1/open/key?lang=en";

    fn written(language: Language, kind: NoticeKind, entity: &str) -> NoticeMessage {
        let notice = Notice {
            kind,
            reference: Reference::draw([7; 8]),
            entity: &Named { ar: "هيئة الطرق".into(), en: entity.into() },
            first_response_due: "2026-04-01T08:00:00Z".parse().unwrap(),
            guide: (kind == NoticeKind::Received).then_some(1),
            link: LINK,
            code: "012345",
            unsubscribe: kind.is_optional().then_some("https://voice.example/unsubscribe/t"),
            calendar: &Calendar::federal(2026..=2026),
        };
        message(Context { language, base_url: "https://voice.example" }, &notice)
    }

    #[test]
    fn each_kind_is_written_in_every_language_with_number_and_link() {
        let number = Reference::draw([7; 8]).to_string();
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let message = written(language, kind, "Roads");
                let NoticeMessage { subject, text, html, short } = &message;
                for part in [subject, text, html, short] {
                    assert!(!part.contains(['{', '}']), "{kind:?} {language:?}: {part}");
                }
                assert!(text.contains(&number) && text.contains(LINK), "{text}");
                assert!(html.contains(&number) && html.contains(subject), "{html}");
                assert!(html.contains("href=\"https://voice.example/p/1/open/key?lang=en\""));
                let root = ["<html lang=\"", language.tag(), "\" dir=\"", language.dir()].concat();
                assert!(html.contains(&root), "{html}");
            }
        }
    }

    #[test]
    fn a_text_message_has_no_link_and_the_number_unless_it_is_the_code() {
        let number = Reference::draw([7; 8]).to_string();
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let short = written(language, kind, "Roads").short;
                assert!(!short.contains("://") && !short.contains(".example"), "{short}");
                assert!(!short.contains(['{', '}']), "{short}");
                let is_code = kind == NoticeKind::Code;
                let marked = ["\u{200e}", &number].concat();
                assert_eq!(short.contains(&marked), !is_code, "{short}");
                assert_eq!(short.contains("012345"), is_code, "{short}");
            }
        }
    }

    #[test]
    fn gateways_take_every_text_message_and_few_parts_do() {
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let short = written(language, kind, "Roads and Transport Authority").short;
                assert_eq!(sms::check(&short), Ok(()), "{language:?} {kind:?}: {short}");
                assert!(sms::count(&short) <= 5, "{language:?} {kind:?}: {short}");
            }
        }
    }

    #[test]
    fn the_receipt_names_the_version_of_the_guide_and_no_other_notice_does() {
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let message = written(language, kind, "Roads");
                for body in [message.text, message.html] {
                    let names = body.contains("https://voice.example/guide/1");
                    assert_eq!(names, kind == NoticeKind::Received, "{kind:?}: {body}");
                }
                assert!(!message.short.contains("guide"), "{}", message.short);
            }
        }
    }

    #[test]
    fn an_optional_notice_says_how_to_end_it_and_no_other_does() {
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let message = written(language, kind, "Roads");
                for body in [message.text, message.html] {
                    let link = body.contains("https://voice.example/unsubscribe/t");
                    assert_eq!(link, kind.is_optional(), "{kind:?}: {body}");
                }
            }
        }
    }

    #[test]
    fn a_merge_is_told_as_one_and_never_as_a_refusal() {
        for language in Language::ALL {
            let refused = written(language, NoticeKind::Declined, "Roads");
            let merged = written(language, NoticeKind::Merged, "Roads");
            assert!(merged.short.contains(&merged.subject), "{merged:?}");
            assert!(merged.html.contains(&merged.subject), "{merged:?}");
            assert!(!merged.text.contains(&refused.subject), "{merged:?}");
        }
    }

    #[test]
    fn kinds_differ_in_subject_and_say_who_writes() {
        let all = NoticeKind::ALL.map(|kind| written(Language::En, kind, "<Roads>"));
        let mut subjects: Vec<&str> = all.iter().map(|message| &*message.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        assert_eq!(subjects.len(), NoticeKind::ALL.len());
        let answered = written(Language::En, NoticeKind::Answered, "<Roads>");
        assert!(answered.subject.contains("<Roads>"), "{answered:?}");
        assert!(answered.html.contains("&lt;Roads&gt;") && !answered.html.contains("<Roads>"));
        let received = written(Language::En, NoticeKind::Received, "Roads");
        assert!(received.text.contains("1 April 2026, 12:00"), "{received:?}");
    }
}
