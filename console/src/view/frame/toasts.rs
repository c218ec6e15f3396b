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

/// Region in which toasts show.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let session = session();
    let left = RwSignal::new(0);
    Effect::new(move |_| {
        let seconds = session.toast.with(|toast| toast.as_ref().map(|toast| toast.seconds));
        if let Some(seconds) = seconds.map(i64::from) {
            left.set(seconds);
            // The clock counts: a hidden page's timers come late.
            let end = clock::now().as_second() + seconds;
            clock::every_second(move || match end - clock::now().as_second() {
                seconds @ 1.. => left.set(seconds),
                _ => session.toast.set(None),
            });
        }
    });
    let undo_action = move |cases: Vec<Target>, drafts: Vec<Draft>| {
        session.toast.set(None);
        spawn_local(async move {
            let mut text = words::done(&Action::Undo).to_owned();
            for cases in cases.chunks(AT_ONCE) {
                let request =
                    Bulk { cases: cases.to_vec(), deed: Action::Undo, words: String::new() };
                let outcome = api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await;
                match session.checked(outcome) {
                    Ok(outcomes) => {
                        for Outcome { reference, verdict } in outcomes {
                            if matches!(verdict, Verdict::Failed { .. }) {
                                words().undo_failed.clone_into(&mut text);
                                continue;
                            }
                            let of_case = |draft: &&Draft| draft.reference == reference;
                            if let Some(Draft { name, text, .. }) = drafts.iter().find(of_case) {
                                storage::set_draft(name, text);
                            }
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
                let Toast { text, undo, drafts, .. } = toast;
                let undo = (!undo.is_empty()).then(|| {
                    let label = if drafts.is_empty() { words().do_undo } else { words().take_back };
                    // A screen reader isn't told of each second.
                    view! {
                        <button type="button" aria-keyshortcuts="z" on:click=move |_| undo_action(undo.clone(), drafts.clone())>
                            {label}" "<span aria-hidden="true" data-left>"("{left}")"</span>
                        </button>
                    }
                });
                view! { <p class="toast"><span>{text}</span>{undo}</p> }
            })}
        </div>
    }
}
