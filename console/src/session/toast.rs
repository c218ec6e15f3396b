//! Toasts: messages about completed actions. A toast that can take back a message to a customer
//! shows as long as that is possible, beside later toasts and after a reload of the tab.

use std::collections::BTreeMap;

use domain::{case::life_cycle::Verb, reference::Reference, wire::console::Target};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Session;
use crate::effects::{clock, storage, upload::KeptFile};

/// Time until a toast disappears, in seconds, if nothing else is known.
const DURATION: u32 = 10;

/// End of the name of the draft that holds the fields beside a message.
pub(crate) const FIELDS: &str = ".fields";

/// Message about a completed action.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Toast {
    /// The text.
    pub(crate) text: String,
    /// Cases with the heads from which the action can be undone; empty if it can't.
    pub(crate) undo: Vec<Target>,
    /// Drafts that an undo restores, one for each case to which the action sent a message.
    pub(crate) drafts: Vec<Draft>,
    /// Time until the toast disappears, in seconds.
    pub(crate) seconds: u32,
}

/// Toast that shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) toast: Toast,
    /// Second since 1970 at which it disappears.
    pub(crate) until: i64,
}

impl Shown {
    /// Returns whether the toast undoes an action on a case.
    fn undoes(&self, reference: Reference) -> bool {
        self.toast.undo.iter().any(|target| target.reference == reference)
    }

    /// Removes a case, and returns whether there is still something to undo.
    fn forget(&mut self, reference: Reference) -> bool {
        self.toast.undo.retain(|target| target.reference != reference);
        self.toast.drafts.retain(|draft| draft.reference != reference);
        !self.toast.undo.is_empty()
    }

    /// Returns the message about an undo that didn't reach the edge. It offers the undo of the
    /// cases that are left, as long as the toast would have.
    pub(crate) fn offered_again(self, failure: String, left: &[Target], now: i64) -> Toast {
        let seconds = u32::try_from(self.until - now).unwrap_or_default();
        if seconds == 0 {
            return Toast::plain(failure);
        }
        let is_left = |draft: &Draft| left.iter().any(|case| case.reference == draft.reference);
        let drafts = self.toast.drafts.into_iter().filter(is_left).collect();
        Toast::with_undo(failure, left.into()).with_drafts(drafts).lasting(Some(seconds))
    }
}

/// Toasts that show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Toasts {
    /// The latest that takes no message back.
    pub(crate) latest: Option<Shown>,
    /// Those that take a message back, the latest first.
    pub(crate) held: Vec<Shown>,
    /// Number of messages of each case that are drafts again.
    restored: BTreeMap<Reference, u32>,
}

impl Toasts {
    /// Returns all of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Shown> {
        self.latest.iter().chain(&self.held)
    }

    /// Returns the number of messages of a case that are drafts again.
    pub(crate) fn restored(&self, reference: Reference) -> u32 {
        self.restored.get(&reference).copied().unwrap_or_default()
    }

    /// Removes a case from what can be undone, and the toasts that tell of no other one.
    fn settle(&mut self, reference: Reference) {
        self.latest.take_if(|shown| shown.undoes(reference) && !shown.forget(reference));
        self.held.retain_mut(|shown| !shown.undoes(reference) || shown.forget(reference));
    }
}

/// Message that was sent, under the name that its draft had.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub(crate) reference: Reference,
    pub(crate) name: String,
    pub(crate) text: String,
    /// Fields beside it, as their draft holds them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) fields: String,
    /// Files that went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) files: Vec<KeptFile>,
}

impl Draft {
    /// Creates the draft of an action's message on a case.
    pub(crate) fn of(session: Session, reference: Reference, verb: Verb, text: String) -> Self {
        let name = draft_name(session, reference, verb, 0);
        Self { reference, name, text, fields: String::new(), files: Vec::new() }
    }

    /// Returns the draft with the fields and the files that are stored under its name.
    pub(crate) fn with_stored(self) -> Self {
        let fields = storage::draft(&[&*self.name, FIELDS].concat()).unwrap_or_default();
        let sent = |file| KeptFile { is_sent: true, ..file };
        let files = KeptFile::of(&self.name).into_iter().map(sent).collect();
        Self { fields, files, ..self }
    }

    /// Stores the draft again, beside what has been written under its name since.
    fn restore(self) {
        let newer = storage::draft(&self.name).unwrap_or_default();
        storage::set_draft(&self.name, &above(&self.text, &newer));
        let fields = [&*self.name, FIELDS].concat();
        if !self.fields.is_empty() && storage::draft(&fields).is_none() {
            storage::set_draft(&fields, &self.fields);
        }
        let mut files = self.files;
        files.extend(KeptFile::of(&self.name));
        KeptFile::store(&self.name, &files);
    }
}

/// Returns a text above a newer one.
fn above(text: &str, newer: &str) -> String {
    let parts = [text, newer].into_iter().filter(|part| !part.trim().is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Returns the name of the draft of an action's message. `place` tells actions of one verb apart.
/// The names of all drafts of a case begin alike, and so do those of a verb.
pub(crate) fn draft_name(
    session: Session,
    reference: Reference,
    verb: Verb,
    place: usize,
) -> String {
    let verb = serde_json::to_string(&verb).unwrap_or_default();
    [session.drafts_on(reference), verb, place.to_string()].concat()
}

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) const fn plain(text: String) -> Self {
        Self::with_undo(text, Vec::new())
    }

    /// Creates a message with a button that undoes the action at these cases, if there are any.
    pub(crate) const fn with_undo(text: String, undo: Vec<Target>) -> Self {
        Self { text, undo, drafts: Vec::new(), seconds: DURATION }
    }

    /// Returns the message with the drafts that an undo restores.
    pub(crate) fn with_drafts(self, drafts: Vec<Draft>) -> Self {
        Self { drafts, ..self }
    }

    /// Returns the message as it shows for as long as the action can be undone.
    pub(crate) fn lasting(self, seconds: Option<u32>) -> Self {
        Self { seconds: seconds.unwrap_or(DURATION), ..self }
    }
}

impl Session {
    /// Shows a toast in place of the one before. One that takes a message back stays until that is
    /// over.
    pub(crate) fn tell(self, toast: Toast) {
        let until = clock::now().as_second() + i64::from(toast.seconds);
        let is_held = !toast.drafts.is_empty();
        let shown = Shown { toast, until };
        self.toasts.update(|toasts| {
            if is_held {
                toasts.latest = None;
                toasts.held.insert(0, shown);
            } else {
                toasts.latest = Some(shown);
            }
        });
        if is_held {
            self.keep_held();
        }
    }

    /// Stores a message as a draft again.
    pub(crate) fn restore(self, draft: Draft) {
        let reference = draft.reference;
        draft.restore();
        self.toasts.update(|toasts| *toasts.restored.entry(reference).or_default() += 1);
    }

    /// Removes the toasts that aren't to show any more.
    pub(crate) fn hide(self, is_hidden: impl Fn(&Shown) -> bool) {
        if self.toasts.with_untracked(|toasts| toasts.all().any(&is_hidden)) {
            self.toasts.update(|toasts| {
                toasts.latest.take_if(|shown| is_hidden(shown));
                toasts.held.retain(|shown| !is_hidden(shown));
            });
            self.keep_held();
        }
    }

    /// Ends what can be undone on a case, as another action on it does. What the same toasts undo
    /// on other cases stays.
    pub(crate) fn settle(self, reference: Reference) {
        let is_told = |toasts: &Toasts| toasts.all().any(|shown| shown.undoes(reference));
        if self.toasts.with_untracked(is_told) {
            self.toasts.update(|toasts| toasts.settle(reference));
            self.keep_held();
        }
    }

    /// Shows again what the tab has kept over a reload.
    pub(super) fn recall_held(self) {
        let kept = self.held_note().and_then(|name| storage::note(&name)).unwrap_or_default();
        let held = serde_json::from_str(&kept).unwrap_or_default();
        self.toasts.update(|toasts| toasts.held = held);
    }

    fn keep_held(self) {
        let Some(name) = self.held_note() else { return };
        let text = self.toasts.with_untracked(|Toasts { held, .. }| {
            (!held.is_empty()).then(|| serde_json::to_string(held).unwrap_or_default())
        });
        storage::set_note(&name, &text.unwrap_or_default());
    }

    /// Returns the name of the note that keeps the messages of the signed-in person.
    fn held_note(self) -> Option<String> {
        self.me().map(|me| [me.id.as_str(), storage::HELD].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(reference: Reference) -> Target {
        Target { reference, head: None }
    }

    fn draft(reference: Reference) -> Draft {
        let (name, text) = ("n".to_owned(), "t".to_owned());
        Draft { reference, name, text, fields: String::new(), files: Vec::new() }
    }

    #[test]
    fn what_was_taken_back_stands_above_what_was_written_since() {
        assert_eq!(above("Sent.", "Newer."), "Sent.\n\nNewer.");
        assert_eq!(above("Sent.", " "), "Sent.");
        assert_eq!(above("", "Newer."), "Newer.");
    }

    #[test]
    fn another_action_on_one_of_two_cases_leaves_the_other_to_be_undone() {
        let [first, second, third] = [1, 2, 3].map(|seed| Reference::draw([seed; 8]));
        let both = Toast::with_undo("Sent.".to_owned(), [first, second].map(target).into())
            .with_drafts([first, second].map(draft).into());
        let plain = Toast::plain("Saved.".to_owned());
        let mut toasts = Toasts {
            latest: Some(Shown { toast: plain, until: 9 }),
            held: vec![Shown { toast: both, until: 9 }],
            ..Toasts::default()
        };
        let before = toasts.clone();
        toasts.settle(third);
        assert_eq!(toasts, before);
        toasts.settle(first);
        assert_eq!(toasts.latest, before.latest);
        assert_eq!(toasts.held[0].toast.undo, [target(second)]);
        assert_eq!(toasts.held[0].toast.drafts, [draft(second)]);
        toasts.settle(second);
        assert!(toasts.held.is_empty());
        assert_eq!(toasts.latest, before.latest);
    }

    #[test]
    fn an_undo_that_did_not_arrive_is_offered_again_for_the_cases_that_are_left() {
        let [first, second] = [1, 2].map(|seed| Reference::draw([seed; 8]));
        let undo: Vec<_> = [first, second].map(target).into();
        let toast = Toast::with_undo("Sent.".to_owned(), undo.clone())
            .with_drafts([first, second].map(draft).into());
        let shown = Shown { toast, until: 9 };
        let again = shown.clone().offered_again("No network.".to_owned(), &undo[1..], 5);
        assert_eq!((again.text.as_str(), again.seconds), ("No network.", 4));
        assert_eq!((again.undo, again.drafts), (vec![target(second)], vec![draft(second)]));
        for late in [9, 10] {
            let over = shown.clone().offered_again("No network.".to_owned(), &undo, late);
            assert_eq!(over, Toast::plain("No network.".to_owned()));
        }
    }

    #[test]
    fn a_toast_is_kept_with_fields_and_files() {
        let files = vec![KeptFile { id: "a".to_owned(), name: "b.png".to_owned(), is_sent: true }];
        let reference = Reference::draw([7; 8]);
        let fields = "{\"outcome\":\"upheld\"}".to_owned();
        let draft = Draft { reference, name: "n".to_owned(), text: "t".to_owned(), fields, files };
        let undo = vec![Target { reference, head: Some("h".to_owned()) }];
        let toast = Toast::with_undo("Sent.".to_owned(), undo).with_drafts(vec![draft]);
        let shown = Shown { toast, until: 9 };
        let kept = serde_json::to_string(&shown).unwrap();
        assert_eq!(serde_json::from_str::<Shown>(&kept).unwrap(), shown);
    }
}
