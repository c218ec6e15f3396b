//! Toasts: messages about completed actions, each with a button to undo it if that is possible.

use domain::{
    case::{AT_ONCE, action::Action},
    wire::console::{Bulk, Outcome, Verdict},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{api, clock},
    session::{Session, Shown, Toast, session},
    words::{self, words},
};

/// Region in which toasts show: the latest, and those that take a message back.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let session = session();
    let second = RwSignal::new(0);
    Effect::new(move |_| {
        if session.toasts.with(|toasts| toasts.all().next().is_some()) {
            // The clock counts: a hidden page's timers come late.
            let tick = move || {
                let now = clock::now().as_second();
                second.set(now);
                session.hide(|shown| shown.until <= now);
            };
            tick();
            clock::every_second(tick);
        }
    });
    let toast = move |shown: Shown| {
        let Shown { toast: Toast { text, undo, drafts, .. }, until } = shown.clone();
        let undo = (!undo.is_empty()).then(|| {
            let label = if drafts.is_empty() { words().do_undo } else { words().take_back };
            // A screen reader isn't told of each second.
            view! {
                <button type="button" aria-keyshortcuts="z" on:click=move |_| undo_action(session, shown.clone())>
                    {label}" "<span aria-hidden="true" data-left>"("{move || until - second.get()}")"</span>
                </button>
            }
        });
        view! { <p class="toast"><span>{text}</span>{undo}</p> }
    };
    view! {
        <div class="toasts" role="status">
            {move || session.toasts.with(|toasts| toasts.all().cloned().map(toast).collect_view())}
        </div>
    }
}

/// Undoes what a toast tells of. A message that is taken back is a draft again.
fn undo_action(session: Session, shown: Shown) {
    session.hide(|other| *other == shown);
    let Toast { undo, mut drafts, .. } = shown.toast;
    spawn_local(async move {
        let mut text = words::done(&Action::Undo).to_owned();
        for cases in undo.chunks(AT_ONCE) {
            let request = Bulk { cases: cases.to_vec(), deed: Action::Undo, words: String::new() };
            let outcome = api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await;
            match session.checked(outcome) {
                Ok(outcomes) => {
                    for Outcome { reference, verdict } in outcomes {
                        if matches!(verdict, Verdict::Failed { .. }) {
                            words().undo_failed.clone_into(&mut text);
                            continue;
                        }
                        let place = drafts.iter().position(|draft| draft.reference == reference);
                        if let Some(place) = place {
                            session.restore(drafts.swap_remove(place));
                        }
                    }
                }
                Err(failure) => {
                    text = words::failure(&failure);
                    break;
                }
            }
        }
        session.tell(Toast::plain(text));
        session.changed.notify();
    });
}
