//! Outbox: submissions that wait on this device. They are listed, sent as soon as possible, and can
//! be removed.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    Phrase,
    guide::{
        browser::clock,
        outbox::{self, Entry, State},
        parts::{button::Button, seal::Seal},
        reactive::{effect, handler, on},
        session::Session,
        words::Words,
    },
    ids,
};

/// Interval between two attempts while the page is open, in milliseconds. A browser can't always
/// tell that the network is back.
const RETRY: u32 = 20_000;

/// Number of characters of a submission's text that the list shows.
const KNOWN_BY: usize = 40;

/// Reads the outbox and sends it now, whenever the network is back, and every [`RETRY`].
pub(crate) fn begin_sending(session: Session) {
    if let Some(window) = web_sys::window() {
        on(&window, "online", move |_| spawn_local(session.send_waiting()));
    }
    let retry = StoredValue::new_local(None::<Interval>);
    effect(move || {
        let waits = session
            .outbox
            .with(|entries| entries.iter().any(|entry| entry.state == State::Waiting));
        let again = move || {
            if clock::is_online() {
                spawn_local(session.send_waiting());
            }
        };
        retry.set_value(waits.then(|| Interval::new(RETRY, again)));
    });
    spawn_local(async move {
        session.outbox.set(outbox::entries().await);
        session.send_waiting().await;
    });
}

/// List above the steps: submissions that wait, were refused, or were sent.
#[component]
pub(crate) fn Outbox(session: Session, words: Words) -> impl IntoView {
    let rows = move || {
        let entries = session.outbox.get();
        entries.into_iter().map(|entry| row(session, words, entry)).collect::<Vec<_>>()
    };
    view! { <ul class="items" id=ids::OUTBOX aria-label=words.say(Phrase::MineTitle)>{rows}</ul> }
}

fn row(session: Session, words: Words, entry: Entry) -> impl IntoView {
    let Entry { key, about, state } = entry;
    let title = match state {
        State::Waiting => Phrase::OutboxTitle,
        State::Refused => Phrase::OutboxRefused,
        State::Sent(_) => Phrase::OutboxSent,
    };
    let back = (state == State::Refused).then(|| {
        let key = key.clone();
        let back = move || put_back(session, key.clone());
        view! { <Button part="put-back" label=words.say(Phrase::OutboxBack) act=handler(back) /> }
    });
    let (number, address, detail) = match state {
        State::Sent(number) => {
            let address = [&session.api().origin(), "/p/", &number].concat();
            (number, Some(address), about)
        }
        State::Waiting | State::Refused => {
            (String::new(), None, about.chars().take(KNOWN_BY).collect())
        }
    };
    let remove = move || take_out(session, key.clone());
    view! {
        <li class="item">
            <span>
                <strong prop:textContent=words.say(title)></strong>
                " "
                <a
                    class="number"
                    dir="ltr"
                    target="_blank"
                    rel="noopener"
                    href=address
                    prop:textContent=number
                ></a>
            </span>
            <span
                class="hint"
                dir="auto"
                prop:textContent=detail
            ></span>
            {back}
            <Button part="remove-entry" label=words.say(Phrase::OutboxRemove) act=handler(remove) />
        </li>
    }
}

/// Page after the steps, while the submission of this form waits on this device.
#[component]
pub(crate) fn Waiting(session: Session, words: Words) -> impl IntoView {
    let take_back = move || {
        if let Some(key) = session.waiting_key() {
            take_out(session, key);
        }
    };
    view! {
        <section class="done" id=ids::WAITING data-of=ids::WAITING>
            <Seal sign="M24 12v13l8 5" />
            <h2 tabindex="-1">{words.say(Phrase::OutboxTitle)}</h2>
            <p role="status">{words.say(Phrase::OutboxText)}</p>
            <Button
                part="take-back"
                id=ids::TAKE_BACK
                label=words.say(Phrase::OutboxRemove)
                act=handler(take_back)
            />
        </section>
    }
}

/// Removes an entry if its author confirms. If it is this form's submission, resets the form.
fn take_out(session: Session, key: String) {
    spawn_local(async move {
        if session.sure.ask(Phrase::SureRemove).await {
            outbox::remove(&key).await;
            if session.waiting_key() == Some(key) {
                session.clear();
            }
            session.outbox.set(outbox::entries().await);
        }
    });
}

/// Puts a refused entry back into the form. Asks for confirmation if that replaces other answers.
fn put_back(session: Session, key: String) {
    spawn_local(async move {
        if session.is_untouched() || session.sure.ask(Phrase::SureForget).await {
            session.put_back(&key).await;
        }
    });
}
