//! State that all views share: the signed-in person, address, time, entity names, toast.
//!
//! Views get it by [`session`] from the Leptos context. [`directory`] looks up names of entities
//! and services, [`draft`] keeps what was written, [`live`] is told of cases, [`person`] answers
//! which views the person may see, [`toast`] has the messages that show for a few seconds,
//! [`trail`] the list that a case was opened from. Nothing here draws.

mod directory;
mod draft;
mod live;
mod person;
mod toast;
mod trail;

use domain::{
    Timestamp,
    reference::Reference,
    slug::Slug,
    staff_notice::WantedNotices,
    wire::{
        Directory,
        console::{Counts, Language, Me, Preferences, View},
    },
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{
        activity, address,
        api::{self, Failure},
        clock, language, page, storage, unsaved,
    },
    words,
};
pub(crate) use draft::{Draft, Drafts, SentMessage};
pub(crate) use live::{Live, News};
pub(crate) use person::{
    entities_of, first_queue, handled_entities, handles_cases, sees_cases, sees_figures,
    sees_mentions, sees_security_events, teams_of,
};
pub(crate) use toast::{Shown, Toast, Toasts};
pub(crate) use trail::{Position, Trail};

/// Interval at which [`Session::now`] advances, in seconds.
const TICK: u64 = 20;

/// Interval at which activity of the person prolongs the session, in seconds.
const ACTIVITY: u64 = 300;

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

impl From<Result<Me, Failure>> for SignIn {
    fn from(result: Result<Me, Failure>) -> Self {
        match result {
            Ok(me) => Self::In(me),
            Err(Failure::SignIn) => Self::Out,
            Err(failure) => Self::Failed(failure),
        }
    }
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
    /// Messages that are shown for a few seconds.
    pub(crate) toasts: RwSignal<Toasts>,
    /// Trigger that fires after a change to data that views have read.
    pub(crate) changed: Trigger,
    /// List of cases that the person came from.
    pub(crate) trail: RwSignal<Trail>,
    /// Number of cases in each queue.
    pub(crate) counts: RwSignal<Counts>,
    /// Saved views that the person sees; `None` until they are loaded.
    pub(crate) views: RwSignal<Option<Vec<View>>>,
    /// Connection by which the edge tells of cases.
    pub(crate) live: Live,
    directory: RwSignal<Directory>,
}

/// Returns the session from the Leptos context.
pub(crate) fn session() -> Session {
    expect_context()
}

impl Session {
    /// Starts the session and requests the sign-in.
    pub(crate) fn begin() -> Self {
        let session = Self::new(address::watch(), clock::now());
        clock::every(TICK, move || session.now.set(clock::now()));
        activity::watch();
        unsaved::guard();
        clock::every(ACTIVITY, move || session.prolong());
        session.live.begin(session);
        session.load();
        session
    }

    /// Prolongs the session at the edge, if somebody is signed in and has typed or clicked.
    fn prolong(self) {
        if activity::take() && self.me().is_some() {
            spawn_local(async move {
                let _ = self.checked(api::get::<Me>("api/me").await);
            });
        }
    }

    fn new(address: RwSignal<String>, now: Timestamp) -> Self {
        Self {
            address,
            sign_in: RwSignal::new(SignIn::Pending),
            now: RwSignal::new(now),
            announcement: RwSignal::new(String::new()),
            toasts: RwSignal::default(),
            changed: Trigger::new(),
            trail: RwSignal::new(Trail::default()),
            counts: RwSignal::default(),
            views: RwSignal::default(),
            live: Live::new(),
            directory: RwSignal::new(Directory { entities: Vec::new() }),
        }
    }

    /// Requests the signed-in person and the directory of entities.
    pub(crate) fn load(self) {
        self.sign_in.set(SignIn::Pending);
        spawn_local(async move {
            let sign_in = SignIn::from(api::get("api/me").await);
            if let SignIn::In(me) = &sign_in {
                language::set(me.language);
                storage::keep_drafts_of(me.id.as_str());
            }
            self.sign_in.set(sign_in);
            self.recall_held();
            self.renew_directory().await;
        });
    }

    /// Requests the directory of entities.
    pub(crate) async fn renew_directory(self) {
        if let Ok(directory) = api::get("../api/v1/entities").await {
            self.directory.set(directory);
        }
    }

    /// Returns the signed-in person. Views are mounted only while there is one.
    pub(crate) fn me(self) -> Option<Me> {
        if let SignIn::In(me) = self.sign_in.get_untracked() { Some(me) } else { None }
    }

    /// Switches the language here, and stores it as the person's preference on all devices.
    pub(crate) fn set_language(self, language: Language) {
        if !unsaved::may_leave() {
            return;
        }
        language::set(language);
        let is_signed_in = self.me().is_some();
        // State worth keeping is in the address and in drafts, so all views are drawn anew.
        self.sign_in.notify();
        page::focus("h1");
        if is_signed_in {
            self.prefer(Preferences { language, notices: None });
        }
    }

    /// Stores which notices the person wants.
    pub(crate) fn want_notices(self, notices: WantedNotices) {
        self.sign_in.update_untracked(|sign_in| {
            if let SignIn::In(me) = sign_in {
                me.notices = notices;
            }
        });
        self.prefer(Preferences { language: language::current(), notices: Some(notices) });
    }

    /// Stores the person's preferences on all devices.
    fn prefer(self, preferences: Preferences) {
        spawn_local(async move {
            let stored = api::send_only("PUT", "api/me", &preferences).await;
            if let Err(failure) = self.checked(stored) {
                self.tell(Toast::plain(words::failure(&failure)));
            }
        });
    }

    /// Deletes the drafts and signs out, on this device or on all. If there are drafts, the person
    /// is asked before.
    pub(crate) fn sign_out(self, everywhere: bool) {
        let may_lose = || !storage::has_draft("") || page::confirms(words::words().sign_out_drafts);
        if !unsaved::may_leave() || !may_lose() {
            return;
        }
        // Before the call, so that nothing stays on a device without a network.
        storage::clear_drafts();
        self.toasts.update(|toasts| toasts.held.clear());
        spawn_local(async move {
            let path = if everywhere { "sign-out/everywhere" } else { "sign-out" };
            match api::send_only("POST", path, &()).await {
                Ok(()) | Err(Failure::SignIn) => page::navigate_to("/console"),
                Err(failure) => self.tell(Toast::plain(words::failure(&failure))),
            }
        });
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

    /// Returns the beginning of the names of the signed-in person's drafts on a case.
    pub(crate) fn drafts_on(self, reference: Reference) -> String {
        let me = self.me().map(|me| me.id.as_str().to_owned()).unwrap_or_default();
        format!("{me}.{reference}.")
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

    /// Returns an entity's name for a reader of another language than the person's.
    pub(crate) fn entity_for(self, id: &Slug, tag: &str) -> String {
        let name = |directory: &Directory| directory::entity_for(directory, id, tag);
        self.directory.with_untracked(name).unwrap_or_else(|| id.to_string())
    }

    /// Returns the name of an entity's service, or its id if the directory lacks it or isn't
    /// loaded.
    pub(crate) fn service(self, entity: &Slug, id: &Slug) -> String {
        let name =
            |directory: &Directory| directory::service(directory, entity, id, language::current());
        self.directory.with(name).unwrap_or_else(|| id.to_string())
    }

    /// Returns ids and names of an entity's services, each main service before its subordinate
    /// ones.
    pub(crate) fn services(self, entity: &str) -> Vec<(String, String)> {
        self.directory.with(|directory| directory::services(directory, entity, language::current()))
    }
}

#[cfg(test)]
mod tests {
    use domain::{bilingual::Named, staff::StaffId, wire::DirectoryEntity};

    use super::*;

    fn me() -> Me {
        Me {
            id: StaffId::draw([1; 16]),
            name: "Mona".to_owned(),
            roles: Vec::new(),
            language: Language::English,
            notices: WantedNotices::default(),
            signed_out_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// Runs a test with a session that asks no edge, in an owner that keeps its signals.
    fn with_session(test: impl FnOnce(Session)) {
        Owner::new().with(|| {
            test(Session::new(RwSignal::new("/console".to_owned()), Timestamp::UNIX_EPOCH));
        });
    }

    #[test]
    fn an_unauthorised_answer_means_signed_out_and_any_other_failure_is_kept() {
        assert_eq!(SignIn::from(Ok(me())), SignIn::In(me()));
        assert_eq!(SignIn::from(Err(Failure::SignIn)), SignIn::Out);
        assert_eq!(SignIn::from(Err(Failure::Network)), SignIn::Failed(Failure::Network));
    }

    #[test]
    fn nobody_is_signed_in_before_the_edge_has_answered() {
        with_session(|session| {
            assert_eq!(session.me(), None);
            session.sign_in.set(SignIn::In(me()));
            assert_eq!(session.me(), Some(me()));
        });
    }

    #[test]
    fn an_expired_session_signs_out_and_other_failures_do_not() {
        with_session(|session| {
            session.sign_in.set(SignIn::In(me()));
            for outcome in [Ok(1), Err(Failure::Forbidden), Err(Failure::Network)] {
                assert_eq!(session.checked(outcome.clone()), outcome);
                assert_eq!(session.sign_in.get_untracked(), SignIn::In(me()));
            }
            assert_eq!(session.checked::<u8>(Err(Failure::SignIn)), Err(Failure::SignIn));
            assert_eq!(session.sign_in.get_untracked(), SignIn::Out);
        });
    }

    #[test]
    fn an_entity_has_its_id_for_a_name_until_the_directory_is_loaded() {
        with_session(|session| {
            let id = Slug::parse("rta").unwrap();
            assert_eq!(session.entity(&id), "rta");
            let name = Named { ar: "الطرق".to_owned(), en: "Roads".to_owned() };
            let entity = DirectoryEntity { id: "rta".to_owned(), name, services: Vec::new() };
            session.directory.set(Directory { entities: vec![entity] });
            // Arabic is the language before any is set.
            assert_eq!(session.entity(&id), "الطرق");
            assert_eq!(session.service(&id, &Slug::parse("parking").unwrap()), "parking");
        });
    }
}
