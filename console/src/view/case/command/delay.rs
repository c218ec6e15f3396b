//! Open request for a delay, with its two answers for a supervisor.

use domain::case::life_cycle::Verb;
use leptos::prelude::*;

use super::Desk;
use crate::words::{self, fill};

/// Value of `Doing::action` in the form of a priority that grants a delay: the form chooses
/// "complex".
pub(super) const GRANTS_DELAY: usize = 1;

/// The request; absent if there is none, and while a form is open. Its reason is in the thread.
#[component]
pub(super) fn Request(desk: Desk) -> impl IntoView {
    move || {
        if desk.doing.get().is_some() {
            return None;
        }
        let asked_by = desk.of(|case| case.delay_requested_by.clone())?;
        let text = fill(words::case().delay_asked, "name", &words::isolated(&desk.name(&asked_by)));
        let decides = desk.of(|case| case.may.contains(&Verb::RefuseDelay));
        let answers = decides.then(|| view! {
            <p class="tools">
                <button type="button" data-grant on:click=move |_| desk.begin(Verb::Prioritise, GRANTS_DELAY)>{words::case().delay_grant}</button>
                <button type="button" data-refuse on:click=move |_| desk.begin(Verb::RefuseDelay, 0)>{words::verb(Verb::RefuseDelay)}</button>
            </p>
        });
        Some(view! { <div class="note" data-delay><p>{text}</p>{answers}</div> })
    }
}
