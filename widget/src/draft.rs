//! What is entered and not sent yet, kept on this device for a day: a reload or a crash loses nothing.

use domain::kind::Kind;
use form::{Entered, Step};
use js_sys::{Array, Date};
use wasm_bindgen::JsValue;

use crate::{
    effects::storage::{self, NotKept, list, member, object, text},
    session::{Item, Origin},
};

/// How long it is kept, in milliseconds.
const AGE_MAX: f64 = 24.0 * 60.0 * 60.0 * 1_000.0;

/// Larger attachments are not kept, in bytes: a phone has little room, and a website less.
const KEPT_MAX: u32 = 25_000_000;

fn key(entity: &str) -> String {
    format!("draft/{entity}")
}

fn items_key(entity: &str) -> String {
    format!("items/{entity}")
}

/// Keeps what is typed and chosen.
pub(crate) async fn keep(entity: &str, entered: &Entered, step: Step) -> Result<(), NotKept> {
    let kept = object(&[
        ("at", Date::now().into()),
        ("step", step.name().into()),
        ("kind", entered.kind.map(Kind::as_str).unwrap_or_default().into()),
        ("text", entered.text.as_str().into()),
        ("suggestion", entered.suggestion.as_str().into()),
        ("service", entered.service.as_str().into()),
        ("name", entered.name.as_str().into()),
        ("email", entered.email.as_str().into()),
        ("phone", entered.phone.as_str().into()),
    ]);
    storage::set(&key(entity), &kept).await
}

/// Keeps what is attached.
pub(crate) async fn keep_items(entity: &str, items: &[Item]) -> Result<(), NotKept> {
    let kept = Array::new();
    for item in items.iter().filter(|item| item.size <= KEPT_MAX) {
        if let Some(packed) = storage::packed(&item.blob, &item.name, item.origin.name()).await {
            kept.push(&packed);
        }
    }
    storage::set(&items_key(entity), &object(&[("items", kept.into())])).await
}

/// What was kept.
pub(crate) struct Kept {
    /// What was typed and chosen.
    pub(crate) entered: Entered,
    /// How far its author was.
    pub(crate) step: Step,
    /// What was attached.
    pub(crate) items: Vec<JsValue>,
}

/// What is kept for this entity; what is older than a day is forgotten.
pub(crate) async fn kept(entity: &str) -> Option<Kept> {
    let kept = storage::get(&key(entity)).await?;
    let age = Date::now() - member(&kept, "at").as_f64().unwrap_or_default();
    // A clock that was set back makes it younger than nothing: such a draft is forgotten too.
    if !(0.0..AGE_MAX).contains(&age) {
        forget(entity).await;
        return None;
    }
    let entered = Entered {
        kind: Kind::parse(&text(&kept, "kind")),
        text: text(&kept, "text"),
        suggestion: text(&kept, "suggestion"),
        service: text(&kept, "service"),
        name: text(&kept, "name"),
        email: text(&kept, "email"),
        phone: text(&kept, "phone"),
    };
    let items = storage::get(&items_key(entity)).await.map(|kept| list(&kept, "items")).unwrap_or_default();
    let is_empty = entered == Entered::default() && items.is_empty();
    (!is_empty).then(|| Kept { entered, step: Step::parse(&text(&kept, "step")).unwrap_or(Step::Kind), items })
}

/// Forgets it.
pub(crate) async fn forget(entity: &str) {
    storage::remove(&key(entity)).await;
    storage::remove(&items_key(entity)).await;
}

/// Where something that was kept had come from.
pub(crate) fn origin(kept: &JsValue) -> Origin {
    Origin::parse(&text(kept, "origin"))
}
