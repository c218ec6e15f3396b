//! What all views share: who is signed in, the address, the time, the names of entities, what is told.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::{
        policy::{self, Custody, Permission, Scope},
        staff::Role,
    },
    case::life_cycle::Verb,
    entity::slug::Slug,
    wire::{
        Directory, Named,
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
    view::{loaded, toast::Toast},
};

/// How often what counts down is counted, in seconds.
const TICK: u64 = 20;

/// Whether someone is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    /// It was asked just now.
    Asking,
    /// Someone is.
    In(Me),
    /// Nobody is, or not any more.
    Out,
    /// It can't be found out.
    Unknown(Failure),
}

/// What all views share.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// Path and query.
    pub(crate) address: RwSignal<String>,
    /// Who is signed in.
    pub(crate) sign_in: RwSignal<SignIn>,
    /// The time, some of it ago.
    pub(crate) now: RwSignal<Timestamp>,
    /// What a screen reader says next.
    pub(crate) told: RwSignal<String>,
    /// What shows for a while.
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// Told when something was changed that views have read before.
    pub(crate) changed: Trigger,
    directory: RwSignal<Directory>,
}

/// The session that a view is part of.
pub(crate) fn session() -> Session {
    expect_context()
}

impl Session {
    /// Begins, and asks who is signed in.
    pub(crate) fn begin() -> Self {
        let session = Self {
            address: address::watch(),
            sign_in: RwSignal::new(SignIn::Asking),
            now: RwSignal::new(clock::now()),
            told: RwSignal::new(String::new()),
            toast: RwSignal::new(None),
            changed: Trigger::new(),
            directory: RwSignal::new(Directory { entities: Vec::new() }),
        };
        clock::every(TICK, move || session.now.set(clock::now()));
        session.ask();
        session
    }

    /// Asks who is signed in.
    pub(crate) fn ask(self) {
        self.sign_in.set(SignIn::Asking);
        spawn_local(async move {
            self.sign_in.set(match api::get::<Me>("api/me").await {
                Ok(me) => {
                    language::speak(me.language);
                    SignIn::In(me)
                }
                Err(Failure::SignIn) => SignIn::Out,
                Err(failure) => SignIn::Unknown(failure),
            });
            if let Ok(directory) = api::get("../api/v1/entities").await {
                self.directory.set(directory);
            }
        });
    }

    /// Who is signed in; views are there only while someone is.
    pub(crate) fn me(self) -> Option<Me> {
        if let SignIn::In(me) = self.sign_in.get_untracked() { Some(me) } else { None }
    }

    /// Speaks another language from now on, here and wherever else whoever is signed in comes in.
    pub(crate) fn speak(self, language: Language) {
        language::speak(language);
        let is_in = self.me().is_some();
        // Everything that matters is in the address and in drafts, so all that shows is simply drawn anew.
        self.sign_in.notify();
        page::focus("h1");
        if is_in {
            spawn_local(async move {
                if let Err(failure) =
                    self.checked(api::tell("PUT", "api/me", &Preferences { language }).await)
                {
                    self.toast.set(Some(Toast::told(loaded::said(&failure))));
                }
            });
        }
    }

    /// What something that was asked for came to; where nobody is signed in any more, the way there.
    pub(crate) fn checked<T>(self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if matches!(outcome, Err(Failure::SignIn)) {
            self.sign_in.set(SignIn::Out);
        }
        outcome
    }

    /// Has a screen reader say something when it has nothing else to say.
    pub(crate) fn tell(self, text: impl Into<String>) {
        self.told.set(text.into());
    }

    /// Goes to another view.
    pub(crate) fn go(self, to: &str) {
        address::go(self.address, to);
    }

    /// Everyone whom something can be said to.
    pub(crate) fn entities(self) -> Vec<(String, String)> {
        self.directory.with(|directory| {
            directory
                .entities
                .iter()
                .map(|entity| (entity.id.clone(), said(&entity.name)))
                .collect()
        })
    }

    /// What an entity is called.
    pub(crate) fn entity(self, id: &Slug) -> String {
        let found = |directory: &Directory| {
            directory
                .entities
                .iter()
                .find(|entity| entity.id == id.as_str())
                .map(|entity| said(&entity.name))
        };
        self.directory.with(found).unwrap_or_else(|| id.to_string())
    }

    /// What a service of an entity is called.
    pub(crate) fn service(self, entity: &Slug, id: &Slug) -> String {
        let found = |directory: &Directory| {
            let entity = directory.entities.iter().find(|known| known.id == entity.as_str())?;
            Some(said(&entity.service(id.as_str())?.name))
        };
        self.directory.with(found).unwrap_or_else(|| id.to_string())
    }

    /// The services of an entity, those below others after them.
    pub(crate) fn services(self, entity: &str) -> Vec<(String, String)> {
        self.directory.with(|directory| {
            let entity = directory.entities.iter().find(|known| known.id == entity);
            let all = entity
                .into_iter()
                .flat_map(|entity| &entity.services)
                .flat_map(|main| std::iter::once(main).chain(&main.services));
            all.map(|service| (service.id.clone(), said(&service.name))).collect()
        })
    }
}

/// Signs out; what was being written goes with it.
pub(crate) fn sign_out(everywhere: bool) {
    spawn_local(async move {
        let path = if everywhere { "sign-out/everywhere" } else { "sign-out" };
        if matches!(api::tell("POST", path, &()).await, Ok(()) | Err(Failure::SignIn)) {
            storage::forget_drafts();
            page::leave_for("/console");
        }
    });
}

/// A name in the language that is spoken.
pub(crate) fn said(name: &Named) -> String {
    name.for_reader(language::spoken().tag()).0.to_owned()
}

/// The entities that someone is there for, each once.
pub(crate) fn entities_of(me: &Me) -> Vec<Slug> {
    let mut entities: Vec<Slug> = me.roles.iter().filter_map(Role::entity).cloned().collect();
    entities.sort();
    entities.dedup();
    entities
}

/// The queue where someone begins: their own, or all where they do nothing to any.
pub(crate) fn first_queue(me: &Me) -> &'static str {
    if handles_cases(me) { "mine" } else { "all" }
}

/// Whether someone does anything to cases.
pub(crate) fn handles_cases(me: &Me) -> bool {
    let (person, before) = (me.person(), BTreeSet::new());
    let takes = |now: &Slug| {
        policy::may(&person, Permission::Handle(Verb::Take, Custody { now, before: &before }))
    };
    entities_of(me).iter().any(takes)
}

/// Whether someone may open cases at all.
pub(crate) fn sees_cases(me: &Me) -> bool {
    !Scope::of(&me.person()).is_empty()
}
