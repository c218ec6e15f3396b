//! What waits to be sent: shown, sent as soon as it can be, and taken back if its author wishes.

use form::{Phrase, ids};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, HtmlTemplateElement, window};

use super::bind::{copy_of, draw, on, pressed, set, write};
use crate::{
    effects::clock,
    outbox::{self, Entry, State},
    page::{Missing, Page, within},
    session::{Sending, Session},
};

/// How often it is tried while the page is open, in milliseconds: a browser can't always tell that the network is back.
const RETRY: u32 = 20_000;

/// How many letters of what waits are shown, for its author to know it by.
const KNOWN_BY: usize = 40;

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let (list, template): (Element, HtmlTemplateElement) =
        (page.by_id(ids::OUTBOX)?, page.by_id(ids::ENTRY)?);
    if let Some(window) = window() {
        on(&window, "online", move |_| spawn_local(session.send_waiting()));
    }
    let retry = RwSignal::<Option<Interval>, _>::new_local(None);
    draw(move || {
        let waits = session
            .outbox
            .with(|entries| entries.iter().any(|entry| entry.state == State::Waiting));
        let again = move || {
            if clock::is_online() {
                spawn_local(session.send_waiting());
            }
        };
        retry.set(waits.then(|| Interval::new(RETRY, again)));
    });
    let keep: HtmlInputElement = page.by_id(ids::KEEP_NUMBER)?;
    let wish = keep.clone();
    on(&keep, "change", move |_| {
        if let Some(key) = session.waiting_key() {
            let is_wished = wish.checked();
            spawn_local(async move { outbox::keep_number(&key, is_wished).await });
        }
    });
    on(page.by_id::<Element>(ids::TAKE_BACK)?.as_ref(), "click", move |_| {
        if let Some(key) = session.waiting_key() {
            take_out(session, key);
        }
    });
    let shown = page.clone();
    draw(move || {
        if session.sending.get() == Sending::Waiting {
            shown.lead_to(ids::WAITING);
        }
    });
    on(&list, "click", move |event| {
        let button = pressed(event, "[data-key]");
        if let Some(key) = button.as_ref().and_then(|button| button.get_attribute("data-key")) {
            let puts_back = button
                .is_some_and(|button| button.get_attribute("part").as_deref() == Some("put-back"));
            (if puts_back { put_back } else { take_out })(session, key);
        }
    });
    draw(move || {
        list.set_text_content(None);
        for entry in session.outbox.get() {
            // A list that lacks an entry is better than none.
            let _ = row(&page, &template, &entry).map(|row| list.append_child(&row));
        }
    });
    spawn_local(async move {
        session.outbox.set(outbox::entries().await);
        session.send_waiting().await;
    });
    Ok(())
}

/// Takes one out of what is kept, if its author is sure; when it was this form's, the form begins again.
fn take_out(session: Session, key: String) {
    spawn_local(async move {
        if session.page().is_sure(Phrase::SureRemove).await {
            outbox::remove(&key).await;
            if session.waiting_key() == Some(key) {
                session.clear();
            }
            session.outbox.set(outbox::entries().await);
        }
    });
}

/// Puts one that was refused back into the form; what was begun there goes only if its author is sure.
fn put_back(session: Session, key: String) {
    spawn_local(async move {
        if session.is_untouched() || session.page().is_sure(Phrase::SureForget).await {
            session.put_back(&key).await;
        }
    });
}

fn row(page: &Page, template: &HtmlTemplateElement, entry: &Entry) -> Result<Element, Missing> {
    let row = copy_of(template).ok_or(Missing::part(ids::ENTRY))?;
    let state = match entry.state {
        State::Waiting => Phrase::OutboxTitle,
        State::Refused => Phrase::OutboxRefused,
        State::Sent(..) => Phrase::OutboxSent,
    };
    write(&within::<Element>(&row, "strong")?, &page.say(state));
    write(
        &within::<Element>(&row, ".hint")?,
        &entry.about.chars().take(KNOWN_BY).collect::<String>(),
    );
    set(&within::<Element>(&row, "[part=remove-entry]")?, "data-key", Some(&entry.key));
    let back: Element = within(&row, "[part=put-back]")?;
    set(&back, "data-key", Some(&entry.key));
    set(&back, "hidden", (entry.state != State::Refused).then_some(""));
    if let State::Sent(reference, url) = &entry.state {
        let link: Element = within(&row, "a")?;
        write(&link, reference);
        set(&link, "href", Some(url));
    }
    Ok(row)
}
