//! What was done shows for a while, with a way to take it back where there is one.

use std::time::Duration;

use domain::{deed::Deed, reference::Reference, wire::console::DeedRequest};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api,
    session::session,
    view::loaded,
    words::{self, words},
};

/// How long it shows, in seconds.
const SHOWN: u64 = 10;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// What to say.
    pub(crate) text: String,
    /// The case, and its head, with which it can be taken back.
    pub(crate) undo: Option<(Reference, String)>,
}

/// The place where it shows.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let session = session();
    Effect::new(move |_| {
        let shown = session.toast.get();
        if shown.is_some() {
            let go = move || {
                if session.toast.get_untracked() == shown {
                    session.toast.set(None);
                }
            };
            set_timeout(go, Duration::from_secs(SHOWN));
        }
    });
    let take_back = move |(reference, head): (Reference, String)| {
        session.toast.set(None);
        spawn_local(async move {
            let request =
                DeedRequest { head, deed: Deed::Undo, words: String::new(), attachments: Vec::new(), root_cause: Vec::new() };
            let path = format!("api/cases/{reference}/deeds");
            let outcome = session.checked(api::tell("POST", &path, &request).await);
            let text = outcome.map_or_else(|failure| loaded::said(&failure), |()| words::done(&Deed::Undo).to_owned());
            session.toast.set(Some(Toast { text, undo: None }));
            session.changed.notify();
        });
    };
    view! {
        <div class="toasts" role="status">
            {move || session.toast.get().map(|toast| {
                let undo = toast.undo.map(|undo| {
                    view! {
                        <button type="button" aria-keyshortcuts="z" on:click=move |_| take_back(undo.clone())>{words().do_undo}</button>
                    }
                });
                view! { <p class="toast"><span>{toast.text}</span>{undo}</p> }
            })}
        </div>
    }
}
