//! Case view: message, attachments, thread, timers, history, and the commands that the person may
//! give.
//!
//! [`Desk`] is the state that all parts of the view share. `command` sends actions; `history`
//! is a view of its own; the other files show one section each.

mod actions;
mod attachment;
mod command;
mod deliveries;
mod evaluation;
mod events;
mod facts;
mod history;
mod lessons;
mod machine;
mod message;
mod others;
mod presence;
mod preview;
mod thread;
mod timers;

use domain::{
    case::life_cycle::Verb,
    reference::Reference,
    sla::priority::Priority,
    staff::StaffId,
    wire::console::{CaseView, Conflict, Settings, WordsToMark},
};
use leptos::{prelude::*, task::spawn_local};

use super::shared::loaded::{Trouble, Wait};
use crate::{
    effects::{
        api::{self, Failure},
        page, unsaved,
    },
    route::{self, query},
    session::{Position, Session, first_queue, session},
    words::{self, words},
};
use command::{Commands, Taking};
pub(crate) use events::{detail, moved, reason};
pub(crate) use history::HistoryView;
use presence::Presence;

/// State of the opened case, shared by the sections of the view.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    session: Session,
    reference: Reference,
    case: RwSignal<Option<CaseView>>,
    trouble: RwSignal<Option<Failure>>,
    /// Action whose form is open.
    doing: RwSignal<Option<Doing>>,
    /// Flag that the case has changed since it was loaded.
    is_outdated: RwSignal<bool>,
    /// Events by others that made the edge refuse an action.
    conflict: RwSignal<Option<Conflict>>,
    /// Settings of the entity that has custody.
    settings: RwSignal<Option<Settings>>,
    /// Taking of the case that began last.
    taking: StoredValue<Option<Taking>, LocalStorage>,
}

/// Action whose form is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Doing {
    verb: Verb,
    /// Index of the corrective action that the verb applies to.
    action: usize,
}

impl Desk {
    fn load(self) {
        let sought = query::words(&self.session.address.get_untracked());
        let path = format!("api/cases/{}", self.reference);
        spawn_local(async move {
            let response = match sought {
                Some(q) => api::send("POST", &path, &WordsToMark { q }).await,
                None => api::get::<CaseView>(&path).await,
            };
            match self.session.checked(response) {
                Ok(case) => self.show(case),
                Err(failure) => _ = self.trouble.try_set(Some(failure)),
            }
        });
    }

    fn show(self, case: CaseView) {
        self.trouble.try_set(None);
        self.is_outdated.try_set(false);
        let entity = case.entity.clone();
        // Templates are for replies; a person who can't reply may lack the permission to read
        // settings.
        let replies = case.may.contains(&Verb::Reply);
        let is_known = self.settings.try_with_untracked(|settings| {
            settings.as_ref().is_some_and(|settings| settings.entity == entity)
        });
        self.case.try_set(Some(case));
        if replies && is_known == Some(false) {
            spawn_local(async move {
                // Without the settings only the templates are missing.
                if let Ok(settings) = api::get(&format!("api/entities/{entity}/settings")).await {
                    self.settings.try_set(Some(settings));
                }
            });
        }
    }

    /// Returns the head of the loaded case.
    fn head(self) -> Option<String> {
        self.case.try_with_untracked(|case| case.as_ref().map(|case| case.head.clone())).flatten()
    }

    /// Reads a part of the case, and tracks it.
    fn of<T: Default>(self, read: impl Fn(&CaseView) -> T) -> T {
        self.case.with(|case| case.as_ref().map(read).unwrap_or_default())
    }

    /// Returns the name of a member of staff.
    fn name(self, id: &StaffId) -> String {
        self.of(|case| case.names.get(id).cloned()).unwrap_or_else(|| words().someone.to_owned())
    }

    /// Returns the beginning of the names of the person's drafts on the case.
    fn drafts(self) -> String {
        self.session.drafts_on(self.reference)
    }

    /// Opens the form of an action and focuses its first field. The person may stay with the open
    /// form if files are attached to it. The form of the same action stays as it is.
    fn begin(self, verb: Verb, action: usize) {
        let doing = Some(Doing { verb, action });
        if self.doing.get_untracked() != doing {
            if !unsaved::may_leave() {
                return;
            }
            self.doing.set(doing);
            let is_free = self.case.with_untracked(|case| {
                case.as_ref()
                    .is_some_and(|case| case.owner.is_none() && case.may.contains(&Verb::Take))
            });
            if is_free && matches!(verb, Verb::Reply | Verb::Ask | Verb::Answer) {
                command::take(self);
            }
        }
        page::focus("#doing :is(input, select, textarea):not(.template)");
        page::uncover(".said", ".commands");
    }
}

/// Renders the ways to the cases before and after this one in the list that it was opened from.
fn neighbours(position: Position, list: &str) -> impl IntoView + use<> {
    let Position { number, count, previous, next } = position;
    let sought = query::words(list);
    let link = |reference: Option<Reference>, text: &'static str, key: &'static str| {
        let address = reference.map(|reference| route::case_found(reference, sought.as_deref()));
        address.map(|address| view! { <a href=address aria-keyshortcuts=key>{text}</a> })
    };
    let place = words::fill(words::case().position, "number", &number.to_string());
    view! {
        {link(previous, words::case().previous_case, "k")}
        <span class="hint">{words::fill(&place, "count", &count.to_string())}</span>
        {link(next, words::case().next_case, "j")}
    }
}

/// View of one case.
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
        taking: StoredValue::new_local(None),
    };
    page::set_title(&format!("{reference} – {}", words().title));
    session.trail.update(|trail| trail.opened = Some(reference));
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
                                <message::Message desk />
                                <others::Others desk />
                                <evaluation::Judging desk />
                                <actions::Actions desk />
                                <lessons::Lessons desk />
                                <thread::Thread desk />
                                <Commands desk />
                            </div>
                            <div>
                                <timers::Timers desk />
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

/// Heading: kind, reference, stage, entity, owner, and the people who have the case open.
#[component]
fn Heading(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let trail = session.trail.get_untracked();
    let back = if trail.address.is_empty() {
        route::queue(session.me().as_ref().map_or("all", first_queue))
    } else {
        trail.address.clone()
    };
    let position = trail.position(desk.reference);
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
    let danger = move || {
        let is_marked = desk.of(|case| case.danger);
        is_marked
            .then(|| view! { <span class="flag" data-danger>{words::case().danger_look}</span> })
    };
    let entity =
        move || desk.case.with(|case| case.as_ref().map(|case| session.entity(&case.entity)));
    let offer = move || {
        desk.of(|case| case.offered_by.clone())
            .map(|from| view! { <span class="flag">{words::fill(words().offered_by, "entity", &session.entity(&from))}</span> })
    };
    view! {
        <header class="heading">
            <p class="ways">
                <a class="back" href=back aria-keyshortcuts="u">{words::case().back}</a>
                {position.map(|position| neighbours(position, &trail.address))}
            </p>
            <h1 tabindex="-1">{kind}" "<bdi dir="ltr" class="number">{desk.reference.to_string()}</bdi></h1>
            <p class="flags">
                <strong class="stage">{stage}</strong>
                <span>{entity}</span>
                <span>{words().owner}": "<bdi>{owner}</bdi></span>
                {danger}{priority}{offer}
            </p>
            {move || desk.of(|case| case.is_cut).then(|| view! { <p class="hint">{words::case().case_is_cut}</p> })}
            <Presence desk />
        </header>
    }
}
