//! Notices to staff in words: of a case that is late or nearly so, of a delay that is asked for,
//! and of the working day that begins. They have no text message, since staff leave no phone.

use domain::{
    Timestamp,
    reference::Reference,
    sla::calendar::Calendar,
    staff_notice::StaffNoticeKind,
    wire::{NoticeMessage, console::Queue},
};

use crate::{
    document::Context,
    letter::{self, Letter},
    text::LocalTime,
    words::Words,
};

/// Queues whose numbers open the working day, in the order in which they are told.
pub const TOLD: [Queue; 6] = [
    Queue::Overdue,
    Queue::DueToday,
    Queue::Unread,
    Queue::Mine,
    Queue::Transferred,
    Queue::Unassigned,
];

/// Subject of a notice to a member of staff.
pub enum StaffNotice {
    /// A case that is late or nearly so.
    Case {
        /// Kind of the notice.
        kind: StaffNoticeKind,
        /// The case.
        reference: Reference,
        /// Deadline that is near or has passed.
        due: Timestamp,
    },
    /// A case for which an employee asks for a delay.
    DelayRequested {
        /// The case.
        reference: Reference,
    },
    /// The working day that begins, with the numbers of cases that wait.
    Day(Vec<(Queue, u32)>),
}

impl StaffNotice {
    /// Returns whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Case { .. } | Self::DelayRequested { .. } => false,
            Self::Day(counts) => counts.iter().all(|(_, count)| *count == 0),
        }
    }
}

/// Returns the notice in the context's language.
pub fn message(
    context: Context<'_>,
    notice: &StaffNotice,
    link: &str,
    unsubscribe: &str,
    calendar: &Calendar,
) -> NoticeMessage {
    let words = context.words();
    let (subject, body, number) = match notice {
        StaffNotice::Case { kind, reference, due } => {
            let number = reference.to_string();
            let (subject, sentence) = if *kind == StaffNoticeKind::DueSoon {
                (words.staff_due_soon_subject, words.staff_due_soon)
            } else {
                (words.staff_late_subject, words.staff_late)
            };
            let due = LocalTime::of(*due, calendar, words);
            let subject = subject.replace("{number}", &letter::isolated(&number));
            (subject, vec![sentence.replace("{due}", due.words())], Some(number))
        }
        StaffNotice::DelayRequested { reference } => {
            let number = reference.to_string();
            let subject = words.staff_delay_subject.replace("{number}", &letter::isolated(&number));
            (subject, vec![words.staff_delay.to_owned()], Some(number))
        }
        StaffNotice::Day(counts) => {
            let waiting = counts.iter().filter(|(_, count)| *count > 0);
            let sentence = |(queue, count): &(Queue, u32)| {
                [queue_name(words, *queue), ": ", &count.to_string()].concat()
            };
            (words.staff_day_subject.to_owned(), waiting.map(sentence).collect(), None)
        }
    };
    let numbered =
        number.as_ref().map(|number| [words.reference, ": ", &letter::isolated(number)].concat());
    let parts = body.iter().chain(&numbered).map(String::as_str);
    let end = [words.unsubscribe_link, ": ", unsubscribe].concat();
    let text = parts.chain([link, words.staff_foot, &end]).collect::<Vec<_>>().join("\n\n");
    let letter = Letter {
        title: subject.clone(),
        body,
        number,
        link: link.to_owned(),
        button: words.staff_button,
        foot: words.staff_foot,
        unsubscribe: Some(unsubscribe.to_owned()),
    };
    NoticeMessage { short: subject.clone(), subject, text, html: letter.html(context) }
}

/// Returns the name of one of the queues in [`TOLD`].
const fn queue_name(words: &Words, queue: Queue) -> &'static str {
    match queue {
        Queue::Overdue => words.staff_overdue,
        Queue::DueToday => words.staff_due_today,
        Queue::Unread => words.staff_unread,
        Queue::Transferred => words.staff_transferred,
        Queue::Unassigned => words.staff_unassigned,
        _ => words.staff_mine,
    }
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    const LINK: &str = "https://voice.example/console";

    fn written(language: Language, notice: &StaffNotice) -> NoticeMessage {
        let context = Context { language, base_url: "https://voice.example" };
        let end = "https://voice.example/unsubscribe/t";
        message(context, notice, LINK, end, &Calendar::federal(2026..=2026))
    }

    fn late(kind: StaffNoticeKind) -> StaffNotice {
        let due = "2026-04-01T08:00:00Z".parse().unwrap();
        StaffNotice::Case { kind, reference: Reference::draw([7; 8]), due }
    }

    #[test]
    fn a_case_is_told_of_in_every_language_with_its_number_deadline_and_link() {
        let number = Reference::draw([7; 8]).to_string();
        for language in Language::ALL {
            for kind in [StaffNoticeKind::DueSoon, StaffNoticeKind::Late] {
                let NoticeMessage { subject, text, html, .. } = written(language, &late(kind));
                for part in [&subject, &text, &html] {
                    assert!(!part.contains(['{', '}']), "{kind:?} {language:?}: {part}");
                }
                assert!(subject.contains(&number) && text.contains(LINK), "{text}");
                assert!(text.contains("2026") && html.contains(&number), "{text}");
            }
        }
        let [soon, late] = [StaffNoticeKind::DueSoon, StaffNoticeKind::Late]
            .map(|kind| written(Language::En, &late(kind)));
        assert_ne!(soon.subject, late.subject);
        assert!(late.text.contains("1 April 2026, 12:00"), "{}", late.text);
    }

    #[test]
    fn a_day_tells_the_queues_in_which_something_waits() {
        let day = StaffNotice::Day(vec![(Queue::Overdue, 2), (Queue::Mine, 0), (Queue::Unread, 7)]);
        assert!(!day.is_empty());
        assert!(StaffNotice::Day(vec![(Queue::Mine, 0)]).is_empty());
        let message = written(Language::En, &day);
        assert!(message.text.contains("Overdue: 2") && message.text.contains("Unread: 7"));
        assert!(!message.text.contains(": 0"), "{}", message.text);
        for language in Language::ALL {
            assert!(
                written(language, &day).html.contains("href=\"https://voice.example/console\"")
            );
        }
    }
}
