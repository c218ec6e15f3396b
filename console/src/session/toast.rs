//! Toasts: messages about completed actions. A toast that can take back a message to a customer
//! shows as long as that is possible, beside later toasts and after a reload of the tab.

use std::collections::BTreeMap;

use domain::{reference::Reference, wire::console::Target};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Session, draft::SentMessage};
use crate::effects::{clock, storage};

/// Time until a toast disappears, in seconds, if nothing else is known.
const DURATION: u32 = 10;

/// Message about a completed action.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Toast {
    /// The text.
    pub(crate) text: String,
    /// Cases with the heads from which the action can be undone; empty if it can't.
    pub(crate) undo: Vec<Target>,
    /// Messages that an undo takes back, at most one for each case.
    pub(crate) messages: Vec<SentMessage>,
    /// Time until the toast disappears, in seconds.
    pub(crate) seconds: u32,
}

/// Toast that shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// Number of the toast, never used twice in a tab.
    pub(crate) number: u32,
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
        self.toast.messages.retain(|message| message.reference != reference);
        !self.toast.undo.is_empty()
    }

    /// Returns the message about an undo that the edge didn't answer. It offers the undo of the
    /// cases that are left, as long as the toast would have.
    pub(crate) fn offered_again(self, failure: String, left: &[Target], now: i64) -> Toast {
        let seconds = u32::try_from(self.until - now).unwrap_or_default();
        if seconds == 0 {
            return Toast::plain(failure);
        }
        let mut messages = self.toast.messages;
        messages.retain(|message| left.iter().any(|case| case.reference == message.reference));
        Toast::with_undo(failure, left.into()).with_messages(messages).lasting(Some(seconds))
    }
}

/// Toasts that show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Toasts {
    /// The latest that takes no message back.
    pub(crate) latest: Option<Shown>,
    /// Those that take a message back, the latest first.
    pub(crate) held: Vec<Shown>,
    /// Number drawn last.
    last_number: u32,
    /// Number of messages of each case that are drafts again.
    restored: BTreeMap<Reference, u32>,
}

impl Toasts {
    /// Returns all of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Shown> {
        self.latest.iter().chain(&self.held)
    }

    /// Returns the toast with this number as it is now.
    pub(crate) fn numbered(&self, number: u32) -> Option<&Shown> {
        self.all().find(|shown| shown.number == number)
    }

    /// Draws a number that no toast has or had.
    fn draw_number(&mut self) -> u32 {
        self.last_number += 1;
        self.last_number
    }

    /// Holds these, and draws numbers past theirs.
    fn recall(&mut self, held: Vec<Shown>) {
        let kept = held.iter().map(|shown| shown.number).max().unwrap_or_default();
        self.last_number = self.last_number.max(kept);
        self.held = held;
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

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) const fn plain(text: String) -> Self {
        Self::with_undo(text, Vec::new())
    }

    /// Creates a message with a button that undoes the action at these cases, if there are any.
    pub(crate) const fn with_undo(text: String, undo: Vec<Target>) -> Self {
        Self { text, undo, messages: Vec::new(), seconds: DURATION }
    }

    /// Returns the toast with the messages that an undo takes back.
    pub(crate) fn with_messages(self, messages: Vec<SentMessage>) -> Self {
        Self { messages, ..self }
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
        let is_held = !toast.messages.is_empty();
        self.toasts.update(|toasts| {
            let shown = Shown { number: toasts.draw_number(), toast, until };
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
    pub(crate) fn restore(self, message: SentMessage) {
        let reference = message.reference;
        message.restore();
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
        self.toasts.update(|toasts| toasts.recall(held));
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
    use crate::session::draft::tests::message;

    fn target(reference: Reference) -> Target {
        Target { reference, head: None }
    }

    #[test]
    fn another_action_on_one_of_two_cases_leaves_the_other_to_be_undone() {
        let [first, second, third] = [1, 2, 3].map(|seed| Reference::draw([seed; 8]));
        let both = Toast::with_undo("Sent.".to_owned(), [first, second].map(target).into())
            .with_messages([first, second].map(message).into());
        let plain = Toast::plain("Saved.".to_owned());
        let mut toasts = Toasts {
            latest: Some(Shown { number: 2, toast: plain, until: 9 }),
            held: vec![Shown { number: 1, toast: both, until: 9 }],
            ..Toasts::default()
        };
        let before = toasts.clone();
        toasts.settle(third);
        assert_eq!(toasts, before);
        toasts.settle(first);
        assert_eq!(toasts.latest, before.latest);
        let left = toasts.numbered(1).unwrap();
        assert_eq!(left.toast.undo, [target(second)]);
        assert_eq!(left.toast.messages, [message(second)]);
        toasts.settle(second);
        assert!(toasts.held.is_empty());
        assert_eq!(toasts.latest, before.latest);
    }

    #[test]
    fn an_undo_that_did_not_arrive_is_offered_again_for_the_cases_that_are_left() {
        let [first, second] = [1, 2].map(|seed| Reference::draw([seed; 8]));
        let undo: Vec<_> = [first, second].map(target).into();
        let toast = Toast::with_undo("Sent.".to_owned(), undo.clone())
            .with_messages([first, second].map(message).into());
        let shown = Shown { number: 1, toast, until: 9 };
        let again = shown.clone().offered_again("No network.".to_owned(), &undo[1..], 5);
        assert_eq!((again.text.as_str(), again.seconds), ("No network.", 4));
        assert_eq!((again.undo, again.messages), (vec![target(second)], vec![message(second)]));
        for late in [9, 10] {
            let over = shown.clone().offered_again("No network.".to_owned(), &undo, late);
            assert_eq!(over, Toast::plain("No network.".to_owned()));
        }
    }

    /// A list that knows its items by their numbers would show the one before.
    #[test]
    fn the_number_of_a_toast_that_is_gone_is_not_drawn_again() {
        let shown = |number| Shown { number, toast: Toast::plain("Sent.".to_owned()), until: 9 };
        let mut toasts = Toasts::default();
        assert_eq!(toasts.draw_number(), 1);
        toasts.recall(vec![shown(4), shown(2)]);
        toasts.held.clear();
        assert_eq!([toasts.draw_number(), toasts.draw_number()], [5, 6]);
        toasts.recall(vec![shown(2)]);
        assert_eq!(toasts.draw_number(), 7);
    }

    #[test]
    fn a_toast_is_read_as_it_was_kept() {
        let reference = Reference::draw([7; 8]);
        let toast = Toast::with_undo("Sent.".to_owned(), vec![target(reference)])
            .with_messages(vec![message(reference)]);
        let shown = Shown { number: 1, toast, until: 9 };
        let kept = serde_json::to_string(&shown).unwrap();
        assert_eq!(serde_json::from_str::<Shown>(&kept).unwrap(), shown);
    }
}
