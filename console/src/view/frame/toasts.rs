//! Toasts: messages about completed actions, each with a button to undo it if that is possible.

use domain::{
    case::{AT_ONCE, action::Action},
    wire::console::{Bulk, Outcome, Target, Verdict},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{
        api::{self, Failure},
        clock,
    },
    session::{SentMessage, Session, Shown, Toast, session},
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
    let all = move || session.toasts.with(|toasts| toasts.all().cloned().collect::<Vec<_>>());
    let toast = move |shown: Shown| {
        let Shown { number, toast: Toast { text, undo, messages, .. }, until } = shown;
        let undo = (!undo.is_empty()).then(|| {
            let label = if messages.is_empty() { words().do_undo } else { words().take_back };
            // A screen reader isn't told of each second.
            view! {
                <button type="button" aria-keyshortcuts="z" on:click=move |_| undo_action(session, number)>
                    {label}" "<span aria-hidden="true" data-left>"("{move || until - second.get()}")"</span>
                </button>
            }
        });
        view! { <p class="toast"><span>{text}</span>{undo}</p> }
    };
    view! {
        // Each toast is read alone, and keeps the focus while others come and go.
        <div class="toasts" role="status" aria-atomic="false">
            <For each=all key=|shown| shown.number let:shown>{toast(shown)}</For>
        </div>
    }
}

/// Undoes what the toast with this number tells of now. A message that is taken back is a draft
/// again. What didn't reach the edge can be tried again.
fn undo_action(session: Session, number: u32) {
    let shown = session.toasts.with_untracked(|toasts| toasts.numbered(number).cloned());
    let Some(shown) = shown else { return };
    session.hide(|other| other.number == number);
    spawn_local(async move {
        let mut text = words::done(&Action::Undo).to_owned();
        let mut left = &*shown.toast.undo;
        let toast = loop {
            let (cases, others) = left.split_at(left.len().min(AT_ONCE));
            if cases.is_empty() {
                break Toast::plain(text);
            }
            match undo(session, cases, &shown.toast.messages).await {
                Ok(true) => {}
                Ok(false) => words().undo_failed.clone_into(&mut text),
                Err(failure @ (Failure::Network | Failure::Server)) => {
                    let (text, left) = (words::failure(&failure), left.to_vec());
                    break shown.offered_again(text, &left, clock::now().as_second());
                }
                Err(failure) => break Toast::plain(words::failure(&failure)),
            }
            left = others;
        };
        session.tell(toast);
        session.changed.notify();
    });
}

/// Undoes the last action on at most [`AT_ONCE`] cases. Their messages are drafts again. Returns
/// whether it succeeded on all of them.
async fn undo(
    session: Session,
    cases: &[Target],
    messages: &[SentMessage],
) -> Result<bool, Failure> {
    let request = Bulk { cases: cases.to_vec(), deed: Action::Undo, words: String::new() };
    let outcomes = api::send::<Vec<Outcome>>("POST", "api/deeds", &request).await;
    let (failed, undone): (Vec<_>, Vec<_>) = session
        .checked(outcomes)?
        .into_iter()
        .partition(|outcome| matches!(outcome.verdict, Verdict::Failed { .. }));
    let is_undone = |message: &&SentMessage| {
        undone.iter().any(|outcome| outcome.reference == message.reference)
    };
    messages.iter().filter(is_undone).cloned().for_each(|message| session.restore(message));
    Ok(failed.is_empty())
}
