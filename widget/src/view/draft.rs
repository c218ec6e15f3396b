//! What is entered stays on this device until it is sent, unless the device is someone else's.

use form::{Entered, Phrase, ids};
use gloo_timers::callback::Timeout;
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::bind::{draw, on, write};
use crate::{
    draft::{self, Kept},
    effects::storage::{self, NotKept},
    page::Missing,
    session::Session,
};

/// How long after the last change it is kept, in milliseconds.
const REST: u32 = 400;

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let note: HtmlElement = page.by_id(ids::KEPT)?;
    let shown = note.clone();
    on(page.by_id::<Element>(ids::FORGET)?.as_ref(), "click", move |_| {
        shown.set_hidden(true);
        session.clear();
    });
    spawn_local(async move {
        if let Some(kept) = draft::kept(&session.page().entity()).await {
            restore(session, &kept);
            note.set_hidden(false);
        }
    });
    let timer = StoredValue::<Option<Timeout>, LocalStorage>::new_local(None);
    let soon = move || timer.set_value(Some(Timeout::new(REST, move || keep(session))));
    on(page.form(), "input", move |_| soon());
    on(page.by_id::<Element>(ids::SHARED)?.as_ref(), "change", move |_| forget(session));
    let mut kept = session.items.with_untracked(Vec::len);
    let mut at = session.step.get_untracked();
    draw(move || {
        let step = session.step.get();
        if step != at {
            at = step;
            soon();
        }
        let items = session.items.get();
        if items.len() != kept {
            kept = items.len();
            let page = session.page();
            if !page.keeps_nothing() {
                spawn_local(async move { told(session, draft::keep_items(&page.entity(), &items).await) });
            }
        }
    });
    Ok(())
}

fn restore(session: Session, kept: &Kept) {
    let page = session.page();
    // Whoever was quicker than the device has begun anew.
    if page.entered() != Entered::default() || session.items.with_untracked(|items| !items.is_empty()) {
        return;
    }
    page.enter(&kept.entered);
    for item in &kept.items {
        if let Some(blob) = storage::unpacked(item) {
            session.attach(&blob, storage::text(item, "name"), draft::origin(item));
        }
    }
    session.go_to(kept.step);
}

fn keep(session: Session) {
    let (page, step) = (session.page(), session.step.get_untracked());
    let is_over = session.acknowledgement.with_untracked(Option::is_some);
    if !page.keeps_nothing() && !is_over && page.entered() != Entered::default() {
        spawn_local(async move { told(session, draft::keep(&page.entity(), &page.entered(), step).await) });
    }
}

fn forget(session: Session) {
    let page = session.page();
    if page.keeps_nothing() {
        spawn_local(async move { draft::forget(&page.entity()).await });
    }
}

/// Whoever relies on it is told when there is no room.
fn told(session: Session, outcome: Result<(), NotKept>) {
    let page = session.page();
    if outcome.is_err()
        && let Ok(place) = page.by_id::<Element>(ids::UNKEPT)
    {
        write(&place, &page.say(Phrase::ErrorStorage));
    }
}
