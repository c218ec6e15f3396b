//! Outbox: submissions on this device that wait to be sent, and reference numbers of those sent.
//!
//! A submission is kept with its attachments until the edge has acknowledged it. Then its reference
//! number is kept, never its text or its key: the page's own scripts can read what lies here. It is
//! sent exactly once: every attempt repeats its idempotency key and, once its attachments have
//! arrived, the same body.

use std::{cell::Cell, rc::Rc};

use crate::{Entered, body::Body};
use domain::wire::Acknowledgement;
use js_sys::{Array, JSON};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::guide::{
    browser::{
        api::{Api, Failure},
        clock,
        storage::{self, NotKept, list, member, object, text},
        upload::Upload,
        web_lock::WebLock,
    },
    item::{Item, Transfer},
};

const BEGINNING: &str = "outbox/";

/// Member of an entry: its subject, which its reference number is shown with.
const SUBJECT: &str = "subject";

/// Key in `localStorage` while something waits. A page's loader looks for it before it starts the
/// widget only to send this.
const FLAG: &str = "sawtak";

/// HTTP status of a submission that doesn't validate.
const INVALID: u16 = 422;

thread_local! {
    /// `true` while [`send_all`] runs: two runs would upload everything twice.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    /// Time before which the edge asked not to be called again (`Retry-After`).
    static NOT_BEFORE: Cell<f64> = const { Cell::new(0.0) };
}

/// State of an entry.
#[derive(Clone, PartialEq)]
pub(crate) enum State {
    /// Waits to be sent.
    Waiting,
    /// Refused by the edge: it will never be accepted as it is.
    Refused,
    /// Sent, with its reference number.
    Sent(String),
}

/// Entry of the outbox.
#[derive(Clone, PartialEq)]
pub(crate) struct Entry {
    /// Idempotency key; once it is sent, the reference number.
    pub(crate) key: String,
    /// Text of an unsent submission, or subject of a sent one, by which its author recognizes it.
    pub(crate) about: String,
    /// State.
    pub(crate) state: State,
}

fn name(key: &str) -> String {
    [BEGINNING, key].concat()
}

/// Returns the key prefix of a submission's attachments. They are stored apart, so that the list is
/// read without them.
fn files(key: &str) -> String {
    ["file/", key, "/"].concat()
}

fn file(key: &str, place: usize) -> String {
    [&files(key), place.to_string().as_str()].concat()
}

/// Stores the head of a submission's body with the content of all its attachments, since the edge
/// keeps an unsent upload only for a day.
///
/// # Errors
///
/// Fails if there is no room.
pub(crate) async fn put(
    key: &str,
    head: &str,
    (about, subject): (&str, &str),
    items: &[Item],
) -> Result<(), NotKept> {
    let places = Array::new();
    for (place, item) in items.iter().enumerate() {
        let packed =
            storage::packed(&item.blob, &item.name, item.origin.name()).await.ok_or(NotKept)?;
        storage::set(&file(key, place), &packed).await?;
        let id = if let Transfer::Arrived(id) = item.transfer.get_untracked() {
            id
        } else {
            String::new()
        };
        places.push(&place_of(&id, item.upload.location()));
    }
    let entry = object(&[
        ("head", head.into()),
        ("about", about.into()),
        (SUBJECT, subject.into()),
        ("items", places.into()),
    ]);
    storage::set(&name(key), &entry).await
}

fn place_of(id: &str, location: Option<String>) -> JsValue {
    object(&[("id", id.into()), ("location", location.into())])
}

/// Stores the reference number of a sent submission with its subject.
pub(crate) async fn remember(reference: &str, subject: &str) -> Result<(), NotKept> {
    let entry = object(&[("reference", reference.into()), (SUBJECT, subject.into())]);
    storage::set(&name(reference), &entry).await
}

/// Removes an entry with its attachments.
pub(crate) async fn remove(key: &str) {
    storage::remove(&name(key)).await;
    storage::remove_all(&files(key)).await;
}

fn raise_flag(is_up: bool) {
    if let Some(storage) =
        web_sys::window().and_then(|window| window.local_storage().ok().flatten())
    {
        let _ = if is_up { storage.set_item(FLAG, "1") } else { storage.remove_item(FLAG) };
    }
}

/// Returns all entries, and updates the flag in `localStorage`.
pub(crate) async fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for key in storage::keys(BEGINNING).await {
        if let Some(entry) = storage::get(&key).await {
            let reference = text(&entry, "reference");
            let is_sent = !reference.is_empty();
            let state = if is_sent {
                State::Sent(reference)
            } else if member(&entry, "refused").is_truthy() {
                State::Refused
            } else {
                State::Waiting
            };
            entries.push(Entry {
                key: key.strip_prefix(BEGINNING).unwrap_or_default().to_owned(),
                about: text(&entry, if is_sent { SUBJECT } else { "about" }),
                state,
            });
        }
    }
    raise_flag(entries.iter().any(|entry| entry.state == State::Waiting));
    entries
}

/// Returns the answers of a submission, and its attachments as they are stored.
pub(crate) async fn contents(key: &str) -> Option<(Entered, Vec<JsValue>)> {
    let entry = storage::get(&name(key)).await?;
    let body = JSON::parse(&[&text(&entry, "head"), "}"].concat()).ok()?;
    let contact = member(&body, "contact");
    let entered = Entered::read(&|name| {
        let said = text(&body, name);
        if said.is_empty() { text(&contact, name) } else { said }
    });
    let mut items = Vec::new();
    for place in 0..list(&entry, "items").len() {
        items.extend(storage::get(&file(key, place)).await);
    }
    Some((entered, items))
}

/// Takes the lock for sending a submission, unless another page holds it.
pub(crate) async fn lock(key: &str) -> Option<WebLock> {
    WebLock::take(&name(key)).await
}

/// Sends the waiting submissions that no other page is sending. Returns the new acknowledgements by
/// idempotency key. The caller holds the lock of `mine` already.
pub(crate) async fn send_all(
    api: &Api,
    mine: Option<&str>,
) -> Vec<(String, Acknowledgement<String>)> {
    let mut sent = Vec::new();
    if clock::now() < NOT_BEFORE.get() || AT_WORK.replace(true) {
        return sent;
    }
    for entry in entries().await.into_iter().filter(|entry| entry.state == State::Waiting) {
        let key = entry.key;
        let lock = if mine == Some(&key) { None } else { lock(&key).await };
        if lock.is_none() && mine != Some(&key) {
            continue;
        }
        match send(api, &key).await {
            Ok(acknowledgement) => sent.push((key, acknowledgement)),
            Err(Failure::Refused(_)) => {
                _ = storage::note(&name(&key), "refused", JsValue::TRUE).await;
            }
            Err(Failure::Limit(pause)) => NOT_BEFORE.set(clock::now() + f64::from(pause)),
            Err(_) => {}
        }
    }
    AT_WORK.set(false);
    entries().await;
    sent
}

/// Sends a submission, and keeps its reference number in its stead.
async fn send(api: &Api, key: &str) -> Result<Acknowledgement<String>, Failure> {
    let entry = storage::get(&name(key)).await.ok_or(Failure::Stopped)?;
    let mut places = list(&entry, "items");
    let head = text(&entry, "head");
    let mut answer = submit(api, key, &head, &mut places).await;
    if answer == Err(Failure::Refused(INVALID)) && !places.is_empty() {
        // The edge may have forgotten uploads that had arrived. Those that it still has are
        // submitted again, and the rest is uploaded again.
        for place in &mut places {
            *place =
                place_of("", Some(text(place, "location")).filter(|location| !location.is_empty()));
        }
        answer = submit(api, key, &head, &mut places).await;
    }
    let acknowledgement = answer?;
    let reference = acknowledgement.reference.to_string();
    let _ = remember(&reference, &text(&entry, SUBJECT)).await;
    remove(key).await;
    Ok(acknowledgement)
}

async fn submit(
    api: &Api,
    key: &str,
    head: &str,
    places: &mut [JsValue],
) -> Result<Acknowledgement<String>, Failure> {
    for place in 0..places.len() {
        if !text(&places[place], "id").is_empty() {
            continue;
        }
        let kept = storage::get(&file(key, place)).await.ok_or(Failure::Stopped)?;
        let blob = storage::unpacked(&kept).ok_or(Failure::Stopped)?;
        let (upload, file) =
            (Upload::at(member(&places[place], "location").as_string()), text(&kept, "name"));
        upload.create(api, &blob, &file).await?;
        // The location is stored at once, so that the next attempt resumes there.
        places[place] = place_of("", upload.location());
        note(key, places).await?;
        let id = upload.send(api, &blob, &file, Rc::new(|_| ())).await?;
        places[place] = place_of(&id, upload.location());
    }
    note(key, places).await?;
    let attachments = places.iter().map(|place| text(place, "id")).collect();
    api.submit(key, &Body { head: head.to_owned(), attachments }.json()).await
}

/// Stores the progress of the uploads. Fails with [`Failure::Stopped`] if the submission has been
/// removed in the meantime.
async fn note(key: &str, places: &[JsValue]) -> Result<(), Failure> {
    let places: Array = places.iter().collect();
    storage::note(&name(key), "items", places.into()).await.map_err(|NotKept| Failure::Stopped)
}
