//! Views with a Wasm module of their own, which is fetched when one of them is first opened.
//!
//! The build splits the console's Wasm at the functions that bear `#[wasm_split]`: what only they
//! reach goes into their module. Everything else stays in the module that starts the console.

#![allow(clippy::unnecessary_wraps, reason = "a split function returns what its macro asks for")]

use std::{
    future::pending,
    pin::pin,
    task::{Context, Poll, Waker},
};

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{
    activity::ActivityView,
    case::{HistoryView, OneCase},
    entry::EntryView,
    mentions::MentionsView,
    security::SecurityView,
    settings::{FirstSettings, NewEntityView, PeopleView, SettingsView},
    shared::loaded::{Loaded, Trouble, Wait},
    team::TeamView,
};
use crate::{
    effects::{
        api::{self, Failure},
        page, storage,
    },
    route::Route,
};

/// Name of the note that the page has been loaded again because a module wasn't there.
const RELOADED: &str = "reloaded";

/// Module of the Wasm, by its views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// A case and its history.
    Case,
    /// The form for what somebody says.
    Entry,
    /// Settings, staff, the log of security events, activity, teams, and mentions.
    Settings,
}

impl Module {
    /// Fetches the module, unless it is there.
    async fn fetch(self) -> Result<(), Failure> {
        match self {
            Self::Case => fetch_case().await,
            Self::Entry => fetch_entry().await,
            Self::Settings => fetch_settings().await,
        }?;
        storage::set_note(RELOADED, "");
        Ok(())
    }

    /// Fetches the module for a view that waits for it. If the edge answers and has no such file,
    /// a later build has been deployed: the page is loaded again, once.
    async fn fetch_for_view(self) -> Result<(), Failure> {
        let outcome = self.fetch().await;
        if outcome.is_err() && storage::note(RELOADED).is_none() && api::answers().await {
            storage::set_note(RELOADED, "1");
            // Without the note the page would be loaded again and again.
            if storage::note(RELOADED).is_some() {
                page::reload();
                return pending().await;
            }
        }
        outcome
    }

    /// Fetches the module, so that its views open at once later. A failure is met when one opens.
    pub(crate) fn prefetch(self) {
        spawn_local(async move { _ = self.fetch().await });
    }

    /// Draws the view of a route, if the module is there.
    fn draw(self, route: Route) -> Option<AnyView> {
        match self {
            Self::Case => now(draw_case(route)),
            Self::Entry => now(draw_entry(route)),
            Self::Settings => now(draw_settings(route)),
        }?
        .ok()
    }
}

impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::Network
    }
}

#[wasm_split(case, wasm_split_path = ::leptos::wasm_split, preload(fetch_case), fallible)]
fn draw_case(route: Route) -> Result<AnyView, Failure> {
    Ok(match route {
        Route::Case(reference) => view! { <OneCase reference /> }.into_any(),
        Route::History(reference) => view! { <HistoryView reference /> }.into_any(),
        _ => ().into_any(),
    })
}

#[wasm_split(entry, wasm_split_path = ::leptos::wasm_split, preload(fetch_entry), fallible)]
fn draw_entry(route: Route) -> Result<AnyView, Failure> {
    Ok(match route {
        Route::Entry => view! { <EntryView /> }.into_any(),
        _ => ().into_any(),
    })
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, preload(fetch_settings), fallible)]
fn draw_settings(route: Route) -> Result<AnyView, Failure> {
    Ok(match route {
        Route::People => view! { <PeopleView is_history=false /> }.into_any(),
        Route::PeopleHistory => view! { <PeopleView is_history=true /> }.into_any(),
        Route::NewEntity => view! { <NewEntityView /> }.into_any(),
        Route::Security => view! { <SecurityView /> }.into_any(),
        Route::Activity => view! { <ActivityView /> }.into_any(),
        Route::Team => view! { <TeamView /> }.into_any(),
        Route::Mentions => view! { <MentionsView /> }.into_any(),
        Route::FirstSettings => view! { <FirstSettings /> }.into_any(),
        Route::Settings(entity, part) => view! { <SettingsView entity part /> }.into_any(),
        _ => ().into_any(),
    })
}

/// View of a route that a module draws. It shows at once if the module is there. `is_first` tells
/// whether it is the view that the page was opened with, whose heading takes no focus unless the
/// person has tried again.
#[component]
pub(crate) fn InModule(module: Module, route: Route, is_first: StoredValue<bool>) -> impl IntoView {
    let state = RwSignal::new(Loaded::<()>::Loading);
    let load = move |is_retry: bool| {
        let mut fetching = Box::pin(module.fetch_for_view());
        match fetching.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => state.set(outcome.into()),
            Poll::Pending => {
                state.set(Loaded::Loading);
                spawn_local(async move {
                    let outcome = fetching.await;
                    // The view may have been left meanwhile.
                    if state.try_set(outcome.into()).is_none()
                        && (is_retry || !is_first.get_value())
                    {
                        page::focus("h1");
                    }
                });
            }
        }
    };
    load(false);
    move || match state.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <Trouble failure again=move || load(true) /> }.into_any()
        }
        Loaded::Ready(()) => module.draw(route.clone()).into_any(),
    }
}

/// Returns the result of a future that need not wait.
pub(super) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
