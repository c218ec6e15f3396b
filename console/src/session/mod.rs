//! State that all views share: the signed-in person, address, time, entity names, toast.
//!
//! Views get it by [`session`] from the Leptos context. [`directory`] looks up names of entities and
//! services, [`person`] answers which views the person may see, [`toast`] is the message that shows
//! for a few seconds. Nothing here draws.

mod directory;
mod person;
mod toast;

use domain::{
    Timestamp,
    entity::slug::Slug,
    wire::{
        Directory,
        console::{Language, Me, Preferences},
    },
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{
        address,
        api::{self, Failure},
        clock, language, page, storage,
    },
    words,
};
pub(crate) use person::{entities_of, first_queue, handles_cases, sees_cases};
pub(crate) use toast::Toast;

/// Interval at which [`Session::now`] advances, in seconds.
const TICK: u64 = 20;

/// State of the sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    /// The edge has not answered yet.
    Pending,
    /// Signed in.
    In(Me),
    /// Signed out, or the session has expired.
    Out,
    /// The edge's answer failed to arrive.
    Failed(Failure),
}

/// State that all views share.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// Path and query.
    pub(crate) address: RwSignal<String>,
    /// The sign-in and its person.
    pub(crate) sign_in: RwSignal<SignIn>,
    /// Current time, updated every [`TICK`] seconds.
    pub(crate) now: RwSignal<Timestamp>,
    /// Text of the live region that a screen reader announces.
    pub(crate) announcement: RwSignal<String>,
    /// Message that is shown for a few seconds.
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// Trigger that fires after a change to data that views have read.
    pub(crate) changed: Trigger,
    directory: RwSignal<Directory>,
}

/// Returns the session from the Leptos context.
pub(crate) fn session() -> Session {
    expect_context()
}

impl Session {
    /// Starts the session and requests the sign-in.
    pub(crate) fn begin() -> Self {
        let session = Self {
            address: address::watch(),
            sign_in: RwSignal::new(SignIn::Pending),
            now: RwSignal::new(clock::now()),
            announcement: RwSignal::new(String::new()),
            toast: RwSignal::new(None),
            changed: Trigger::new(),
            directory: RwSignal::new(Directory { entities: Vec::new() }),
        };
        clock::every(TICK, move || session.now.set(clock::now()));
        session.load();
        session
    }

    /// Requests the signed-in person and the directory of entities.
    pub(crate) fn load(self) {
        self.sign_in.set(SignIn::Pending);
        spawn_local(async move {
            self.sign_in.set(match api::get::<Me>("api/me").await {
                Ok(me) => {
                    language::set(me.language);
                    SignIn::In(me)
                }
                Err(Failure::SignIn) => SignIn::Out,
                Err(failure) => SignIn::Failed(failure),
            });
            if let Ok(directory) = api::get("../api/v1/entities").await {
                self.directory.set(directory);
            }
        });
    }

    /// Returns the signed-in person. Views are mounted only while there is one.
    pub(crate) fn me(self) -> Option<Me> {
        if let SignIn::In(me) = self.sign_in.get_untracked() { Some(me) } else { None }
    }

    /// Switches the language here, and stores it as the person's preference on all devices.
    pub(crate) fn set_language(self, language: Language) {
        language::set(language);
        let is_signed_in = self.me().is_some();
        // State worth keeping is in the address and in drafts, so all views are drawn anew.
        self.sign_in.notify();
        page::focus("h1");
        if is_signed_in {
            spawn_local(async move {
                if let Err(failure) =
                    self.checked(api::send_only("PUT", "api/me", &Preferences { language }).await)
                {
                    self.toast.set(Some(Toast::plain(words::failure(&failure))));
                }
            });
        }
    }

    /// Passes a response through. A [`Failure::SignIn`] signs the session out.
    pub(crate) fn checked<T>(self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if matches!(outcome, Err(Failure::SignIn)) {
            self.sign_in.set(SignIn::Out);
        }
        outcome
    }

    /// Announces a text politely, by the live region.
    pub(crate) fn announce(self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }

    /// Navigates to another view.
    pub(crate) fn go(self, to: &str) {
        address::go(self.address, to);
    }

    /// Returns ids and names of all entities.
    pub(crate) fn entities(self) -> Vec<(String, String)> {
        self.directory.with(|directory| directory::entities(directory, language::current()))
    }

    /// Returns an entity's name, or its id if the directory lacks it or isn't loaded.
    pub(crate) fn entity(self, id: &Slug) -> String {
        let name = |directory: &Directory| directory::entity(directory, id, language::current());
        self.directory.with(name).unwrap_or_else(|| id.to_string())
    }

    /// Returns the name of an entity's service, or its id if the directory lacks it or isn't loaded.
    pub(crate) fn service(self, entity: &Slug, id: &Slug) -> String {
        let name =
            |directory: &Directory| directory::service(directory, entity, id, language::current());
        self.directory.with(name).unwrap_or_else(|| id.to_string())
    }

    /// Returns ids and names of an entity's services, each main service before its subordinate ones.
    pub(crate) fn services(self, entity: &str) -> Vec<(String, String)> {
        self.directory.with(|directory| directory::services(directory, entity, language::current()))
    }
}

/// Signs out on this device or on all, and deletes the drafts.
pub(crate) fn sign_out(everywhere: bool) {
    spawn_local(async move {
        let path = if everywhere { "sign-out/everywhere" } else { "sign-out" };
        if matches!(api::send_only("POST", path, &()).await, Ok(()) | Err(Failure::SignIn)) {
            storage::clear_drafts();
            page::navigate_to("/console");
        }
    });
}
