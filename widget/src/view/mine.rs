//! The numbers that someone asked this device to remember; nothing else is kept after sending.

use form::{Phrase, ids};
use js_sys::Array;
use reactive_graph::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::bind::{on, set, write};
use crate::{
    effects::storage,
    page::{Missing, Page},
    session::Session,
};

const KEY: &str = "mine";

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let place: HtmlElement = page.by_id(ids::MINE)?;
    let copied: Element = page.by_id(ids::COPIED)?;
    let words = page.clone();
    on(page.by_id::<Element>(ids::MINE_KEEP)?.as_ref(), "click", move |_| {
        if let Some(acknowledgement) = session.acknowledgement.get_untracked() {
            let (copied, words) = (copied.clone(), words.clone());
            spawn_local(async move {
                let mine = remembered().await;
                let number = JsValue::from(acknowledgement.reference.to_string());
                if !mine.includes(&number, 0) {
                    mine.push(&number);
                }
                let kept = storage::set(KEY, &mine).await;
                write(&copied, &words.say(if kept.is_ok() { Phrase::MineKept } else { Phrase::ErrorStorage }));
            });
        }
    });
    let hidden = place.clone();
    on(page.by_id::<Element>(ids::MINE_FORGET)?.as_ref(), "click", move |_| {
        hidden.set_hidden(true);
        spawn_local(storage::remove(KEY));
    });
    let edge = session.api().origin();
    spawn_local(async move {
        let mine = remembered().await;
        if mine.length() > 0 && show(&page, &edge, &mine).is_ok() {
            place.set_hidden(false);
        }
    });
    Ok(())
}

async fn remembered() -> Array {
    storage::get(KEY).await.and_then(|mine| mine.dyn_into().ok()).unwrap_or_default()
}

fn show(page: &Page, edge: &str, mine: &Array) -> Result<(), Missing> {
    let list: Element = page.by_id(ids::MINE_LIST)?;
    let Some(document) = list.owner_document() else { return Ok(()) };
    for number in mine.iter().filter_map(|number| number.as_string()) {
        if let (Ok(line), Ok(link)) = (document.create_element("li"), document.create_element("a")) {
            write(&link, &number);
            set(&link, "href", Some(&format!("{edge}/p/{number}?lang={}", page.language())));
            set(&link, "target", Some("_blank"));
            let _ = line.append_child(&link).and_then(|_| list.append_child(&line));
        }
    }
    Ok(())
}
