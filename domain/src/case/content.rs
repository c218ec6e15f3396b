//! Content that the digest of an event covers, and the check of stored content against a history.
//!
//! Receipt and decision digest content by [`of_receipt`] and [`of_message`]. The check of
//! histories does the same with what the store holds, so an exchanged text or file shows. The
//! contact isn't checked: the store holds it sealed.

use serde::Deserialize;

use crate::{
    case::{
        action::{Action, Change},
        event::{Recorded, content_digest},
    },
    intake::{contact::Contact, kind::Kind},
    media::{
        file_digest::{FileDigest, FileDigests},
        upload::UploadId,
    },
};

/// Returns the digest of a submission's content.
pub(crate) fn of_receipt(salt: &str, kind: Kind, text: &str, files: &[String]) -> String {
    let said = [kind.as_str(), text].into_iter();
    content_digest(salt, &said.chain(files.iter().map(String::as_str)).collect::<Vec<_>>())
}

/// Returns the digest of what a later event says: words, answers to "why?" and public words, files,
/// and a new contact.
pub(crate) fn of_message(
    salt: &str,
    texts: &[&str],
    files: &[String],
    contact: Option<&Contact>,
) -> String {
    let contact = contact.into_iter().flat_map(|contact| {
        [&contact.name, &contact.email, &contact.phone]
            .map(|part| part.as_deref().unwrap_or_default())
    });
    let texts = texts.iter().copied();
    let said: Vec<_> = texts.chain(files.iter().map(String::as_str)).chain(contact).collect();
    content_digest(salt, &said)
}

/// Returns the digested form of attachments: id and SHA-256 of each.
pub(crate) fn files(ids: &[UploadId], digests: &FileDigests) -> Vec<String> {
    ids.iter().map(|id| file(id.as_str(), digests.of(id).map(FileDigest::as_str))).collect()
}

fn file(id: &str, sha256: Option<&str>) -> String {
    sha256.map_or_else(|| id.to_owned(), |sha256| format!("{id} {sha256}"))
}

/// Content of a participation as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredContent {
    /// Kind of the participation.
    pub kind: Kind,
    /// Salt of the digests.
    pub salt: String,
    /// Text of the submission.
    pub text: Option<String>,
    /// Messages of author and staff.
    pub messages: Vec<StoredMessage>,
    /// Files of the submission and of the messages, in their order.
    pub files: Vec<StoredFile>,
}

/// Message that came with an event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredMessage {
    /// Id of the message.
    pub id: String,
    /// Place of the event in the history.
    pub sequence: Option<u32>,
    /// Text; empty if there are only files.
    pub text: String,
    /// Answers to "why?", as a JSON list.
    pub root_cause: String,
    /// Sentences of public words, as a JSON list.
    #[serde(default)]
    pub public_words: String,
}

/// File of a submission or of a message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredFile {
    /// Id of the attachment.
    pub id: String,
    /// Message that it came with; `None` for a file of the submission.
    pub message: Option<String>,
    /// SHA-256 of the stored bytes. Only attachments from before it was stored have none; the
    /// digests of their events cover the id alone.
    pub sha256: Option<String>,
}

impl StoredContent {
    /// Returns the place of the first event whose content isn't what its digest says. Content that
    /// remained after an erasure, or that no event brought, counts too.
    pub fn first_exchanged(&self, history: &[Recorded]) -> Option<u32> {
        let erasure = history.iter().find(|event| matches!(deed(event), Some(Action::Erase)));
        if let Some(erasure) = erasure {
            let is_empty = self.text.is_none() && self.messages.is_empty() && self.files.is_empty();
            return (!is_empty).then_some(erasure.sequence);
        }
        let is_retraction = |event: &&Recorded| matches!(deed(event), Some(Action::Retract));
        let retraction = history.iter().find(is_retraction);
        if let Some(retraction) = retraction
            && self.text.as_deref().is_some_and(|text| !text.is_empty())
        {
            return Some(retraction.sequence);
        }
        let end = history.last().map_or(0, |event| event.sequence);
        if let Some((kind, sequence)) = told_kind(history)
            && kind != self.kind
        {
            return Some(sequence);
        }
        // The text is gone with the post that it was taken of.
        let is_gone = |event: &Recorded| event.sequence == 1 && retraction.is_some();
        let exchanged =
            history.iter().filter(|event| !is_gone(event) && !self.is_as_digested(event));
        let places = exchanged.map(|event| event.sequence);
        let strays = self.messages.iter().map(|message| message.sequence.unwrap_or(end + 1));
        let strays = strays.filter(|sequence| *sequence > end || *sequence < 2);
        let orphans = self.files.iter().filter(|file| {
            file.message
                .as_ref()
                .is_some_and(|message| self.messages.iter().all(|known| known.id != *message))
        });
        places.chain(strays).chain(orphans.map(|_| end + 1)).min()
    }

    fn is_as_digested(&self, event: &Recorded) -> bool {
        let digest = match deed(event) {
            Some(Action::CorrectContact) => return true,
            _ if event.sequence == 1 => {
                let text = self.text.as_deref().unwrap_or_default();
                let kind = match deed(event) {
                    Some(Action::Receive { kind, .. }) => kind,
                    _ => self.kind,
                };
                of_receipt(&self.salt, kind, text, &self.files_of(None))
            }
            _ => self.said_with(event.sequence),
        };
        digest == event.content_digest
    }

    fn said_with(&self, sequence: u32) -> String {
        let mut messages =
            self.messages.iter().filter(|message| message.sequence == Some(sequence));
        let Some(message) = messages.next() else { return of_message(&self.salt, &[], &[], None) };
        let read = |list: &str| serde_json::from_str::<Vec<String>>(list).unwrap_or_default();
        let answers = [read(&message.root_cause), read(&message.public_words)].concat();
        let words = Some(message.text.as_str()).filter(|text| !text.is_empty());
        // A second message of one event can't have been digested.
        let more = messages.map(|message| message.text.as_str());
        let texts: Vec<_> =
            words.into_iter().chain(answers.iter().map(String::as_str)).chain(more).collect();
        of_message(&self.salt, &texts, &self.files_of(Some(&message.id)), None)
    }

    fn files_of(&self, message: Option<&str>) -> Vec<String> {
        let files = self.files.iter().filter(|file| file.message.as_deref() == message);
        files.map(|stored| file(&stored.id, stored.sha256.as_deref())).collect()
    }
}

/// Returns the kind that a history tells last, and the place of the event that does.
fn told_kind(history: &[Recorded]) -> Option<(Kind, u32)> {
    let kind = |event: &Recorded| match deed(event)? {
        Action::Receive { kind, .. } | Action::Classify { kind, .. } => {
            Some((kind, event.sequence))
        }
        _ => None,
    };
    history.iter().rev().find_map(kind)
}

/// Returns the action of a stored event. The oldest events name none; after the first, those were
/// erasures.
fn deed(event: &Recorded) -> Option<Action> {
    match (&*event.what, event.sequence) {
        ("", 1) => None,
        ("", _) => Some(Action::Erase),
        (what, _) => Change::decode(what).map(|change| change.deed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{event::Actor, event::Event, stage::Stage},
        reference::Reference,
        slug::Slug,
    };

    const SALT: &str = "salt";

    fn id(number: u8) -> UploadId {
        UploadId::draw([number; 16])
    }

    fn sha256(number: u8) -> FileDigest {
        FileDigest::new([number; 32])
    }

    fn stored(number: u8, message: Option<&str>) -> StoredFile {
        StoredFile {
            id: id(number).as_str().into(),
            message: message.map(Into::into),
            sha256: Some(sha256(number).as_str().into()),
        }
    }

    fn event(sequence: u32, deed: Action, content_digest: String) -> Recorded {
        Event {
            reference: Reference::draw([3; 8]),
            sequence,
            at: jiff::Timestamp::UNIX_EPOCH,
            actor: Actor::Customer,
            change: Change::plain(deed),
            stage: Stage::Received,
            entity: Slug::parse("rta").unwrap(),
            content_digest,
            previous: Event::genesis(),
        }
        .recorded()
    }

    /// Complaint with a file, a message with two files and an answer to "why?", and a take-over.
    fn whole() -> (Vec<Recorded>, StoredContent) {
        let digests: FileDigests = (1..=3).map(|number| (id(number), sha256(number))).collect();
        let first = of_receipt(SALT, Kind::Complaint, "It rained in.", &files(&[id(1)], &digests));
        let said =
            of_message(SALT, &["See.", "It rained."], &files(&[id(2), id(3)], &digests), None);
        let history = vec![
            event(1, Action::Receive { kind: Kind::Complaint, channel: None, guide: None }, first),
            event(2, Action::Take, of_message(SALT, &[], &[], None)),
            event(3, Action::Write, said),
        ];
        let content = StoredContent {
            kind: Kind::Complaint,
            salt: SALT.into(),
            text: Some("It rained in.".into()),
            messages: vec![StoredMessage {
                id: "m".into(),
                sequence: Some(3),
                text: "See.".into(),
                root_cause: r#"["It rained."]"#.into(),
                public_words: "[]".into(),
            }],
            files: vec![stored(1, None), stored(2, Some("m")), stored(3, Some("m"))],
        };
        (history, content)
    }

    #[test]
    fn the_kind_is_the_one_that_the_history_tells_last() {
        let (mut history, mut content) = whole();
        let empty = of_message(SALT, &[], &[], None);
        let to = Slug::parse("dm").unwrap();
        history.push(event(4, Action::Classify { kind: Kind::Suggestion, to }, empty));
        assert_eq!(content.first_exchanged(&history), Some(4));
        content.kind = Kind::Suggestion;
        assert_eq!(content.first_exchanged(&history), None);
    }

    #[test]
    fn content_that_nobody_touched_is_as_digested() {
        let (history, content) = whole();
        assert_eq!(content.first_exchanged(&history), None);
    }

    #[test]
    fn each_exchange_of_content_is_found_at_its_event() {
        type Exchange<'a> = &'a dyn Fn(&mut StoredContent);
        let (history, content) = whole();
        let sum = Some(sha256(9).as_str().to_owned());
        let exchanges: [(u32, Exchange<'_>); 12] = [
            (1, &|content| content.text = Some("It rained.".into())),
            (1, &|content| content.text = None),
            (1, &|content| content.kind = Kind::Observation),
            (1, &|content| content.files[0].sha256.clone_from(&sum)),
            (1, &|content| content.files[0].sha256 = None),
            (1, &|content| content.files[0].message = Some("m".into())),
            (3, &|content| content.files[2].sha256.clone_from(&sum)),
            (3, &|content| content.files.swap(1, 2)),
            (3, &|content| content.messages[0].text = "See!".into()),
            (2, &|content| content.messages[0].sequence = Some(2)),
            (3, &|content| content.messages[0].root_cause = "[]".into()),
            (3, &|content| {
                content.files.pop();
            }),
        ];
        for (place, change) in exchanges {
            let mut other = content.clone();
            change(&mut other);
            assert_eq!(other.first_exchanged(&history), Some(place), "{other:?}");
        }
    }

    #[test]
    fn content_that_no_event_brought_is_found() {
        let (history, content) = whole();
        for (sequence, place) in [(None, 4), (Some(7), 7), (Some(1), 1), (Some(2), 2), (Some(3), 3)]
        {
            let mut more = content.clone();
            let message = StoredMessage { id: "n".into(), sequence, ..more.messages[0].clone() };
            more.messages.push(message);
            assert_eq!(more.first_exchanged(&history), Some(place), "{sequence:?}");
        }
        let mut more = content;
        more.files.push(stored(4, Some("n")));
        assert_eq!(more.first_exchanged(&history), Some(4));
    }

    #[test]
    fn after_a_retraction_the_text_alone_is_gone() {
        let (mut history, content) = whole();
        history.push(event(4, Action::Retract, of_message(SALT, &[], &[], None)));
        assert_eq!(content.first_exchanged(&history), Some(4), "the text is still there");
        let gone = StoredContent { text: Some(String::new()), ..content.clone() };
        assert_eq!(gone.first_exchanged(&history), None);
        history.pop();
        assert_eq!(gone.first_exchanged(&history), Some(1), "nobody retracted it");
    }

    #[test]
    fn after_an_erasure_there_is_nothing_left() {
        let (mut history, content) = whole();
        history.push(event(4, Action::Erase, content_digest("", &["erased"])));
        assert_eq!(content.first_exchanged(&history), Some(4));
        let empty = StoredContent {
            salt: String::new(),
            text: None,
            messages: Vec::new(),
            files: Vec::new(),
            ..content
        };
        assert_eq!(empty.first_exchanged(&history), None);
    }

    #[test]
    fn an_attachment_from_before_digests_is_covered_by_its_id() {
        let (mut history, mut content) = whole();
        let first = of_receipt(
            SALT,
            Kind::Complaint,
            "It rained in.",
            &files(&[id(1)], &FileDigests::default()),
        );
        history[0] =
            event(1, Action::Receive { kind: Kind::Complaint, channel: None, guide: None }, first);
        content.files[0].sha256 = None;
        assert_eq!(content.first_exchanged(&history), None);
        content.files[0].sha256 = Some(sha256(1).as_str().into());
        assert_eq!(content.first_exchanged(&history), Some(1));
    }
}
