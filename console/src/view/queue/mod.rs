//! Queue view: the queues with their counts, search and filters, the table of cases, and bulk
//! actions.
//!
//! The list is loaded again when the live connection tells of a case. Filters live in the address.

mod bulk;
mod filters;
mod list;
mod row;

use domain::wire::console::{COUNTED, Counts, Queue};
use leptos::{prelude::*, task::spawn_local};

use super::{
    module::Module,
    shared::loaded::{Trouble, Wait},
};
use crate::{
    effects::{
        api::{self, Cause},
        page,
    },
    route::{self, filter::Selection},
    session::{handles_cases, session},
    words::{self, fill, words},
};
use bulk::BulkActions;
use filters::Filters;
use list::List;
use row::Row;

/// View of one queue.
#[component]
pub(crate) fn QueueView(queue: String) -> impl IntoView {
    let session = session();
    let queue = Queue::parse(&queue).unwrap_or_default();
    let list = List::new();
    let query = Memo::new(move |_| Selection::of(queue, &session.address.get()));
    Effect::new(move |_| list.load(query.get()));
    let news = Trigger::new();
    session.live.refresh(move || news.notify());
    session.live.poll(move || news.notify());
    Effect::new(move |before: Option<()>| {
        session.changed.track();
        if before.is_some() {
            list.refresh(Cause::Person, query.get_untracked());
        }
    });
    Effect::new(move |before: Option<()>| {
        news.track();
        if before.is_some() {
            list.refresh(Cause::Timer, query.get_untracked());
        }
    });
    // Cases are opened from here.
    Effect::new(move |_| {
        if !list.is_loading.get() {
            Module::Case.prefetch();
        }
    });
    page::set_title(&format!("{} – {}", words::queue(queue), words().title));
    view! {
        <div class="desk">
            <Queues queue news />
            <section class="list">
                <h1 tabindex="-1">{words::queue(queue)}</h1>
                <Filters queue />
                <BulkActions list />
                {move || match list.trouble.get() {
                    Some(failure) => view! { <Trouble failure again=move || list.load(query.get_untracked()) /> }.into_any(),
                    None if list.is_loading.get() && list.rows.with(Vec::is_empty) => view! { <Wait /> }.into_any(),
                    None if list.rows.with(Vec::is_empty) => view! { <Nothing queue query /> }.into_any(),
                    None => view! { <Table list /> }.into_any(),
                }}
                <More list query />
            </section>
        </div>
    }
}

/// Navigation among the queues, with the number of cases in each.
#[component]
fn Queues(queue: Queue, news: Trigger) -> impl IntoView {
    let session = session();
    let counts = RwSignal::new(Counts::default());
    let count = move |cause| {
        spawn_local(async move {
            let response = api::get_for(cause, "api/cases/counts").await;
            if let Ok(counted) = session.checked(response) {
                let is_first = counts.with_untracked(|counts| counts.0.is_empty());
                counts.set(counted);
                if is_first {
                    // The counts change the queues' widths, so the current one is scrolled into
                    // view again.
                    page::reveal(".queues [aria-current]");
                }
            }
        });
    };
    Effect::new(move |_| {
        session.changed.track();
        count(Cause::Person);
    });
    Effect::new(move |before: Option<()>| {
        news.track();
        if before.is_some() {
            count(Cause::Timer);
        }
    });
    page::reveal(".queues [aria-current]");
    view! {
        <nav class="queues" aria-label=words().queues>
            <ul>
                {Queue::ALL.map(|each| {
                    let count = move || counts.with(|counts| counts.0.get(&each).map(|&count| count_text(count)));
                    view! {
                        <li>
                            <a href=route::queue(each.as_str()) aria-current=(each == queue).then_some("page") data-queue=each.as_str()>
                                <span>{words::queue(each)}</span>
                                <span class="count">{count}</span>
                            </a>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </nav>
    }
}

/// Formats a count. The edge counts up to [`COUNTED`] only.
fn count_text(count: u32) -> String {
    if count < COUNTED { count.to_string() } else { format!("{}+", COUNTED - 1) }
}

#[component]
fn Table(list: List) -> impl IntoView {
    let selects = session().me().as_ref().is_some_and(handles_cases);
    let heads = [words().kind, words().service, words().stage, words().owner, words().due];
    view! {
        <table class="cases">
            <thead>
                <tr>
                    {selects.then(|| view! { <th scope="col" class="select"><span class="unseen">{words().select}</span></th> })}
                    <th scope="col">{words().one_case}</th>
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>
                <For each=move || list.rows.get() key=|row| (row.reference, row.updated_at, row.excerpt.marks.clone()) let:row>
                    <Row row list selects />
                </For>
            </tbody>
        </table>
    }
}

/// Message that the queue is empty, or that no case matches search and filters.
#[component]
fn Nothing(queue: Queue, query: Memo<Selection>) -> impl IntoView {
    let is_narrow = move || query.get() != Selection::of(queue, "");
    view! {
        <div class="nothing">
            <p>{move || if is_narrow() { words().nothing_found } else { words().nothing_here }}</p>
            {move || is_narrow().then(|| view! { <a class="button" href=route::queue(queue.as_str())>{words().filters_clear}</a> })}
        </div>
    }
}

/// Number of shown cases, and the button that loads the next page.
#[component]
fn More(list: List, query: Memo<Selection>) -> impl IntoView {
    let session = session();
    move || {
        list.next.get().map(|_| {
            let count = list.rows.with(Vec::len).to_string();
            view! {
                <p class="more">
                    <span>{fill(words().shown, "count", &count)}</span>
                    <button type="button" disabled=list.is_loading on:click=move |_| list.more(session, query.get_untracked())>
                        {words().more}
                    </button>
                </p>
            }
        })
    }
}
