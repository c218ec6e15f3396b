//! What was asked for and isn't there yet, or didn't come.

use leptos::prelude::*;

use crate::{effects::api::Failure, words::words};

/// Something that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loaded<T> {
    /// It is on its way.
    Waiting,
    /// It is here.
    Here(T),
    /// It didn't come.
    Failed(Failure),
}

impl<T> From<Result<T, Failure>> for Loaded<T> {
    fn from(outcome: Result<T, Failure>) -> Self {
        match outcome {
            Ok(value) => Self::Here(value),
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// What to say of a failure.
pub(crate) fn said(failure: &Failure) -> String {
    match failure {
        Failure::Network => words().failed_network.to_owned(),
        Failure::SignIn => words().signed_out.to_owned(),
        Failure::Forbidden => words().failed_forbidden.to_owned(),
        Failure::Missing => words().failed_missing.to_owned(),
        Failure::Stale(_) => words().failed_stale.to_owned(),
        Failure::Refused(reasons) => format!("{} {}", words().failed_refused, reasons.join("; ")),
        Failure::Server => words().failed_server.to_owned(),
    }
}

/// That something isn't there yet.
#[component]
pub(crate) fn Wait() -> impl IntoView {
    view! { <p class="wait" role="status">{words().loading}</p> }
}

/// What went wrong, and another try where that may come to something else.
#[component]
pub(crate) fn Trouble(failure: Failure, again: impl Fn() + 'static) -> impl IntoView {
    let is_final = matches!(failure, Failure::Forbidden | Failure::Missing);
    view! {
        <div class="trouble" role="alert">
            <p>{said(&failure)}</p>
            {(!is_final).then(|| view! { <button type="button" on:click=move |_| again()>{words().try_again}</button> })}
        </div>
    }
}
