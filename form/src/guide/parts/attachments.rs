//! Attachments: chosen or dropped files and finished recordings, with the progress of each upload.

use std::{cell::Cell, rc::Rc};

use domain::media::{attachment::ATTACHMENTS_MAX, upload::UPLOAD_MAX};
use js_sys::JsString;
use leptos::{either::Either, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Element, FileList};

use crate::{
    Media, Phrase,
    guide::{
        browser::{
            api::{Api, Failure},
            clock,
            thumbnail::draw,
            upload::{self, Upload, WAITING},
        },
        item::{Item, Origin, Refused, Transfer},
        parts::sure::Sure,
        reactive::{content, effect, flag, handler, text},
        words::Words,
    },
    ids,
};

/// HTTP status for a file of a type that isn't accepted.
const WRONG_TYPE: u16 = 415;

/// Number for the live region, beside those of an upload's quarters: the upload has ended.
const ENDED: u32 = 5;

/// State of the attachments. A copy refers to the same state.
#[derive(Clone, Copy)]
pub struct Attachments {
    /// Attached files and recordings.
    pub(crate) items: RwSignal<Vec<Item>, LocalStorage>,
    /// Latest file that was refused, with the reason.
    pub(crate) refused: RwSignal<Option<Refused>>,
    /// Number of recordings under way. Each becomes an attachment.
    pub(crate) recordings: RwSignal<u32>,
    /// Text for the live region: how far an upload is.
    pub(crate) told: RwSignal<String>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    api: Api,
    kept_at: Rc<dyn Fn() -> Option<String>>,
    words: Words,
    next_id: u32,
}

impl Attachments {
    /// Creates an empty list, which belongs to the current owner. `kept_at` returns the key of the
    /// draft in which this device keeps recordings while they are made; `None` if it may not.
    pub fn new(api: Api, words: Words, kept_at: Rc<dyn Fn() -> Option<String>>) -> Self {
        Self {
            items: RwSignal::new_local(Vec::new()),
            refused: RwSignal::new(None),
            recordings: RwSignal::new(0),
            told: RwSignal::new(String::new()),
            inner: StoredValue::new_local(Inner { api, kept_at, words, next_id: 0 }),
        }
    }

    /// Changes the language of messages and of recordings' file names.
    pub(crate) fn speak(self, words: Words) {
        self.inner.update_value(|inner| inner.words = words);
    }

    /// Returns the key of the draft that keeps recordings, if this device may keep them.
    pub(crate) fn kept_at(self) -> Option<String> {
        self.inner.try_with_value(|inner| (inner.kept_at)()).flatten()
    }

    /// Returns the state that the checks of a step need.
    pub(crate) fn media(self) -> Media {
        let recording = self.recordings.get_untracked() > 0;
        self.items.with_untracked(|items| {
            let in_state = |is_wanted: fn(&Transfer) -> bool| {
                items.iter().any(|item| item.transfer.with_untracked(is_wanted))
            };
            let uploading = in_state(|transfer| matches!(transfer, Transfer::Uploading(_)));
            Media {
                any: recording || !items.is_empty(),
                // Without a network an upload waits in the outbox together with its submission.
                uploading: recording || (uploading && clock::is_online()),
                failed: in_state(|transfer| matches!(transfer, Transfer::Failed(_))),
            }
        })
    }

    /// Returns whether there is room for one more attachment, counting recordings under way. Tells
    /// the visitor if there isn't.
    pub(crate) fn has_room(self) -> bool {
        let recordings = self.recordings.get_untracked() as usize;
        let has_room = self.items.with_untracked(Vec::len) + recordings < ATTACHMENTS_MAX;
        self.refused.set(if has_room { None } else { Refused::because(Phrase::FilesTooMany) });
        has_room
    }

    /// Attaches each file of a list.
    pub(crate) fn attach_all(self, files: Option<FileList>) {
        let Some(files) = files else { return };
        for file in (0..files.length()).filter_map(|place| files.get(place)) {
            let name = file.name();
            self.attach(&file, name, Origin::File);
        }
    }

    /// Attaches a finished recording under a name of its own.
    pub(crate) fn attach_recording(self, recording: &Blob, origin: Origin) {
        let name = match origin {
            Origin::Voice => Phrase::RecorderAudioName,
            Origin::Video | Origin::File => Phrase::RecorderVideoName,
        };
        let Some(name) = self.inner.try_with_value(|inner| inner.words.say(name)) else { return };
        let media_type = recording.type_();
        let extension = media_type.split([';', '/']).nth(1).unwrap_or("webm");
        self.attach(recording, [&name, ".", extension].concat(), origin);
    }

    /// Attaches a file and begins its upload, or shows the reason why it is refused.
    pub(crate) fn attach(self, blob: &Blob, name: String, origin: Origin) {
        if !self.has_room() {
            return;
        }
        if u64::from(upload::size_of(blob)) > UPLOAD_MAX {
            self.refused.set(Some(Refused { name: Some(name), reason: Phrase::FilesTooLarge }));
        } else if let Some(item) = self.item(blob, name, origin) {
            self.items.update(|items| items.push(item.clone()));
            self.upload(item);
        }
    }

    fn item(self, blob: &Blob, name: String, origin: Origin) -> Option<Item> {
        let id = self.inner.try_update_value(|inner| {
            inner.next_id += 1;
            inner.next_id
        })?;
        // Phones call every photo alike.
        let is_taken =
            self.items.with_untracked(|items| items.iter().any(|item| item.name == name));
        let name = if is_taken { ["(", &id.to_string(), ") ", &name].concat() } else { name };
        let preview = (origin != Origin::File)
            .then(|| web_sys::Url::create_object_url_with_blob(blob).ok())
            .flatten();
        Some(Item {
            id,
            name,
            size: upload::size_of(blob),
            blob: blob.clone(),
            origin,
            preview,
            transfer: ArcRwSignal::new(Transfer::Uploading(0)),
            upload: Upload::default(),
            began: clock::now(),
            told: Rc::default(),
            is_new: Rc::new(Cell::new(true)),
        })
    }

    /// Uploads an item, or the rest of it.
    pub(crate) fn upload(self, item: Item) {
        let Some(api) = self.inner.try_with_value(|inner| inner.api.clone()) else { return };
        item.transfer.set(Transfer::Uploading(0));
        spawn_local(async move {
            let transfer = item.transfer.clone();
            let progress = Rc::new(move |sent| transfer.set(Transfer::Uploading(sent)));
            let end = match item.upload.send(&api, &item.blob, &item.name, progress).await {
                Ok(id) => Transfer::Arrived(id),
                Err(Failure::Unreadable) => Transfer::Failed(Phrase::FilesGone),
                Err(_) if item.size == 0 => Transfer::Failed(Phrase::FilesEmpty),
                Err(Failure::Refused(WRONG_TYPE)) => Transfer::Failed(Phrase::FilesType),
                Err(_) => Transfer::Failed(Phrase::FilesFailed),
            };
            item.transfer.set(end);
        });
    }

    /// Removes an item and stops its upload.
    pub(crate) fn remove(self, id: u32) {
        self.refused.set(None);
        self.items.update(|items| {
            if let Some(place) = items.iter().position(|item| item.id == id) {
                let item = items.remove(place);
                item.upload.stop();
                item.forget_preview();
            }
        });
    }

    /// Returns the ids of the uploads that arrived.
    pub(crate) fn arrived(self) -> Vec<String> {
        let id = |item: &Item| match item.transfer.get_untracked() {
            Transfer::Arrived(id) => Some(id),
            Transfer::Uploading(_) | Transfer::Failed(_) => None,
        };
        self.items.with_untracked(|items| items.iter().filter_map(id).collect())
    }
}

/// List of the attachments, below the reason why a file was refused.
#[component]
pub fn AttachmentList(attachments: Attachments, sure: Sure, words: Words) -> impl IntoView {
    let refused = content(move || {
        attachments
            .refused
            .get()
            .map(|Refused { name, reason }| {
                let reason = words.say(reason);
                name.map_or(reason.clone(), |name| [&name, ": ", &reason].concat())
            })
            .unwrap_or_default()
    });
    let rows = move || {
        let items = attachments.items.get();
        items.into_iter().map(|item| row(attachments, sure, words, item)).collect::<Vec<_>>()
    };
    view! {
        <p class="fault" id=ids::REFUSED role="alert" prop:textContent=refused></p>
        <ul class="items" id=ids::ITEMS part="items">{rows}</ul>
    }
}

/// Row of one attachment. Rows are rendered again when the list changes, so lasting state belongs
/// to the item.
fn row(attachments: Attachments, sure: Sure, words: Words, item: Item) -> impl IntoView {
    let Item { id, name, size, origin, preview, transfer, .. } = item.clone();
    let began = item.began;
    let state = {
        let transfer = transfer.clone();
        text(move || transfer.with(|transfer| transfer.name().to_owned()))
    };
    // A retry doesn't help a file of the wrong type.
    let no_retry = {
        let transfer = transfer.clone();
        flag(move || transfer.with(|transfer| *transfer != Transfer::Failed(Phrase::FilesFailed)))
    };
    let is_done = {
        let transfer = transfer.clone();
        flag(move || transfer.with(|transfer| !transfer.is_uploading()))
    };
    let progress = {
        let transfer = transfer.clone();
        text(move || transfer.with(|transfer| transfer.arrived_bytes(size)).to_string())
    };
    let detail = {
        let transfer = transfer.clone();
        content(move || {
            let transfer = transfer.get();
            let phrase = transfer.phrase();
            let detail = match transfer {
                Transfer::Uploading(arrived @ 1..) if arrived != WAITING => {
                    let elapsed = clock::milliseconds_since(began);
                    remaining(words, arrived, size, elapsed)
                }
                _ => clock::show_bytes(size.into(), &words.language()),
            };
            [&detail, " · ", &words.say(phrase)].concat()
        })
    };
    let label = {
        let transfer = transfer.clone();
        move || {
            let is_uploading = transfer.with(Transfer::is_uploading);
            words.say(if is_uploading { Phrase::FilesStop } else { Phrase::FilesRemove })
        }
    };
    let full_label = {
        let (label, name) = (label.clone(), name.clone());
        text(move || [&label(), " – ", &name].concat())
    };
    announce(attachments, words, &item);
    let remove = move || {
        let has_arrived =
            transfer.with_untracked(|transfer| matches!(transfer, Transfer::Arrived(_)));
        spawn_local(async move {
            // An upload under way is quicker to replace than a finished one, so it needs no
            // confirmation.
            if !has_arrived || sure.ask(Phrase::SureRemove).await {
                attachments.remove(id);
            }
        });
    };
    let (is_new, file) = (item.is_new.clone(), item.blob.clone());
    let retry = move || attachments.upload(item.clone());
    view! {
        <li class="item" data-state=state use:come_into_sight=is_new>
            <canvas hidden aria-hidden="true" use:draw=file></canvas>
            <span class="name" dir="auto" prop:textContent=name.clone()></span>
            <span class="hint" prop:textContent=detail></span>
            <button type="button" part="retry" hidden=no_retry on:click=handler(retry)>
                {words.say(Phrase::FilesRetry)}
            </button>
            <button
                type="button"
                part="remove"
                aria-label=full_label
                on:click=handler(remove)
                prop:textContent=content(label)
            ></button>
            <progress
                max=size.to_string()
                aria-label=words.say(Phrase::FilesUploading)
                hidden=is_done
                prop:value=progress
            ></progress>
            {preview.map(|address| player(origin, address, name))}
        </li>
    }
}

/// Scrolls a new row into view. On a phone it would be below the screen, and nothing would seem to
/// have happened.
fn come_into_sight(row: Element, is_new: Rc<Cell<bool>>) {
    if is_new.replace(false) {
        request_animation_frame(move || row.scroll_into_view_with_bool(false));
    }
}

/// Player of a recording.
fn player(origin: Origin, address: String, name: String) -> impl IntoView {
    if origin == Origin::Video {
        Either::Left(
            view! { <video controls preload="metadata" aria-label=name src=address></video> },
        )
    } else {
        Either::Right(
            view! { <audio controls preload="metadata" aria-label=name src=address></audio> },
        )
    }
}

/// Tells an upload's progress through the live region, at most once for each quarter, since a
/// screen reader's user has other things to hear.
fn announce(attachments: Attachments, words: Words, item: &Item) {
    let Item { name, size, transfer, told, .. } = item.clone();
    effect(move || {
        let (phrase, arrived) =
            transfer.with(|transfer| (transfer.phrase(), transfer.arrived_bytes(size)));
        let is_uploading = phrase == Phrase::FilesUploading;
        let now = match phrase {
            Phrase::FilesUploading => arrived / size.div_ceil(4).max(1),
            Phrase::FilesWaiting => WAITING,
            _ => ENDED,
        };
        if told.replace(now) != now {
            let percent = if is_uploading {
                [" ", &clock::show_part(f64::from(now) / 4.0, &words.language())].concat()
            } else {
                String::new()
            };
            attachments.told.set([&name, ": ", &words.say(phrase), &percent].concat());
        }
    });
}

/// Returns a text with the bytes that have arrived, the total, and the remaining time at this rate.
fn remaining(words: Words, arrived: u32, size: u32, milliseconds: u32) -> String {
    let left = u64::from(milliseconds) * u64::from(size.saturating_sub(arrived))
        / u64::from(arrived)
        / 1_000;
    let language = words.language();
    let values = [
        ("{done}", clock::show_bytes(arrived.into(), &language)),
        ("{size}", clock::show_bytes(size.into(), &language)),
        ("{time}", clock::show_elapsed(u32::try_from(left).unwrap_or(u32::MAX))),
    ];
    // The browser's own `replace` costs no code in the Wasm.
    values
        .iter()
        .fold(JsString::from(words.say(Phrase::FilesLeft)), |text, (name, value)| {
            text.replace(name, value)
        })
        .into()
}
