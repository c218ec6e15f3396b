//! State of a request (loading, loaded, failed), and what shows while it loads or after it failed.

use leptos::prelude::*;

use crate::{effects::api::Failure, words::words};

/// Result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loaded<T> {
    /// The request is running.
    Loading,
    /// The value has arrived.
    Ready(T),
    /// The request has failed.
    Failed(Failure),
}

impl<T> From<Result<T, Failure>> for Loaded<T> {
    fn from(outcome: Result<T, Failure>) -> Self {
        match outcome {
            Ok(value) => Self::Ready(value),
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// Describes a failure.
pub(crate) fn message(failure: &Failure) -> String {
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

/// Message that a request is running.
#[component]
pub(crate) fn Wait() -> impl IntoView {
    view! { <p class="wait" role="status">{words().loading}</p> }
}

/// Message of a failure, with a button to retry unless a retry is bound to fail.
#[component]
pub(crate) fn Trouble(failure: Failure, again: impl Fn() + 'static) -> impl IntoView {
    let is_final = matches!(failure, Failure::Forbidden | Failure::Missing);
    view! {
        <div class="trouble" role="alert">
            <p>{message(&failure)}</p>
            {(!is_final).then(|| view! { <button type="button" on:click=move |_| again()>{words().try_again}</button> })}
        </div>
    }
}
