//! Queue view: the queues with their counts, search and filters, the table of cases, and bulk
//! actions.
//!
//! The list is loaded again when the live connection tells of a case. Filters live in the address.
//! Whoever comes back from a case finds the list as they left it.

mod alike;
mod bulk;
mod filters;
mod list;
mod row;
mod selection;
mod task;
mod views;

use domain::wire::console::{COUNTED, Counts, Queue};
use leptos::{ev, prelude::*};

use super::{
    module::Module,
    shared::loaded::{Trouble, Wait},
};
use crate::{
    effects::{address, api::Cause, page},
    route::{
        self, Route,
        filter::{self, Selection},
    },
    session::{Session, Trail, handles_cases, sees_mentions, session},
    words::{self, fill, words},
};
use alike::LikeCases;
use bulk::BulkActions;
use filters::{Chosen, Filters};
use list::List;
use row::Row;
use selection::SelectAll;
use views::Views;

/// View of one queue.
#[component]
pub(crate) fn QueueView(queue: String) -> impl IntoView {
    let session = session();
    let queue = Queue::parse(&queue).unwrap_or_default();
    let list = List::new();
    let query = Memo::new(move |_| Selection::of(queue, &session.address.get()));
    let is_restored = restore(session, list);
    Effect::new(move |before: Option<()>| {
        let selection = query.get();
        if before.is_none() && is_restored {
            list.refresh(Cause::Person, selection);
        } else {
            list.load(selection);
        }
    });
    keep(session, list);
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
            <Queues queue />
            <section class="list">
                <div class="head">
                    <h1 tabindex="-1">{words::queue(queue)}</h1>
                    <Filters queue />
                </div>
                <Chosen queue />
                <BulkActions list />
                {move || match list.trouble.get() {
                    Some(failure) => view! { <Trouble failure again=move || list.load(query.get_untracked()) /> }.into_any(),
                    None if list.is_loading.get() && list.rows.with(Vec::is_empty) => view! { <Wait /> }.into_any(),
                    None if list.rows.with(Vec::is_empty) => view! { <Nothing queue query /> }.into_any(),
                    None => view! { <Table queue list /> }.into_any(),
                }}
                <More list query />
            </section>
        </div>
    }
}

/// Shows the list as it was left, if the person comes back to it from a case. Returns whether they
/// do.
fn restore(session: Session, list: List) -> bool {
    let trail = session.trail.get_untracked();
    let is_back = trail.leads_back_to(&session.address.get_untracked());
    if is_back {
        list.restore(&trail);
        // The navigation focuses the heading first.
        request_animation_frame(move || {
            request_animation_frame(move || {
                page::scroll_to(trail.scrolled);
                if let Some(reference) = trail.opened {
                    page::focus_row(&reference.to_string());
                }
            });
        });
    }
    is_back
}

/// Keeps the list, for the way back from a case.
fn keep(session: Session, list: List) {
    Effect::new(move |_| {
        let trail = Trail {
            address: session.address.get(),
            rows: list.rows.get(),
            names: list.names.get(),
            next: list.next.get(),
            scrolled: page::scrolled(),
            opened: None,
        };
        if Route::of(&trail.address).is_list() {
            session.trail.set(trail);
        }
    });
    let listener = window_event_listener(ev::scroll, move |_| {
        session.trail.update_untracked(|trail| trail.scrolled = page::scrolled());
    });
    on_cleanup(move || listener.remove());
}

/// Navigation among the queues, with the number of cases in each.
#[component]
fn Queues(queue: Queue) -> impl IntoView {
    let session = session();
    let counts = session.counts;
    let sees = session.me().as_ref().is_some_and(sees_mentions);
    Effect::new(move |had_counts: Option<bool>| {
        let has_counts = counts.with(|counts| !counts.0.is_empty());
        if has_counts && had_counts != Some(true) {
            let is_home = Route::of(&session.address.get_untracked()) == Route::Home;
            let first = counts.with_untracked(first_to_do);
            if is_home && queue == Queue::Mine && first != queue {
                address::rewrite(session.address, &route::queue(first.as_str()));
            } else {
                // The counts change the queues' widths, so the current one is scrolled into view
                // again.
                page::reveal(".queues [aria-current]");
            }
        }
        has_counts
    });
    page::reveal(".queues [aria-current]");
    view! {
        <nav class="queues" aria-label=words().queues>
            <ul>
                {Queue::ALL.map(|each| {
                    let count = move || counts.with(|counts| counts.0.get(&each).map(|&count| count_text(count)));
                    view! {
                        <li>
                            <a href=move || filter::queue_with_words(each, &session.address.get()) aria-current=(each == queue).then_some("page") data-queue=each.as_str()>
                                <span>{words::queue(each)}</span>
                                <span class="count">{count}</span>
                            </a>
                        </li>
                    }
                }).collect_view()}
                {sees.then(|| view! { <li><a href=route::MENTIONS>{words().mentions}</a></li> })}
            </ul>
            <Views queue />
            <LikeCases />
        </nav>
    }
}

/// Formats a count. The edge counts up to [`COUNTED`] only.
pub(super) fn count_text(count: u32) -> String {
    if count < COUNTED { count.to_string() } else { format!("{}+", COUNTED - 1) }
}

/// Returns the queue to begin with: the person's own cases, or what needs doing if they have none.
fn first_to_do(counts: &Counts) -> Queue {
    let has_cases = |queue: &Queue| counts.0.get(queue).is_some_and(|count| *count > 0);
    let mut queues = [Queue::Mine].into_iter().chain(Queue::TO_DO);
    queues.find(has_cases).unwrap_or(Queue::Mine)
}

#[component]
fn Table(queue: Queue, list: List) -> impl IntoView {
    let selects = session().me().as_ref().is_some_and(handles_cases);
    let heads = [words().kind, words().service, words().stage, words().owner, words().due];
    view! {
        <table class="cases">
            <thead>
                <tr>
                    {selects.then(|| view! { <th scope="col" class="select"><SelectAll list /></th> })}
                    <th scope="col">{words().one_case}</th>
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>
                <For each=move || list.rows.get() key=|row| (row.reference, row.updated_at, row.unread, row.excerpt.marks.clone()) let:row>
                    <Row queue row list selects />
                </For>
            </tbody>
        </table>
    }
}

/// Message that the queue is empty, or that no case matches search and filters.
#[component]
fn Nothing(queue: Queue, query: Memo<Selection>) -> impl IntoView {
    let is_narrow = move || query.get().is_narrow();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_cases_begins_with_what_is_most_urgent() {
        let counts = |all: &[(Queue, u32)]| Counts(all.iter().copied().collect());
        let all = (Queue::All, 9);
        assert_eq!(first_to_do(&counts(&[(Queue::Mine, 1), (Queue::Overdue, 2)])), Queue::Mine);
        let none = (Queue::Mine, 0);
        let urgent = counts(&[none, (Queue::Unassigned, 3), (Queue::DueToday, 1), all]);
        assert_eq!(first_to_do(&urgent), Queue::DueToday);
        let idle = counts(&[none, (Queue::AwaitingCustomer, 2), all]);
        assert_eq!(first_to_do(&idle), Queue::Mine);
    }
}
