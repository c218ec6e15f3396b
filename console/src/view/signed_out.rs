//! Sign-in page. After the sign-in it leads back to the current address.

use leptos::prelude::*;

use crate::{
    effects::{address, language, page},
    route::query::{encode, without_fragment},
    session::session,
    words::words,
};

/// The page: a link to sign in, a button for the language.
#[component]
pub(crate) fn SignedOut() -> impl IntoView {
    let session = session();
    page::set_title(words().title);
    page::focus("h1");
    let other = language::other();
    view! {
        <main class="alone">
            <h1 tabindex="-1">{words().title}</h1>
            <p>{words().signed_out}</p>
            <a
                class="button main"
                href=move || format!("/console/sign-in?to={}", encode(without_fragment(&session.address.get())))
                on:click=move |_| address::keep_words(&session.address.get_untracked())
            >
                {words().sign_in}
            </a>
            <button class="quiet" type="button" lang=other.tag() on:click=move |_| session.set_language(other)>
                {words().other_language}
            </button>
        </main>
    }
}
