//! Counts of the queues, which every view keeps current: the number of unread cases stands in the
//! page's title, and more of them are notified of.

use domain::wire::console::{Counts, Queue};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{
        api::{self, Cause},
        notification, page,
    },
    route::{self, Route},
    session::{Session, session},
    view::queue::count_text,
    words::words,
};

/// Keeps the counts current while it's mounted.
#[component]
pub(super) fn KeepCounts(route: Memo<Route>) -> impl IntoView {
    let session = session();
    Effect::new(move |before: Option<()>| {
        session.changed.track();
        // A case that was read isn't unread any more in the list to which the person comes back.
        if route.get().is_list() || before.is_none() {
            count(session, Cause::Person);
        }
    });
    session.live.attend(move || count(session, Cause::Timer));
    session.live.poll(move || count(session, Cause::Timer));
    Effect::new(move |_| {
        page::number_title(&count_text(session.counts.with(unread)));
    });
}

fn count(session: Session, cause: Cause) {
    spawn_local(async move {
        let response = api::get_for(cause, "api/cases/counts").await;
        let Ok(counts) = session.checked::<Counts>(response) else { return };
        let has_more = unread(&counts) > session.counts.with_untracked(unread);
        session.counts.set(counts);
        if has_more && cause == Cause::Timer && !page::is_visible() && notification::are_on() {
            notification::show(words().notice_news, move || {
                session.go(&route::queue(Queue::Unread.as_str()));
            });
        }
    });
}

fn unread(counts: &Counts) -> u32 {
    counts.0.get(&Queue::Unread).copied().unwrap_or_default()
}
