//! Mark above a page that ends the way: a circle with a sign in it.

use leptos::prelude::*;

/// Mark with this sign, a path in a box of 48 by 48.
#[component]
pub(crate) fn Seal(sign: &'static str) -> impl IntoView {
    view! {
        <svg class="seal" viewBox="0 0 48 48" aria-hidden="true">
            <circle cx="24" cy="24" r=const { "22" } />
            <path d=sign />
        </svg>
    }
}
