//! Views, one folder or file each; `shared` has the components that several of them use.
//!
//! [`App`] mounts the sign-in page or [`Frame`], which holds the view of the current route. Views
//! read and write the shared [`Session`].

mod activity;
mod case;
mod entry;
mod frame;
mod mentions;
mod module;
mod queue;
mod security;
mod settings;
mod shared;
mod signed_out;
mod team;

use leptos::prelude::*;

use crate::{
    effects::{page, validity},
    session::{Session, SignIn},
    words::{self, words},
};
use frame::Frame;
use shared::loaded::Trouble;
use signed_out::SignedOut;

/// Root component: the sign-in page, or the frame around the views.
#[component]
pub(crate) fn App() -> impl IntoView {
    let session = Session::begin();
    provide_context(session);
    page::close_menus();
    validity::speak(words::fault);
    move || {
        let sign_in = session.sign_in.get();
        if sign_in != SignIn::Pending {
            page::remove_placeholder();
        }
        match sign_in {
        SignIn::Pending if page::has_placeholder() => ().into_any(),
        SignIn::Pending => view! { <p class="wait" role="status">{words().loading}</p> }.into_any(),
        SignIn::In(me) => view! { <Frame me /> }.into_any(),
        SignIn::Out => view! { <SignedOut /> }.into_any(),
        SignIn::Failed(failure) => {
            view! { <main class="alone"><h1 tabindex="-1">{words().title}</h1><Trouble failure again=move || session.load() /></main> }.into_any()
        }
    }
    }
}
