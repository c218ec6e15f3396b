//! The participations on this device. What waits to be sent: a participation with its attachments, kept on this device until the edge has acknowledged it, and sent exactly once, since
//! every attempt repeats its idempotency key and, once its attachments have arrived, its very words.

use std::{cell::Cell, rc::Rc};

use domain::{
    idempotency::IdempotencyKey,
    wire::{Acknowledgement, Submission},
};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    effects::{
        api::{Api, Failure, written},
        storage::{self, NotKept, list, member, object, text},
        upload,
    },
    session::Item,
};

const BEGINNING: &str = "outbox/";

/// What a page's loader looks for before it starts the widget only to send this.
const FLAG: &str = "sawtak";

thread_local! {
    /// One at a time: two would upload everything twice.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// One that waits, or that was sent while nobody looked.
#[derive(Clone, PartialEq)]
pub(crate) struct Entry {
    /// Its idempotency key.
    pub(crate) key: String,
    /// How it begins, for its author to know it by.
    pub(crate) about: String,
    /// Once it was sent: its number, and the page to follow it up on.
    pub(crate) sent: Option<(String, String)>,
}

fn name(key: &str) -> String {
    format!("{BEGINNING}{key}")
}

/// Puts one in, with what hasn't been uploaded yet.
pub(crate) async fn put(key: &IdempotencyKey, submission: &Submission, items: &[Item]) -> Result<(), NotKept> {
    let packed = Array::new();
    for item in items {
        packed.push(&storage::packed(&item.blob, &item.name, item.origin.name()).await.ok_or(NotKept)?);
    }
    let about: String = submission.text.chars().take(40).collect();
    let entry = object(&[("body", written(submission).into()), ("items", packed.into()), ("about", about.into())]);
    storage::set(&name(key.as_str()), &entry).await
}

/// Remembers the number of one that was sent, and nothing else of it, since its author asked for that.
pub(crate) async fn remember(api: &Api, reference: &str) -> Result<(), NotKept> {
    let url = [&api.origin(), "/p/", reference].concat();
    storage::set(&name(reference), &object(&[("reference", reference.into()), ("url", url.into())])).await
}

/// Takes one out.
pub(crate) async fn remove(key: &str) {
    storage::remove(&name(key)).await;
}

fn raise_flag(is_up: bool) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) {
        let _ = if is_up { storage.set_item(FLAG, "1") } else { storage.remove_item(FLAG) };
    }
}

/// All of them.
pub(crate) async fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for key in storage::keys(BEGINNING).await {
        if let Some(entry) = storage::get(&key).await {
            let reference = text(&entry, "reference");
            entries.push(Entry {
                key: key.trim_start_matches(BEGINNING).to_owned(),
                about: text(&entry, "about"),
                sent: (!reference.is_empty()).then(|| (reference, text(&entry, "url"))),
            });
        }
    }
    raise_flag(entries.iter().any(|entry| entry.sent.is_none()));
    entries
}

/// Sends whatever waits, and gives what was acknowledged just now, by key.
pub(crate) async fn send_all(api: &Api) -> Vec<(String, Acknowledgement<String>)> {
    if AT_WORK.replace(true) {
        return Vec::new();
    }
    let mut sent = Vec::new();
    for entry in entries().await.into_iter().filter(|entry| entry.sent.is_none()) {
        if let Ok(acknowledgement) = send(api, &entry.key).await {
            sent.push((entry.key, acknowledgement));
        }
    }
    AT_WORK.set(false);
    entries().await;
    sent
}

async fn send(api: &Api, key: &str) -> Result<Acknowledgement<String>, Failure> {
    let entry = storage::get(&name(key)).await.ok_or(Failure::Stopped)?;
    let mut body = text(&entry, "body");
    let mut items = list(&entry, "items");
    while let Some(item) = items.first() {
        let blob = storage::unpacked(item).ok_or(Failure::Stopped)?;
        let id = upload::upload(api, &blob, &text(item, "name"), &upload::Stop::default(), Rc::new(|_| ())).await?;
        body = with_attachment(&body, &id).ok_or(Failure::Stopped)?;
        items.remove(0);
        let left: Array = items.iter().collect();
        // What has arrived is noted at once, so that the next attempt says the same.
        let entry = object(&[("body", body.as_str().into()), ("items", left.into()), ("about", member(&entry, "about"))]);
        storage::set(&name(key), &entry).await.map_err(|_| Failure::Stopped)?;
    }
    let acknowledgement = api.submit(key, &body).await?;
    let (reference, url) = (acknowledgement.reference.to_string(), acknowledgement.tracking_url.as_str());
    let entry = object(&[("reference", reference.into()), ("url", url.into()), ("about", member(&entry, "about"))]);
    let _ = storage::set(&name(key), &entry).await;
    Ok(acknowledgement)
}

fn with_attachment(body: &str, id: &str) -> Option<String> {
    let body = JSON::parse(body).ok()?;
    let attachments = Reflect::get(&body, &"attachments".into()).ok()?.dyn_into::<Array>().ok()?;
    attachments.push(&JsValue::from_str(id));
    JSON::stringify(&body).ok()?.as_string()
}
