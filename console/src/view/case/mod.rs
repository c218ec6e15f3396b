//! One case: what was said, what was done about it, what can be done now.

mod actions;
mod attachment;
mod clocks;
mod command;
mod evaluation;
pub(super) mod events;
mod facts;
pub(crate) mod people;
mod presence;
mod preview;
mod said;
mod thread;

use domain::{
    access::staff::StaffId,
    case::{life_cycle::Verb, priority::Priority},
    reference::Reference,
    wire::console::{CaseView, Conflict, Settings},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

use super::loaded::{Trouble, Wait};
use crate::{
    effects::{
        address::{asked, encoded},
        api::{self, Failure},
        page,
    },
    route,
    session::{Session, first_queue, session},
    words::{self, words},
};
use command::Commands;
use presence::Presence;

/// A case on someone's desk.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    session: Session,
    reference: Reference,
    case: RwSignal<Option<CaseView>>,
    trouble: RwSignal<Option<Failure>>,
    /// What is being done, and to which action.
    doing: RwSignal<Option<Doing>>,
    /// Whether something has happened to it since it was read.
    is_outdated: RwSignal<bool>,
    /// What others did meanwhile.
    conflict: RwSignal<Option<Conflict>>,
    /// What the entity whose turn it is has set.
    settings: RwSignal<Option<Settings>>,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Doing {
    verb: Verb,
    /// The place of the action that it is done to.
    action: usize,
}

impl Desk {
    fn load(self) {
        let query = asked(&self.session.address.get_untracked(), "q")
            .map(|q| format!("?q={}", encoded(&q)))
            .unwrap_or_default();
        let path = format!("api/cases/{}{query}", self.reference);
        spawn_local(async move {
            match self.session.checked(api::get::<CaseView>(&path).await) {
                Ok(case) => self.show(case),
                Err(failure) => _ = self.trouble.try_set(Some(failure)),
            }
        });
    }

    fn show(self, case: CaseView) {
        self.trouble.try_set(None);
        self.is_outdated.try_set(false);
        let entity = case.entity.clone();
        // Replies have templates; whoever can't reply may not be told what the entity has set either.
        let replies = case.may.contains(&Verb::Reply);
        let is_known = self
            .settings
            .try_with_untracked(|known| known.as_ref().is_some_and(|known| known.entity == entity));
        self.case.try_set(Some(case));
        if replies && is_known == Some(false) {
            spawn_local(async move {
                // Without it there are no templates, and nothing else is missing.
                if let Ok(settings) = api::get(&format!("api/entities/{entity}/settings")).await {
                    self.settings.try_set(Some(settings));
                }
            });
        }
    }

    /// The head of the case as it shows.
    fn head(self) -> Option<String> {
        self.case.try_with_untracked(|case| case.as_ref().map(|case| case.head.clone())).flatten()
    }

    /// Something of the case, read anew whenever it changes.
    fn of<T: Default>(self, read: impl Fn(&CaseView) -> T) -> T {
        self.case.with(|case| case.as_ref().map(read).unwrap_or_default())
    }

    /// What someone is called.
    fn name(self, id: &StaffId) -> String {
        self.of(|case| case.names.get(id).cloned()).unwrap_or_else(|| words().someone.to_owned())
    }

    /// Begins to do something.
    fn begin(self, verb: Verb, action: usize) {
        self.doing.set(Some(Doing { verb, action }));
        page::focus("#doing :is(input, select, textarea)");
    }
}

/// What a form says under this name.
pub(crate) fn entered(event: &SubmitEvent, name: &str) -> String {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(name).as_string()).unwrap_or_default()
}

/// One case.
#[component]
pub(crate) fn OneCase(reference: Reference) -> impl IntoView {
    let session = session();
    let desk = Desk {
        session,
        reference,
        case: RwSignal::new(None),
        trouble: RwSignal::new(None),
        doing: RwSignal::new(None),
        is_outdated: RwSignal::new(false),
        conflict: RwSignal::new(None),
        settings: RwSignal::new(None),
    };
    page::entitle(&format!("{reference} – {}", words().title));
    Effect::new(move |_| {
        session.changed.track();
        desk.load();
    });
    let is_here = Memo::new(move |_| desk.case.with(Option::is_some));
    view! {
        <article class="case">
            <Heading desk />
            {move || desk.trouble.get().map(|failure| view! { <Trouble failure again=move || desk.load() /> })}
            {move || {
                if is_here.get() {
                    view! {
                        <div class="columns">
                            <div>
                                <said::WasSaid desk />
                                <evaluation::Judging desk />
                                <actions::Actions desk />
                                <thread::Thread desk />
                                <Commands desk />
                            </div>
                            <div>
                                <clocks::Timers desk />
                                <facts::Facts desk />
                                <events::Events desk />
                            </div>
                        </div>
                    }.into_any()
                } else if desk.trouble.with(Option::is_none) {
                    view! { <Wait /> }.into_any()
                } else {
                    ().into_any()
                }
            }}
        </article>
    }
}

/// What it is, where it stands, whose it is, who else is here.
#[component]
fn Heading(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let back = route::queue(session.me().as_ref().map_or("all", first_queue));
    let kind = move || {
        desk.case.with(|case| case.as_ref().map_or(words().one_case, |case| words::kind(case.kind)))
    };
    let stage = move || desk.case.with(|case| case.as_ref().map(|case| words::stage(case.stage)));
    let owner = move || {
        let owner = desk.case.with(|case| case.as_ref().map(|case| case.owner.clone()));
        owner.map(|owner| owner.map_or_else(|| words().nobody.to_owned(), |id| desk.name(&id)))
    };
    let priority = move || {
        let priority = desk.of(|case| case.priority);
        (priority != Priority::Ordinary)
            .then(|| view! { <span class="flag" data-priority=priority.as_str()>{words::priority(priority)}</span> })
    };
    let entity =
        move || desk.case.with(|case| case.as_ref().map(|case| session.entity(&case.entity)));
    let offered = move || {
        desk.of(|case| case.offered_by.clone())
            .map(|from| view! { <span class="flag">{words::with(words().offered_by, "entity", &session.entity(&from))}</span> })
    };
    view! {
        <header class="heading">
            <a class="back" href=back aria-keyshortcuts="u">{words().back}</a>
            <h1 tabindex="-1">{kind}" "<bdi dir="ltr" class="number">{desk.reference.to_string()}</bdi></h1>
            <p class="flags">
                <strong class="stage">{stage}</strong>
                <span>{entity}</span>
                <span>{words().owner}": "<bdi>{owner}</bdi></span>
                {priority}{offered}
            </p>
            <Presence desk />
        </header>
    }
}
