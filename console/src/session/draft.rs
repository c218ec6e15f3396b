//! Drafts of actions on cases: a message, the fields beside it and its files. Nothing else knows
//! the names under which the browser stores them.

use domain::{case::life_cycle::Verb, reference::Reference};
use serde::{Deserialize, Serialize};

use super::Session;
use crate::effects::{storage, upload::KeptFile};

/// End of the name under which the fields beside a message are stored.
const FIELDS: &str = ".fields";

/// End of the name under which the files of a message are stored.
const FILES: &str = ".files";

/// Draft of an action, by the name of its message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Draft(String);

/// Drafts of a verb on a case, by the beginning of their names.
pub(crate) struct Drafts(String);

impl Drafts {
    /// Names the drafts of the signed-in person.
    pub(crate) fn of(session: Session, reference: Reference, verb: Verb) -> Self {
        let verb = serde_json::to_string(&verb).unwrap_or_default();
        Self([session.drafts_on(reference), verb].concat())
    }

    /// Names the draft at `place`, which tells actions of the verb apart.
    pub(crate) fn at(self, place: usize) -> Draft {
        Draft([self.0, place.to_string()].concat())
    }

    /// Returns whether a draft exists.
    pub(crate) fn exist(&self) -> bool {
        storage::has_draft(&self.0)
    }

    /// Returns the messages of the drafts.
    pub(crate) fn messages(&self) -> Vec<String> {
        let is_message = |name: &str| !name.ends_with(FIELDS) && !name.ends_with(FILES);
        let all = storage::drafts(&self.0).into_iter();
        all.filter_map(|(name, text)| is_message(&name).then_some(text)).collect()
    }

    /// Deletes the drafts.
    pub(crate) fn discard(&self) {
        storage::discard(&self.0);
    }
}

impl Draft {
    /// Returns whether a message, a field or a file is stored.
    pub(crate) fn exists(&self) -> bool {
        storage::has_draft(&self.0)
    }

    /// Returns the message.
    pub(crate) fn message(&self) -> String {
        storage::draft(&self.0).unwrap_or_default()
    }

    /// Stores the message.
    pub(crate) fn set_message(&self, text: &str) {
        self.store(&self.0, text);
    }

    /// Returns the fields, as [`Self::set_fields`] stored them.
    pub(crate) fn fields(&self) -> String {
        storage::draft(&self.name(FIELDS)).unwrap_or_default()
    }

    /// Stores the fields.
    pub(crate) fn set_fields(&self, fields: &str) {
        self.store(&self.name(FIELDS), fields);
    }

    /// Returns the files.
    pub(crate) fn files(&self) -> Vec<KeptFile> {
        let stored = storage::draft(&self.name(FILES)).unwrap_or_default();
        serde_json::from_str(&stored).unwrap_or_default()
    }

    /// Stores the files.
    pub(crate) fn set_files(&self, files: &[KeptFile]) {
        let text = (!files.is_empty()).then(|| serde_json::to_string(files).unwrap_or_default());
        self.store(&self.name(FILES), &text.unwrap_or_default());
    }

    /// Deletes message, fields and files.
    pub(crate) fn discard(&self) {
        self.set_message("");
        self.set_fields("");
        self.set_files(&[]);
    }

    /// Stores a part. A change keeps the other parts for as long as this one.
    fn store(&self, name: &str, text: &str) {
        if storage::set_draft(name, text) {
            storage::renew_drafts(&self.0);
        }
    }

    fn name(&self, end: &str) -> String {
        [&*self.0, end].concat()
    }
}

/// Message that was sent to a customer, with its draft: taken back, it is a draft again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct SentMessage {
    pub(crate) reference: Reference,
    draft: Draft,
    text: String,
    /// Fields beside it, as their draft held them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    fields: String,
    /// Files that went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<KeptFile>,
}

impl SentMessage {
    /// Creates the message of an action on a case.
    pub(crate) fn of(session: Session, reference: Reference, verb: Verb, text: String) -> Self {
        let draft = Drafts::of(session, reference, verb).at(0);
        Self { reference, draft, text, fields: String::new(), files: Vec::new() }
    }

    /// Returns the message with the fields and the files of its draft.
    pub(crate) fn with_stored(self) -> Self {
        let sent = |file| KeptFile { is_sent: true, ..file };
        let files = self.draft.files().into_iter().map(sent).collect();
        Self { fields: self.draft.fields(), files, ..self }
    }

    /// Stores the draft again, beside what has been written since.
    pub(super) fn restore(self) {
        let Self { draft, text, fields, mut files, .. } = self;
        draft.set_message(&above(&text, &draft.message()));
        if !fields.is_empty() && draft.fields().is_empty() {
            draft.set_fields(&fields);
        }
        files.extend(draft.files());
        draft.set_files(&files);
    }
}

/// Returns a text above a newer one.
fn above(text: &str, newer: &str) -> String {
    let parts = [text, newer].into_iter().filter(|part| !part.trim().is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Returns a message with fields and a file.
    pub(in crate::session) fn message(reference: Reference) -> SentMessage {
        let file = KeptFile { id: "a".to_owned(), name: "b.png".to_owned(), is_sent: true };
        let (draft, text) = (Draft("n".to_owned()), "t".to_owned());
        let fields = "{\"outcome\":\"upheld\"}".to_owned();
        SentMessage { reference, draft, text, fields, files: vec![file] }
    }

    #[test]
    fn what_was_taken_back_stands_above_what_was_written_since() {
        assert_eq!(above("Sent.", "Newer."), "Sent.\n\nNewer.");
        assert_eq!(above("Sent.", " "), "Sent.");
        assert_eq!(above("", "Newer."), "Newer.");
    }

    #[test]
    fn a_sent_message_is_read_as_it_was_kept() {
        let message = message(Reference::draw([7; 8]));
        let kept = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<SentMessage>(&kept).unwrap(), message);
    }
}
