//! What is entered stays on this device until it is sent, unless the device is someone else's.

use form::{Phrase, ids};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::{
    bind::{draw, on, write},
    recorder,
};
use crate::{
    draft::{self, Kept},
    item::{Origin, Refused},
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
        let shown = shown.clone();
        spawn_local(async move {
            let page = session.page();
            if page.is_sure(Phrase::SureForget).await {
                shown.set_hidden(true);
                session.clear();
                draft::forget(&page.entity()).await;
            }
        });
    });
    spawn_local(async move {
        draft::sweep().await;
        if let Some(kept) = draft::kept(&session.page().entity()).await {
            note.set_hidden(!restore(session, kept).await);
        }
    });
    let timer = RwSignal::<Option<Timeout>, _>::new_local(None);
    let soon = move || timer.set(Some(Timeout::new(REST, move || keep(session))));
    on(page.form(), "input", move |_| soon());
    on(page.by_id::<Element>(ids::SHARED)?.as_ref(), "change", move |_| forget(session));
    let mut kept = session.items.with_untracked(Vec::len);
    let mut at = session.step.get_untracked();
    draw(move || {
        let step = session.step.get();
        if step != at {
            at = step;
            keep(session);
        }
        let items = session.items.get();
        if items.len() != kept {
            kept = items.len();
            let page = session.page();
            if !page.keeps_nothing() && !session.is_over() {
                spawn_local(async move {
                    told(session, draft::keep_items(&page.entity(), &items).await.err());
                });
            }
        }
    });
    Ok(())
}

/// Whether what was kept is in the form again.
async fn restore(session: Session, kept: Kept) -> bool {
    let page = session.page();
    // Whoever was quicker than the device has begun anew.
    if !session.is_untouched() {
        return false;
    }
    session.put_in(&kept.entered, &kept.items);
    session.go_to(kept.step);
    for origin in [Origin::Voice, Origin::Video] {
        if let Some(recording) = draft::cut_off(&page.entity(), origin).await {
            session.attach(&recording, recorder::file_name(&page, origin, &recording), origin);
            draft::forget_chunks(&page.entity(), origin).await;
            session.refused.set(Refused::because(Phrase::RecorderCut));
        }
    }
    true
}

fn keep(session: Session) {
    let (page, step) = (session.page(), session.step.get_untracked());
    if !page.keeps_nothing() && !session.is_over() && !page.entered().is_untouched() {
        spawn_local(async move {
            if let Err(phrase) = draft::keep(&page.entity(), &page.entered(), step).await {
                told(session, Some(phrase));
            }
        });
    }
}

fn forget(session: Session) {
    let page = session.page();
    if page.keeps_nothing() {
        spawn_local(async move { draft::forget(&page.entity()).await });
    }
}

/// Whoever relies on it is told what isn't kept.
fn told(session: Session, what: Option<Phrase>) {
    let page = session.page();
    if let Ok(place) = page.by_id::<Element>(ids::UNKEPT) {
        write(&place, &what.map(|phrase| page.say(phrase)).unwrap_or_default());
    }
}
