//! State of a request (loading, loaded, failed), and what shows while it loads or after it failed.

use leptos::prelude::*;

use crate::{
    effects::api::Failure,
    words::{self, words},
};

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
            <p>{words::failure(&failure)}</p>
            {(!is_final).then(|| view! { <button type="button" on:click=move |_| again()>{words().try_again}</button> })}
        </div>
    }
}
