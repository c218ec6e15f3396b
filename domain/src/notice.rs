//! Notices to a customer outside of any request: something was received, asked or answered.
//!
//! A notice holds its subject and kind only. The recipient and the text are looked up at the moment
//! of sending, so that erased data can't be sent any more.

use crate::reference::Reference;

/// Longest delay between two delivery attempts, in seconds: the longest that the platform's queue
/// supports.
const LONGEST_PAUSE: u32 = 12 * 60 * 60;

/// Kind of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// The participation was received; states its number and the response deadline.
    Received,
    /// A new tracking link, for a customer who lost the first.
    Link,
    /// A one-time code, for a customer who lost the tracking link and left a phone number.
    Code,
    /// The entity asks the customer a question.
    Asked,
    /// A reminder of a question that is still unanswered.
    Reminded,
    /// An interim reply, with more to come.
    Replied,
    /// The full answer.
    Answered,
    /// The entity won't handle the participation, with the reason.
    Declined,
    /// The participation was merged into another one of the same matter, which is answered for
    /// both.
    Merged,
    /// Another entity accepted the participation and handles it from now on.
    Transferred,
    /// The full answer takes longer than was promised, since the case is complex.
    Delayed,
    /// The author replaced this contact by another one. Goes to the replaced one.
    Corrected,
    /// A file of the participation is refused, since malware was found in it.
    FileRefused,
}

impl NoticeKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Received,
        Self::Link,
        Self::Code,
        Self::Asked,
        Self::Reminded,
        Self::Replied,
        Self::Answered,
        Self::Declined,
        Self::Merged,
        Self::Transferred,
        Self::Delayed,
        Self::Corrected,
        Self::FileRefused,
    ];

    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Link => "link",
            Self::Code => "code",
            Self::Asked => "asked",
            Self::Reminded => "reminded",
            Self::Replied => "replied",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Merged => "merged",
            Self::Transferred => "transferred",
            Self::Delayed => "delayed",
            Self::Corrected => "corrected",
            Self::FileRefused => "file_refused",
        }
    }

    /// Returns the kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.as_str() == name)
    }

    /// Returns the notice that opens a participation again for an author who left this contact: a
    /// link to an e-mail address, a code to a phone.
    pub fn for_lost_link(contact: &str) -> Self {
        if contact.contains('@') { Self::Link } else { Self::Code }
    }

    /// Returns whether the notice carries a link that opens the participation. A contact that was
    /// replaced opens nothing, and a code is for a phone, to which no link is sent.
    pub const fn carries_link(self) -> bool {
        !matches!(self, Self::Corrected | Self::Code)
    }

    /// Returns whether a notice of this kind goes by the messenger that its participation came by.
    /// The receipt was said there already; links, codes and corrections are for a contact that was
    /// named.
    pub const fn goes_by_messenger(self) -> bool {
        !matches!(self, Self::Received | Self::Link | Self::Code | Self::Corrected)
    }

    /// Returns whether another way may carry a notice that one has lost. The contact of a
    /// correction is gone once it is sent, and a code expires.
    pub const fn may_go_another_way(self) -> bool {
        !matches!(self, Self::Corrected | Self::Code)
    }

    /// Returns whether the notice waits until the action that it tells of can't be undone any more:
    /// a merge, another date, or a message of staff, which is held.
    pub const fn waits_for_undo(self) -> bool {
        matches!(
            self,
            Self::Merged
                | Self::Delayed
                | Self::Asked
                | Self::Replied
                | Self::Answered
                | Self::Declined
        )
    }

    /// Returns whether the author asked for the notice a moment ago and waits for it.
    pub const fn is_awaited(self) -> bool {
        matches!(self, Self::Link | Self::Code)
    }

    /// Returns the event type on the wire: `participation.` and the name in the store.
    pub fn event(self) -> String {
        format!("participation.{}", self.as_str())
    }
}

/// A notice to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Random id, by which a receiver recognises a duplicate.
    pub id: String,
    /// Participation that the notice is about.
    pub reference: Reference,
    /// Kind of the notice.
    pub template: NoticeKind,
}

/// Returns the retry delay after `failures` failures in a row, in seconds. It starts at `first` and
/// doubles each time, up to the longest delay that the queue supports.
pub const fn pause(failures: u32, first: u32) -> u32 {
    let doubled = first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
    if doubled < LONGEST_PAUSE { doubled } else { LONGEST_PAUSE }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pauses_double_up_to_what_the_queue_can_wait() {
        assert_eq!([1, 2, 3, 4].map(|failures| pause(failures, 30)), [30, 60, 120, 240]);
        assert_eq!(pause(u32::MAX, 30), LONGEST_PAUSE);
        assert_eq!(pause(9, 0), 0);
    }

    #[test]
    fn a_phone_gets_a_code_and_an_address_a_link() {
        assert_eq!(NoticeKind::for_lost_link(" salma@example.org"), NoticeKind::Link);
        assert_eq!(NoticeKind::for_lost_link("+971 50 123 4567"), NoticeKind::Code);
        assert!(NoticeKind::Link.carries_link() && !NoticeKind::Code.carries_link());
    }

    #[test]
    fn a_template_is_found_by_the_name_that_it_is_stored_under() {
        for template in NoticeKind::ALL {
            assert_eq!(NoticeKind::named(template.as_str()), Some(template));
        }
        assert_eq!(NoticeKind::named("other"), None);
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_the_one_before(failures in 1..100_u32, first in 0..100_000_u32) {
            prop_assert!(pause(failures, first) <= pause(failures + 1, first));
        }
    }
}
