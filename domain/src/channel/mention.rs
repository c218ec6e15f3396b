//! Mention to look at: a public post or comment that names the service. A listening team dismisses
//! it or makes a participation of it, and its author may take that over.
//!
//! The edge stores mentions and calls [`Mention::apply`]; who may do what is `access::policy`'s. In
//! public nothing is said but that it came, and a link.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{capability::MediaKind, mail::letter};
use crate::{
    id::Id, intake::channel::Channel, language::Language, reference::Reference, staff::StaffId,
    text::TEXT_MAX,
};

/// Id of a mention in the store.
pub type MentionId = Id<OfMention>;

/// Subject of a [`MentionId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfMention {}

/// Days after which a mention that nobody took is forgotten.
pub const MENTION_DAYS: u32 = 30;

/// Days after it came for which a taken mention waits for its author. Names of accounts change
/// hands.
pub const HAND_OVER_DAYS: u32 = 30;

/// Mention before which the next page of a list begins. Its text is the mark of that page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionPlace {
    /// Time at which it was published.
    pub at: Timestamp,
    /// Its id.
    pub id: MentionId,
}

impl MentionPlace {
    /// Parses a mark.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('_')?;
        Some(Self { at: at.parse().ok()?, id: MentionId::parse(id).ok()? })
    }
}

impl fmt::Display for MentionPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.at, self.id.as_str())
    }
}

/// Something that a webhook or polling brought about mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MentionNews {
    /// A post with its content.
    Posted(Box<Mention>),
    /// A post or comment that is told by its id alone.
    Named {
        /// Post, or post of the comment.
        media_id: String,
        /// Comment that names the account; `None` if the post itself does.
        comment_id: Option<String>,
    },
    /// A post was deleted at the other side.
    Deleted {
        /// Id of the post.
        id: String,
    },
}

/// Mention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Channel in which it stands.
    pub channel: Channel,
    /// Id of the post or comment.
    pub id: String,
    /// Time at which it was published.
    pub at: Timestamp,
    /// Content; `None` once its author has deleted it.
    pub post: Option<Published>,
    /// State.
    pub state: MentionState,
}

/// Content of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Id of the author's account.
    pub author: String,
    /// Name under which the author writes, which proves nothing.
    pub username: Option<String>,
    /// Text.
    pub text: String,
    /// Address of the post.
    pub link: String,
    /// Kinds of the media in it.
    pub media: Vec<MediaKind>,
    /// Language that it is written in, if it is known.
    pub language: Option<Language>,
}

impl Published {
    /// Returns the text of the participation that is made of it: its own, cut if need be, and below
    /// it its address.
    pub fn participation_text(&self) -> String {
        let text = letter::cleaned(&self.text);
        let room = TEXT_MAX.saturating_sub(self.link.chars().count() + 3);
        let cut: String = text.chars().take(room).collect();
        let mark = if cut.len() < text.len() { "…" } else { "" };
        [cut.trim(), mark, "\n\n", &self.link].concat().trim().to_owned()
    }
}

/// State of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MentionState {
    /// Nobody has decided yet.
    Open,
    /// It needs nothing.
    Dismissed {
        /// Person who decided.
        by: StaffId,
    },
    /// A participation was made of it.
    Taken {
        /// The participation.
        reference: Reference,
        /// Person who made it.
        by: StaffId,
        /// Account of the author, by which they prove who they are after the post is gone.
        author: String,
        /// Time at which the author took the participation over.
        taken_over_at: Option<Timestamp>,
    },
    /// Its author deleted it before it was taken.
    Deleted,
}

/// Something that happens to a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionEvent {
    /// A person finds that it needs nothing.
    Dismiss(StaffId),
    /// A person opens a dismissed one again.
    Reopen,
    /// A person makes a participation of it.
    Take(StaffId, Reference),
    /// Somebody writes a direct message from this account.
    WrittenBy(String),
    /// The post was deleted at the other side.
    Deleted,
}

/// Effect of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionEffect {
    /// Answer in public that it came, with a link to write privately, and say nothing else.
    AnswerInPublic(Reference),
    /// The participation has an author now: the account belongs to its contact, and the
    /// conversation of that account may read and write it.
    HandOver(Reference),
    /// Remove the text from the participation, which says that the post was deleted.
    RemoveText(Reference),
}

/// Reason why an event isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MentionRefusal {
    /// The post isn't there any more.
    #[error("its author has deleted it")]
    Deleted,
    /// It was dismissed or taken already.
    #[error("it was decided already")]
    Decided,
    /// It isn't dismissed.
    #[error("it isn't dismissed")]
    NotDismissed,
}

impl MentionState {
    /// Returns the name in the store and on the wire.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed { .. } => "dismissed",
            Self::Taken { .. } => "taken",
            Self::Deleted => "deleted",
        }
    }
}

impl Mention {
    /// Returns a mention that nobody has looked at.
    pub fn new(channel: Channel, id: String, at: Timestamp, post: Published) -> Self {
        Self { channel, id, at, post: Some(post), state: MentionState::Open }
    }

    /// Applies an event. A second deletion, or a second message of the author, changes nothing:
    /// webhooks come more than once.
    ///
    /// # Errors
    ///
    /// Returns the reason why it isn't possible; the mention is as before then.
    pub fn apply(
        &mut self,
        event: MentionEvent,
        now: Timestamp,
    ) -> Result<Option<MentionEffect>, MentionRefusal> {
        match event {
            MentionEvent::Dismiss(by) => {
                self.require_open()?;
                self.state = MentionState::Dismissed { by };
                Ok(None)
            }
            MentionEvent::Reopen => match (&self.state, &self.post) {
                (MentionState::Dismissed { .. }, Some(_)) => {
                    self.state = MentionState::Open;
                    Ok(None)
                }
                (_, None) => Err(MentionRefusal::Deleted),
                _ => Err(MentionRefusal::NotDismissed),
            },
            MentionEvent::Take(by, reference) => self.take(by, reference).map(Some),
            MentionEvent::WrittenBy(account) => Ok(self.written_by(&account, now)),
            MentionEvent::Deleted => Ok(self.forget()),
        }
    }

    /// Returns the content if nobody has decided yet.
    ///
    /// # Errors
    ///
    /// Returns the reason why nothing can be decided any more.
    pub fn require_open(&self) -> Result<&Published, MentionRefusal> {
        match (&self.post, &self.state) {
            (None, _) => Err(MentionRefusal::Deleted),
            (Some(post), MentionState::Open) => Ok(post),
            _ => Err(MentionRefusal::Decided),
        }
    }

    fn take(&mut self, by: StaffId, reference: Reference) -> Result<MentionEffect, MentionRefusal> {
        let author = self.require_open()?.author.clone();
        self.state = MentionState::Taken { reference, by, author, taken_over_at: None };
        Ok(MentionEffect::AnswerInPublic(reference))
    }

    /// Hands a taken mention over to its author: the same account proves who they are.
    fn written_by(&mut self, account: &str, now: Timestamp) -> Option<MentionEffect> {
        match &mut self.state {
            MentionState::Taken { reference, author, taken_over_at: taken @ None, .. }
                if author == account =>
            {
                *taken = Some(now);
                Some(MentionEffect::HandOver(*reference))
            }
            _ => None,
        }
    }

    /// Forgets what was deleted.
    fn forget(&mut self) -> Option<MentionEffect> {
        self.post.take()?;
        if let MentionState::Taken { reference, .. } = self.state {
            Some(MentionEffect::RemoveText(reference))
        } else {
            self.state = MentionState::Deleted;
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Text;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn mention() -> Mention {
        let post = Published {
            author: "5".into(),
            username: Some("salma".into()),
            text: "@sawtak the lights are out".into(),
            link: "https://x.com/salma/status/9".into(),
            media: vec![MediaKind::Image],
            language: Some(Language::English),
        };
        Mention::new(Channel::X, "9".into(), NOW, post)
    }

    fn staff() -> StaffId {
        StaffId::draw([1; 16])
    }

    fn reference() -> Reference {
        Reference::draw([1; 8])
    }

    #[test]
    fn a_participation_is_answered_in_public_once_and_handed_to_the_same_account() {
        let mut mention = mention();
        let take = || MentionEvent::Take(staff(), reference());
        assert_eq!(
            mention.apply(take(), NOW),
            Ok(Some(MentionEffect::AnswerInPublic(reference())))
        );
        assert_eq!(mention.apply(take(), NOW), Err(MentionRefusal::Decided));
        let written = |account: &str| MentionEvent::WrittenBy(account.into());
        assert_eq!(mention.apply(written("6"), NOW), Ok(None), "another account proves nothing");
        assert_eq!(
            mention.apply(written("5"), NOW),
            Ok(Some(MentionEffect::HandOver(reference())))
        );
        assert_eq!(mention.apply(written("5"), NOW), Ok(None));
    }

    #[test]
    fn a_deleted_post_is_forgotten_and_its_text_leaves_the_participation() {
        let mut open = mention();
        assert_eq!(open.apply(MentionEvent::Deleted, NOW), Ok(None));
        assert_eq!((open.post.clone(), &open.state), (None, &MentionState::Deleted));
        let take = MentionEvent::Take(staff(), reference());
        assert_eq!(open.apply(take.clone(), NOW), Err(MentionRefusal::Deleted));
        let mut taken = mention();
        taken.apply(take, NOW).unwrap();
        let removed = Some(MentionEffect::RemoveText(reference()));
        assert_eq!(taken.apply(MentionEvent::Deleted, NOW), Ok(removed));
        assert_eq!(taken.apply(MentionEvent::Deleted, NOW), Ok(None));
        // The author can still take it over.
        let written = taken.apply(MentionEvent::WrittenBy("5".into()), NOW);
        assert_eq!(written, Ok(Some(MentionEffect::HandOver(reference()))));
    }

    #[test]
    fn a_long_post_becomes_a_text_within_the_limit() {
        let mut post = mention().post.unwrap();
        post.text = format!("{}\u{7}", "ص".repeat(2 * TEXT_MAX));
        let text = post.participation_text();
        assert!(text.chars().count() <= TEXT_MAX && text.ends_with(&post.link), "{text}");
        assert!(Text::parse(&text).unwrap().is_some());
        post.text = "Out again.".into();
        assert_eq!(post.participation_text(), "Out again.\n\nhttps://x.com/salma/status/9");
    }

    #[test]
    fn the_mark_of_a_page_is_read_as_it_was_written() {
        let place = MentionPlace { at: NOW, id: MentionId::draw([7; 16]) };
        assert_eq!(MentionPlace::parse(&place.to_string()), Some(place));
        assert_eq!(MentionPlace::parse("yesterday_1"), None);
    }

    #[test]
    fn what_was_dismissed_can_be_opened_again() {
        let mut mention = mention();
        assert_eq!(mention.apply(MentionEvent::Reopen, NOW), Err(MentionRefusal::NotDismissed));
        mention.apply(MentionEvent::Dismiss(staff()), NOW).unwrap();
        assert_eq!(
            mention.apply(MentionEvent::Dismiss(staff()), NOW),
            Err(MentionRefusal::Decided)
        );
        mention.apply(MentionEvent::Reopen, NOW).unwrap();
        assert_eq!(mention.state, MentionState::Open);
    }

    fn event() -> impl Strategy<Value = MentionEvent> {
        prop_oneof![
            Just(MentionEvent::Dismiss(staff())),
            Just(MentionEvent::Reopen),
            any::<[u8; 8]>()
                .prop_map(|entropy| MentionEvent::Take(staff(), Reference::draw(entropy))),
            prop::sample::select(vec!["5", "6"]).prop_map(|id| MentionEvent::WrittenBy(id.into())),
            Just(MentionEvent::Deleted),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_it_is_answered_and_handed_over_once_at_most(events in prop::collection::vec(event(), 0..20)) {
            let mut mention = mention();
            let (mut answers, mut hand_overs, mut deleted) = (0, 0, false);
            for event in events {
                deleted |= event == MentionEvent::Deleted;
                let before = mention.clone();
                match mention.apply(event, NOW) {
                    Ok(Some(MentionEffect::AnswerInPublic(_))) => answers += 1,
                    Ok(Some(MentionEffect::HandOver(_))) => hand_overs += 1,
                    Ok(_) => {}
                    Err(_) => prop_assert_eq!(&mention, &before),
                }
                prop_assert_eq!(mention.post.is_none(), deleted);
                let json = serde_json::to_string(&mention).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Mention>(&json).unwrap(), &mention);
            }
            prop_assert!(answers <= 1 && hand_overs <= answers);
        }
    }
}
