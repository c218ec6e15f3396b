//! Drafts on this device, kept for a day: a reload or a crash loses nothing.
//!
//! Each open form has a draft under a key of its own, `{entity}/{random}`, and holds its lock. A
//! draft whose form has ended is taken over by the next form of the entity.

use crate::{Entered, Phrase, Step};
use js_sys::{Array, Date};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use domain::intake::idempotency::IdempotencyKey;

use crate::guide::{
    browser::{
        random,
        storage::{self, NotKept, list, member, object, text},
        web_lock::WebLock,
    },
    item::{Item, Origin},
};

/// Longest age of a draft, in milliseconds.
const AGE_MAX: f64 = domain::retention::UNSENT_HOURS as f64 * 3_600_000.0;

/// Larger attachments are not kept, in bytes: a phone has little room, and a website less.
const KEPT_MAX: u32 = 25_000_000;

/// Key prefix of the values of fields.
const TYPED: &str = "draft/";

/// Key prefix of attachments.
const ATTACHED: &str = "items/";

/// Counted from here, all chunks have names of one length, which sort as they came.
const FIRST: u32 = 1_000_000_000;

/// Key prefix of a recording while it is made.
const RECORDED: &str = "live/";

/// State of the draft. A copy is the same draft.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    /// The device belongs to someone else and keeps nothing.
    pub(crate) is_shared: RwSignal<bool>,
    /// The draft was restored into this form.
    pub(crate) is_restored: RwSignal<bool>,
    /// Reason why it could not be stored.
    pub(crate) problem: RwSignal<Option<Phrase>>,
    held: StoredValue<Held, LocalStorage>,
}

/// Key of a form's draft, with its lock.
struct Held {
    key: String,
    _lock: Option<WebLock>,
}

impl Draft {
    /// Creates the state of an empty draft, which belongs to the current owner.
    pub(crate) fn new(entity: &str) -> Self {
        let key = [entity, "/", IdempotencyKey::draw(random::bytes()).as_str()].concat();
        Self {
            is_shared: RwSignal::new(false),
            is_restored: RwSignal::new(false),
            problem: RwSignal::new(None),
            held: StoredValue::new_local(Held { key, _lock: None }),
        }
    }

    /// Returns the key of the draft.
    pub(crate) fn key(self) -> String {
        self.held.try_with_value(|held| held.key.clone()).unwrap_or_default()
    }

    /// Takes the lock of this form's own draft, and then, if `is_free` still allows it, a draft
    /// that an ended form of the entity left behind.
    pub(crate) async fn take(self, entity: &str, is_free: impl Fn() -> bool) -> Option<Kept> {
        let key = self.key();
        let lock = WebLock::take(&[TYPED, &key].concat()).await;
        self.held.try_update_value(|held| *held = Held { key, _lock: lock });
        for name in storage::keys(&[TYPED, entity, "/"].concat()).await {
            let Some(lock) = WebLock::take(&name).await else { continue };
            let key = name.strip_prefix(TYPED).unwrap_or_default().to_owned();
            if let Some(kept) = kept(&key).await.filter(|_| is_free()) {
                self.held.try_update_value(|held| *held = Held { key, _lock: Some(lock) });
                return Some(kept);
            }
        }
        None
    }
}

/// Keeps what is typed and chosen.
pub(crate) async fn keep(key: &str, entered: &Entered, step: Step) -> Result<(), Phrase> {
    let kept = object(&[
        ("at", Date::now().into()),
        ("step", step.name().into()),
        ("entered", object(&entered.fields().map(|(name, text)| (name, text.into())))),
    ]);
    storage::set(&[TYPED, key].concat(), &kept).await.map_err(no_room)
}

fn no_room(_: NotKept) -> Phrase {
    Phrase::ErrorStorage
}

/// Keeps what is attached, or says what can't be kept.
pub(crate) async fn keep_items(key: &str, items: &[Item]) -> Result<(), Phrase> {
    let kept = Array::new();
    for item in items.iter().filter(|item| item.size <= KEPT_MAX) {
        if let Some(packed) = storage::packed(&item.blob, &item.name, item.origin.name()).await {
            kept.push(&packed);
        }
    }
    storage::set(&[ATTACHED, key].concat(), &object(&[("items", kept.into())]))
        .await
        .map_err(no_room)?;
    if items.iter().any(|item| item.size > KEPT_MAX) { Err(Phrase::DraftTooLarge) } else { Ok(()) }
}

/// Returns the key prefix of a recording's chunks.
fn recorded(key: &str, origin: Origin) -> String {
    [RECORDED, key, "/", origin.name(), "/"].concat()
}

/// Keeps what was recorded just now: so many milliseconds after the page came, which puts the
/// chunks in order.
pub(crate) async fn keep_chunk(key: &str, origin: Origin, at: u32, chunk: &Blob) {
    if let Some(packed) = storage::packed(chunk, "", origin.name()).await {
        // Whoever has no room is told when the whole is kept.
        let place = at.saturating_add(FIRST).to_string();
        let _ = storage::set(&[recorded(key, origin), place].concat(), &packed).await;
    }
}

/// Forgets the chunks of a recording that is whole, or gone.
pub(crate) async fn forget_chunks(key: &str, origin: Origin) {
    storage::remove_all(&recorded(key, origin)).await;
}

/// The recording of this origin that was cut off in the middle.
pub(crate) async fn cut_off(key: &str, origin: Origin) -> Option<Blob> {
    let chunks = Array::new();
    let mut media_type = String::new();
    for name in storage::keys(&recorded(key, origin)).await {
        let chunk = storage::get(&name).await?;
        media_type = text(&chunk, "type");
        chunks.push(&member(&chunk, "bytes"));
    }
    storage::blob_of(&chunks, &media_type).filter(|whole| whole.size() > 0.0)
}

/// Stored draft.
pub(crate) struct Kept {
    /// Values of the fields.
    pub(crate) entered: Entered,
    /// Question at which its author was.
    pub(crate) step: Step,
    /// Attachments, as they are stored.
    pub(crate) items: Vec<JsValue>,
}

/// Returns the draft of this key.
async fn kept(key: &str) -> Option<Kept> {
    let kept = storage::get(&[TYPED, key].concat()).await?;
    let typed = member(&kept, "entered");
    let entered = Entered::read(&|name| text(&typed, name));
    let items = storage::get(&[ATTACHED, key].concat())
        .await
        .map(|kept| list(&kept, "items"))
        .unwrap_or_default();
    let is_empty = entered.is_untouched() && items.is_empty();
    (!is_empty).then(|| Kept { entered, step: Step::named(&text(&kept, "step")), items })
}

/// Forgets whatever is older than a day, whomever it was for.
pub(crate) async fn sweep() {
    for name in storage::keys("").await {
        // Attachments whose fields are gone are as old as can be.
        let Some(key) = name.strip_prefix(TYPED).or_else(|| name.strip_prefix(ATTACHED)) else {
            continue;
        };
        let at = storage::get(&[TYPED, key].concat())
            .await
            .and_then(|kept| member(&kept, "at").as_f64())
            .unwrap_or_default();
        // A clock that was set back makes it younger than nothing: it is forgotten too.
        if !(0.0..AGE_MAX).contains(&(Date::now() - at)) {
            forget(key).await;
        }
    }
}

/// Forgets it.
pub(crate) async fn forget(key: &str) {
    storage::remove(&[TYPED, key].concat()).await;
    storage::remove(&[ATTACHED, key].concat()).await;
    storage::remove_all(&[RECORDED, key, "/"].concat()).await;
}

/// Returns the origin of a stored attachment.
pub(crate) fn origin(kept: &JsValue) -> Origin {
    Origin::parse(&text(kept, "origin"))
}
