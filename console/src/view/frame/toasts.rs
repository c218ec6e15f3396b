//! Toast: a message about a completed action, with a button to undo it if that is possible.

use std::time::Duration;

use domain::{
    case::{AT_ONCE, action::Action},
    wire::console::{Bulk, Outcome, Target, Verdict},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api,
    session::{Toast, session},
    words::{self, words},
};

/// Time until a toast disappears, in seconds.
const DURATION: u64 = 10;

/// Region in which toasts show.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let session = session();
    Effect::new(move |_| {
        let toast = session.toast.get();
        if toast.is_some() {
            let hide = move || {
                if session.toast.get_untracked() == toast {
                    session.toast.set(None);
                }
            };
            set_timeout(hide, Duration::from_secs(DURATION));
        }
    });
    let undo_action = move |cases: Vec<Target>| {
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
                    Ok(_) => {}
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
                let Toast { text, undo } = toast;
                let undo = (!undo.is_empty()).then(|| {
                    view! {
                        <button type="button" aria-keyshortcuts="z" on:click=move |_| undo_action(undo.clone())>{words().do_undo}</button>
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
