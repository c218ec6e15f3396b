//! Question before something is thrown away. The browser leads the focus there and back, and
//! Escape answers no.

use js_sys::Promise;
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDialogElement};

use crate::{
    Phrase,
    guide::{
        browser::clock,
        reactive::{content, listener},
        words::Words,
    },
    ids,
};

/// State of the question. A copy is the same question.
#[derive(Clone, Copy)]
pub struct Sure {
    question: RwSignal<Option<Phrase>>,
    dialog: StoredValue<Option<HtmlDialogElement>, LocalStorage>,
}

impl Sure {
    /// Creates a question that isn't asked yet. It belongs to the current owner.
    pub fn new() -> Self {
        Self { question: RwSignal::new(None), dialog: StoredValue::new_local(None) }
    }

    /// Asks, and returns whether the visitor wants it.
    pub(crate) async fn ask(self, question: Phrase) -> bool {
        let Some(dialog) = self.dialog.try_get_value().flatten() else { return true };
        self.question.set(Some(question));
        // The question is written before the dialog opens, which reads it aloud.
        clock::sleep(0).await;
        dialog.set_return_value("");
        let answered = Promise::new(&mut |resolve, _| dialog.set_onclose(Some(&resolve)));
        if dialog.show_modal().is_err() {
            return false;
        }
        let _ = JsFuture::from(answered).await;
        dialog.return_value() == "yes"
    }
}

/// Dialog that asks the question.
#[component]
pub fn SureDialog(sure: Sure, words: Words) -> impl IntoView {
    let shown = |phrase: fn(Phrase) -> Phrase| {
        content(move || {
            sure.question.get().map(|asked| words.say(phrase(asked))).unwrap_or_default()
        })
    };
    let (question, action) = (shown(|question| question), shown(verb));
    view! {
        <dialog class="sure" id=ids::SURE part="sure" aria-labelledby="sure-question" use:find=sure>
            // The answer is no submission, which the box would keep for later.
            <form method="dialog" on:submit=listener(|event: SubmitEvent| event.stop_propagation())>
                <p id="sure-question" prop:textContent=question></p>
                <button part="yes" value="yes" prop:textContent=action></button>
                <button part="no" value="" autofocus>{words.say(Phrase::Back)}</button>
            </form>
        </dialog>
    }
}

/// Returns the verb of the button that does what a question asks about.
const fn verb(question: Phrase) -> Phrase {
    match question {
        Phrase::SureForget => Phrase::DraftForget,
        Phrase::SureRemove => Phrase::FilesRemove,
        _ => Phrase::Close,
    }
}

fn find(dialog: Element, sure: Sure) {
    sure.dialog.set_value(Some(dialog.unchecked_into()));
}
