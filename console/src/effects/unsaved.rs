//! Input that would be lost with its view. The browser asks before the page is left, the console
//! before it shows another view.

use std::cell::RefCell;

use leptos::{
    ev,
    prelude::{on_cleanup, window_event_listener},
};
use web_sys::BeforeUnloadEvent;

use super::page::confirms;

thread_local! {
    static FORMS: RefCell<Forms> = const { RefCell::new(Forms { next: 0, unsaved: Vec::new() }) };
}

/// Forms with unsaved input, each with the question to ask before it is lost.
struct Forms {
    next: u32,
    unsaved: Vec<(u32, &'static str)>,
}

/// Form whose input would be lost with its view.
#[derive(Clone, Copy)]
pub(crate) struct Unsaved {
    form: u32,
    question: &'static str,
}

impl Unsaved {
    /// Watches a form until the owner is cleaned up.
    pub(crate) fn watch(question: &'static str) -> Self {
        let form = FORMS.with_borrow_mut(|forms| {
            forms.next += 1;
            forms.next
        });
        let unsaved = Self { form, question };
        on_cleanup(move || unsaved.set(false));
        unsaved
    }

    /// Sets whether the form has unsaved input.
    pub(crate) fn set(self, is_unsaved: bool) {
        FORMS.with_borrow_mut(|forms| {
            forms.unsaved.retain(|(form, _)| *form != self.form);
            if is_unsaved {
                forms.unsaved.push((self.form, self.question));
            }
        });
    }
}

/// Asks the person whether unsaved input may be lost. Returns true if there is none.
pub(crate) fn may_leave() -> bool {
    let question = FORMS.with_borrow(|forms| forms.unsaved.last().map(|(_, question)| *question));
    let is_left = question.is_none_or(confirms);
    if is_left {
        FORMS.with_borrow_mut(|forms| forms.unsaved.clear());
    }
    is_left
}

/// Makes the browser ask before the page is left with unsaved input, as long as the page lives.
pub(crate) fn guard() {
    window_event_listener(ev::beforeunload, |event: BeforeUnloadEvent| {
        if FORMS.with_borrow(|forms| !forms.unsaved.is_empty()) {
            event.prevent_default();
        }
    });
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    fn count() -> usize {
        FORMS.with_borrow(|forms| forms.unsaved.len())
    }

    #[test]
    fn a_form_is_unsaved_until_it_is_saved_or_gone() {
        let owner = Owner::new();
        owner.with(|| {
            let [first, second] = [Unsaved::watch("?"), Unsaved::watch("?")];
            first.set(true);
            first.set(true);
            second.set(true);
            assert_eq!(count(), 2);
            first.set(false);
            assert_eq!(count(), 1);
        });
        owner.cleanup();
        assert_eq!(count(), 0);
        assert!(may_leave(), "nobody is asked");
    }
}
