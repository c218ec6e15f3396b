//! Storage of the draft on this device. It is kept for a day, so that a reload or a crash loses
//! nothing.

use crate::{Entered, Phrase, Step};
use js_sys::{Array, Date};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::guide::{
    browser::storage::{self, NotKept, list, member, object, text},
    item::{Item, Origin},
};

/// Age after which a draft is forgotten, in milliseconds.
const AGE_MAX: f64 = 24.0 * 60.0 * 60.0 * 1_000.0;

/// Size of the largest attachment that is kept, in bytes. A phone has little room, and a website
/// less.
const KEPT_MAX: u32 = 25_000_000;

/// Key prefix of the typed and chosen answers.
const TYPED: &str = "draft/";

/// Key prefix of the attachments.
const ATTACHED: &str = "items/";

/// Offset of the chunks' numbers. All names have one length, so that they sort in the order of
/// recording.
const FIRST: u32 = 1_000_000_000;

/// Key prefix of the chunks of an unfinished recording.
const RECORDED: &str = "live/";

/// Stores the typed and chosen answers.
///
/// # Errors
///
/// Returns the phrase that tells the visitor that there is no room.
pub(crate) async fn keep(entity: &str, entered: &Entered, step: Step) -> Result<(), Phrase> {
    let kept = object(&[
        ("at", Date::now().into()),
        ("step", step.name().into()),
        ("entered", object(&entered.fields().map(|(name, text)| (name, text.into())))),
    ]);
    storage::set(&[TYPED, entity].concat(), &kept).await.map_err(no_room)
}

fn no_room(_: NotKept) -> Phrase {
    Phrase::ErrorStorage
}

/// Stores the attachments.
///
/// # Errors
///
/// Returns a phrase if there is no room, or if an attachment is larger than [`KEPT_MAX`]. The
/// others are stored then.
pub(crate) async fn keep_items(entity: &str, items: &[Item]) -> Result<(), Phrase> {
    let kept = Array::new();
    for item in items.iter().filter(|item| item.size <= KEPT_MAX) {
        if let Some(packed) = storage::packed(&item.blob, &item.name, item.origin.name()).await {
            kept.push(&packed);
        }
    }
    storage::set(&[ATTACHED, entity].concat(), &object(&[("items", kept.into())]))
        .await
        .map_err(no_room)?;
    if items.iter().any(|item| item.size > KEPT_MAX) { Err(Phrase::DraftTooLarge) } else { Ok(()) }
}

/// Returns the key prefix of the chunks of an unfinished recording of this origin.
fn recorded(entity: &str, origin: Origin) -> String {
    [RECORDED, entity, "/", origin.name(), "/"].concat()
}

/// Stores a chunk that was just recorded. `at` is the time since the page loaded, in milliseconds;
/// it puts the chunks in order.
pub(crate) async fn keep_chunk(entity: &str, origin: Origin, at: u32, chunk: &Blob) {
    if let Some(packed) = storage::packed(chunk, "", origin.name()).await {
        // If there is no room, the visitor is told once the whole recording is stored.
        let place = at.saturating_add(FIRST).to_string();
        let _ = storage::set(&[recorded(entity, origin), place].concat(), &packed).await;
    }
}

/// Removes the chunks of a recording that is complete or discarded.
pub(crate) async fn forget_chunks(entity: &str, origin: Origin) {
    storage::remove_all(&recorded(entity, origin)).await;
}

/// Returns the recording of this origin that was cut off, joined from its chunks.
pub(crate) async fn cut_off(entity: &str, origin: Origin) -> Option<Blob> {
    let chunks = Array::new();
    let mut media_type = String::new();
    for key in storage::keys(&recorded(entity, origin)).await {
        let chunk = storage::get(&key).await?;
        media_type = text(&chunk, "type");
        chunks.push(&member(&chunk, "bytes"));
    }
    storage::blob_of(&chunks, &media_type).filter(|whole| whole.size() > 0.0)
}

/// Draft as it was stored.
pub(crate) struct Kept {
    /// Typed and chosen answers.
    pub(crate) entered: Entered,
    /// Question that showed last.
    pub(crate) step: Step,
    /// Attachments, as [`storage::packed`] packs them.
    pub(crate) items: Vec<JsValue>,
}

/// Reads the draft of this entity, unless it is empty.
pub(crate) async fn kept(entity: &str) -> Option<Kept> {
    let kept = storage::get(&[TYPED, entity].concat()).await?;
    let typed = member(&kept, "entered");
    let entered = Entered::read(&|name| text(&typed, name));
    let items = storage::get(&[ATTACHED, entity].concat())
        .await
        .map(|kept| list(&kept, "items"))
        .unwrap_or_default();
    let is_empty = entered.is_untouched() && items.is_empty();
    (!is_empty).then(|| Kept {
        entered,
        step: Step::parse(&text(&kept, "step")).unwrap_or(Step::Kind),
        items,
    })
}

/// Removes the drafts of all entities that are older than a day.
pub(crate) async fn sweep() {
    for key in storage::keys(TYPED).await {
        let at = storage::get(&key)
            .await
            .and_then(|kept| member(&kept, "at").as_f64())
            .unwrap_or_default();
        // The age is negative if the clock was set back: such a draft is removed too.
        if !(0.0..AGE_MAX).contains(&(Date::now() - at)) {
            forget(key.strip_prefix(TYPED).unwrap_or_default()).await;
        }
    }
}

/// Removes the draft of this entity.
pub(crate) async fn forget(entity: &str) {
    storage::remove(&[TYPED, entity].concat()).await;
    storage::remove(&[ATTACHED, entity].concat()).await;
    storage::remove_all(&[RECORDED, entity, "/"].concat()).await;
}

/// Returns the origin of a stored attachment.
pub(crate) fn origin(kept: &JsValue) -> Origin {
    Origin::parse(&text(kept, "origin"))
}
