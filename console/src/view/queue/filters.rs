//! Search and filters of a queue. They live in the address, so a link or a bookmark keeps them.

use domain::{
    case::stage::Stage,
    intake::kind::Kind,
    language::Language,
    search,
    sla::priority::Priority,
    slug::Slug,
    wire::console::{Colleague, Order, People, Queue},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use web_sys::HtmlInputElement;

use super::views::SaveView;
use crate::{
    effects::{address, api, intl},
    route::{
        self, filter,
        query::{self, parameter},
    },
    session::{self, Session, session},
    words::{self, words},
};

/// Orders that the person can choose besides the usual one.
const ORDERS: [Order; 4] = [Order::Newest, Order::Oldest, Order::Changed, Order::Priority];

/// Search field and one select for each filter.
#[component]
pub(super) fn Filters(queue: Queue) -> impl IntoView {
    let session = session();
    let field = NodeRef::<leptos::html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text =
            field.get_untracked().map(|field: HtmlInputElement| field.value()).unwrap_or_default();
        // A whole number opens its case.
        if let Some(reference) = search::certain_reference(text.trim()) {
            return session.go(&route::case(reference));
        }
        let address = session.address.get_untracked();
        let queue = filter::searched(queue, &address);
        session.go(&filter::replaced(queue, &address, filter::SEARCH, text.trim()));
    };
    let mine: Vec<Slug> = session.me().iter().flat_map(session::entities_of).collect();
    let offers_entities = mine.len() != 1;
    let entities = Memo::new(move |_| {
        let named = |entity: &Slug| (entity.to_string(), session.entity(entity));
        if mine.is_empty() { session.entities() } else { mine.iter().map(named).collect() }
    });
    let home = session.me().and_then(|me| session::entities_of(&me).into_iter().next());
    let entity = Memo::new(move |_| {
        let entity = parameter(&session.address.get(), "entity");
        entity.or_else(|| home.as_ref().map(ToString::to_string))
    });
    let services = Memo::new(move |_| {
        entity.get().map(|entity| session.services(&entity)).unwrap_or_default()
    });
    let owners = RwSignal::new(Vec::new());
    let unfold = move |_| load_owners(session, entity.get_untracked(), owners);
    let languages = Language::ALL.map(Language::tag);
    let languages = languages.map(|tag| (tag.to_owned(), intl::language(tag))).to_vec();
    let owned = |all: Vec<(&str, &str)>| {
        all.into_iter().map(|(value, name)| (value.to_owned(), name.to_owned())).collect::<Vec<_>>()
    };
    let kinds = owned(Kind::ALL.map(|kind| (kind.as_str(), words::kind(kind))).to_vec());
    let stages = owned(Stage::ALL.map(|stage| (stage.as_str(), words::stage(stage))).to_vec());
    let priorities = owned(
        Priority::ALL.map(|priority| (priority.as_str(), words::priority(priority))).to_vec(),
    );
    let orders =
        ORDERS.map(|order| (order.as_str().to_owned(), words::order(order).to_owned())).to_vec();
    view! {
        <search>
            <form class="filters" on:submit=submit>
                <label class="search">
                    <span class="unseen">{words().search}</span>
                    <input type="search" dir="auto" node_ref=field aria-keyshortcuts="/" maxlength="200" enterkeyhint="search" placeholder=words().search
                        prop:value=move || query::words(&session.address.get()).unwrap_or_default() />
                </label>
                <button class="main">{words().search_go}</button>
                <details on:toggle=unfold>
                    <summary>{words().filters}</summary>
                    <div>
                        {offers_entities.then(|| view! { <Choice queue name="entity" label=words().entity options=entities.into() /> })}
                        <Choice queue name="kind" label=words().kind options=Signal::stored(kinds) />
                        <Choice queue name="service" label=words().service options=services.into() />
                        <Choice queue name="stage" label=words().stage options=Signal::stored(stages) />
                        <Choice queue name="priority" label=words().priority options=Signal::stored(priorities) />
                        <Choice queue name="owner" label=words().owner options=owners.into() />
                        <Choice queue name="language" label=words().language options=Signal::stored(languages) />
                        <Choice queue name=filter::SORT label=words().order none=words().order_due options=Signal::stored(orders) />
                    </div>
                </details>
            </form>
            <SaveView queue />
        </search>
    }
}

/// Loads the people who may own cases of an entity, those who have left included.
fn load_owners(session: Session, entity: Option<String>, owners: RwSignal<Vec<(String, String)>>) {
    let Some(entity) = entity else { return };
    spawn_local(async move {
        let path = format!("api/entities/{entity}/people");
        // Without the list only the choice is missing.
        if let Ok(all) = session.checked(api::get::<People>(&path).await) {
            let named = |person: Colleague| (person.id.as_str().to_owned(), person.name);
            owners.try_set(all.people.into_iter().map(named).collect());
        }
    });
}

/// Select of one filter.
#[component]
fn Choice(
    queue: Queue,
    name: &'static str,
    label: &'static str,
    options: Signal<Vec<(String, String)>>,
    /// Label of no choice, if it isn't that of any value.
    #[prop(optional)]
    none: Option<&'static str>,
) -> impl IntoView {
    let session = session();
    let current = move || parameter(&session.address.get(), name).unwrap_or_default();
    view! {
        <label>
            <span>{label}</span>
            <select on:change=move |event| {
                address::rewrite(session.address, &filter::replaced(queue, &session.address.get_untracked(), name, &event_target_value(&event)));
            }>
                <option value="" selected=move || current().is_empty()>{none.unwrap_or(words().any)}</option>
                {move || options.get().into_iter().map(|(value, text)| {
                    let is_chosen = value == current();
                    view! { <option value=value selected=is_chosen>{text}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

/// Number of active filters, and a link to clear them; visible while the filters are folded away.
#[component]
pub(super) fn Chosen(queue: Queue) -> impl IntoView {
    let session = session();
    move || {
        let address = session.address.get();
        let count = filter::count(&address);
        (count > 0).then(|| {
            view! {
                <p class="chosen">
                    <span>{words::count(words().filters_chosen, count)}</span>
                    <a href=route::queue(queue.as_str())>{words().filters_clear}</a>
                </p>
            }
        })
    }
}
