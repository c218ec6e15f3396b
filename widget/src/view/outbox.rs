//! What waits to be sent: shown, sent as soon as it can be, and taken back if its author wishes.

use form::{Phrase, ids};
use gloo_timers::callback::Interval;
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlTemplateElement, window};

use super::bind::{copy_of, draw, on, set, write};
use crate::{
    effects::clock,
    outbox::{self, Entry},
    page::{Missing, Page, within},
    session::{Sending, Session},
};

/// How often it is tried while the page is open, in milliseconds: a browser can't always tell that the network is back.
const RETRY: u32 = 20_000;

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let (list, template): (Element, HtmlTemplateElement) = (page.by_id(ids::OUTBOX)?, page.by_id(ids::ENTRY)?);
    if let Some(window) = window() {
        on(&window, "online", move |_| spawn_local(session.send_waiting()));
    }
    let retry = StoredValue::<Option<Interval>, LocalStorage>::new_local(None);
    draw(move || {
        let waits = session.outbox.with(|entries| entries.iter().any(|entry| entry.sent.is_none()));
        let again = move || {
            if clock::is_online() {
                spawn_local(session.send_waiting());
            }
        };
        retry.set_value(waits.then(|| Interval::new(RETRY, again)));
    });
    on(page.by_id::<Element>(ids::TAKE_BACK)?.as_ref(), "click", move |_| {
        if let Some(key) = session.waiting_key() {
            spawn_local(async move {
                outbox::remove(&key).await;
                session.outbox.set(outbox::entries().await);
                session.clear();
            });
        }
    });
    let shown = page.clone();
    draw(move || {
        if session.sending.get() == Sending::Waiting {
            shown.lead_to(ids::WAITING);
        }
    });
    on(&list, "click", move |event| {
        use wasm_bindgen::JsCast;
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(key) = pressed.and_then(|pressed| pressed.get_attribute("data-key")) {
            spawn_local(async move {
                outbox::remove(&key).await;
                session.outbox.set(outbox::entries().await);
            });
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
        session.outbox.try_set(outbox::entries().await);
        session.send_waiting().await;
    });
    Ok(())
}

fn row(page: &Page, template: &HtmlTemplateElement, entry: &Entry) -> Result<Element, Missing> {
    let row = copy_of(template).ok_or(Missing::part(ids::ENTRY))?;
    let state = if entry.sent.is_some() { Phrase::OutboxSent } else { Phrase::OutboxTitle };
    write(&within::<Element>(&row, "strong")?, &page.say(state));
    write(&within::<Element>(&row, ".hint")?, &entry.about);
    set(&within::<Element>(&row, "button")?, "data-key", Some(&entry.key));
    if let Some((reference, url)) = &entry.sent {
        let link: Element = within(&row, "a")?;
        write(&link, reference);
        set(&link, "href", Some(url));
    }
    Ok(row)
}
