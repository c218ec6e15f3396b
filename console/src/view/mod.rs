//! What shows. One folder for each view; beside them what several of them show.

mod case;
mod due;
mod frame;
mod help;
mod history;
pub(crate) mod loaded;
mod marked;
mod queue;
mod settings;
mod signed_out;
pub(crate) mod toast;

use leptos::prelude::*;

use crate::{
    effects::page,
    session::{CaseHead, Session},
    words::words,
};
use frame::Frame;
use loaded::Trouble;
use signed_out::SignedOut;

/// All of it: the way in, or the frame around the views.
#[component]
pub(crate) fn App() -> impl IntoView {
    let session = Session::begin();
    provide_context(session);
    page::close_menus();
    move || {
        match session.standing.get() {
        CaseHead::Asking => view! { <p class="wait" role="status">{words().loading}</p> }.into_any(),
        CaseHead::In(me) => view! { <Frame me /> }.into_any(),
        CaseHead::Out => view! { <SignedOut /> }.into_any(),
        CaseHead::Unknown(failure) => {
            view! { <main class="alone"><h1 tabindex="-1">{words().title}</h1><Trouble failure again=move || session.ask() /></main> }.into_any()
        }
    }
    }
}
