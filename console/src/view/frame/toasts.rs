//! Toast: a message about a completed action, with a button to undo it if that is possible.

use domain::{
    case::{AT_ONCE, action::Action},
    wire::console::{Bulk, Outcome, Target, Verdict},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{api, clock, storage},
    session::{Draft, Toast, session},
    words::{self, words},
};

/// Time until a toast disappears, in seconds.
const DURATION: i64 = 10;

/// Region in which toasts show.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let session = session();
    let left = RwSignal::new(DURATION);
    Effect::new(move |_| {
        if session.toast.with(Option::is_some) {
            left.set(DURATION);
            // The clock counts: a hidden page's timers come late.
            let end = clock::now().as_second() + DURATION;
            clock::every_second(move || match end - clock::now().as_second() {
                seconds @ 1.. => left.set(seconds),
                _ => session.toast.set(None),
            });
        }
    });
    let undo_action = move |cases: Vec<Target>, draft: Option<Draft>| {
        session.toast.set(None);
        spawn_local(async move {
            let mut text = words::done(&Action::Undo).to_owned();
            for cases in cases.chunks(AT_ONCE) {
                let request =
                    Bulk { cases: cases.to_vec(), deed: Action::Undo, words: String::new() };
                let outcome = api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await;
                match session.checked(outcome) {
                    Ok(outcomes) if outcomes.iter().any(has_failed) => {
                        words().undo_failed.clone_into(&mut text);
                    }
                    Ok(_) => {
                        if let Some(Draft { name, text }) = &draft {
                            storage::set_draft(name, text);
                        }
                    }
                    Err(failure) => {
                        text = words::failure(&failure);
                        break;
                    }
                }
            }
            session.toast.set(Some(Toast::plain(text)));
            session.changed.notify();
        });
    };
    view! {
        <div class="toasts" role="status">
            {move || session.toast.get().map(|toast| {
                let Toast { text, undo, draft } = toast;
                let undo = (!undo.is_empty()).then(|| {
                    let label = if draft.is_some() { words().take_back } else { words().do_undo };
                    // A screen reader isn't told of each second.
                    view! {
                        <button type="button" aria-keyshortcuts="z" on:click=move |_| undo_action(undo.clone(), draft.clone())>
                            {label}" "<span aria-hidden="true" data-left>"("{left}")"</span>
                        </button>
                    }
                });
                view! { <p class="toast"><span>{text}</span>{undo}</p> }
            })}
        </div>
    }
}

fn has_failed(outcome: &Outcome) -> bool {
    matches!(outcome.verdict, Verdict::Failed { .. })
}
