//! Browser storage. Preferences stay on the device. Drafts stay there until they are sent, a day
//! has passed, the person signs out, or another person signs in. Notes stay in the tab; those about
//! what can be taken back go with the drafts.

use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::{clock, page::window};

/// Key of the preference that blurs pictures: `on` or `off`.
pub(crate) const BLUR: &str = "sawtak.console.blur";

/// Key of the preference that notifies of news: `on` or `off`.
pub(crate) const NOTIFY: &str = "sawtak.console.notify";

const DRAFT: &str = "sawtak.draft.";

/// End of the name of the note that keeps what a person can still take back.
pub(crate) const HELD: &str = ".held";

/// Time for which a draft is kept after its last change, in milliseconds.
const DRAFT_AGE: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// Draft, as it is stored.
#[derive(Serialize, Deserialize)]
struct Draft {
    /// Time of the last change, in milliseconds since 1970.
    at: f64,
    text: String,
}

fn device() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Returns a stored preference.
pub(crate) fn preference(key: &str) -> Option<String> {
    device()?.get_item(key).ok().flatten()
}

/// Stores a preference.
pub(crate) fn set_preference(key: &str, value: &str) {
    if let Some(device) = device() {
        let _ = device.set_item(key, value);
    }
}

/// Returns a stored draft. The name begins with the person's id, and tells case and action apart.
pub(crate) fn draft(name: &str) -> Option<String> {
    draft_under(&[DRAFT, name].concat())
}

/// Stores a draft; an empty text deletes it. A text equal to the stored one keeps its time, since
/// opening a form stores its text again. Returns whether the text is another one.
pub(crate) fn set_draft(name: &str, text: &str) -> bool {
    if draft(name).unwrap_or_default() == text {
        return false;
    }
    put_draft(name, text);
    true
}

/// Keeps the drafts whose names begin so for as long as one that changes now.
pub(crate) fn renew_drafts(beginning: &str) {
    for (key, text) in drafts(beginning) {
        put_draft(key.strip_prefix(DRAFT).unwrap_or(&key), &text);
    }
}

fn put_draft(name: &str, text: &str) {
    let draft = Draft { at: clock::milliseconds(), text: text.to_owned() };
    let stored = serde_json::to_string(&draft).ok().filter(|_| !text.is_empty());
    set(device(), name, &stored.unwrap_or_default());
}

/// Returns whether there is a draft whose name begins so.
pub(crate) fn has_draft(beginning: &str) -> bool {
    keys(device(), &[DRAFT, beginning].concat()).any(|key| draft_under(&key).is_some())
}

/// Returns names and texts of the drafts whose names begin so.
pub(crate) fn drafts(beginning: &str) -> Vec<(String, String)> {
    let beginning = [DRAFT, beginning].concat();
    let all = keys(device(), &beginning);
    all.filter_map(|key| draft_under(&key).map(|text| (key, text))).collect()
}

/// Deletes the drafts whose names begin so.
pub(crate) fn discard(beginning: &str) {
    let beginning = [DRAFT, beginning].concat();
    delete(device(), |key| key.starts_with(&beginning));
}

/// Deletes old drafts, and those of everybody but this person, who works on this device now.
pub(crate) fn keep_drafts_of(person: &str) {
    let own = [DRAFT, person, "."].concat();
    delete(device(), |key| !key.starts_with(&own) || draft_under(key).is_none());
    delete(tab(), |key| key.ends_with(HELD) && !key.starts_with(&own));
}

fn draft_under(key: &str) -> Option<String> {
    fresh(&device()?.get_item(key).ok().flatten()?, clock::milliseconds())
}

/// Returns the text of a stored draft, unless it is older than [`DRAFT_AGE`] or isn't one.
fn fresh(stored: &str, now: f64) -> Option<String> {
    let draft: Draft = serde_json::from_str(stored).ok()?;
    (now - draft.at <= DRAFT_AGE).then_some(draft.text)
}

/// Deletes all drafts, and what can be taken back.
pub(crate) fn clear_drafts() {
    delete(device(), |_| true);
    delete(tab(), |key| key.ends_with(HELD));
}

/// Returns a note that the tab keeps.
pub(crate) fn note(name: &str) -> Option<String> {
    tab()?.get_item(&[DRAFT, name].concat()).ok().flatten()
}

/// Stores a note in the tab; an empty text deletes it.
pub(crate) fn set_note(name: &str, text: &str) {
    set(tab(), name, text);
}

fn set(storage: Option<Storage>, name: &str, text: &str) {
    let (Some(storage), key) = (storage, [DRAFT, name].concat()) else { return };
    let _ = if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, text) };
}

/// Returns the keys of a storage that begin so.
fn keys(storage: Option<Storage>, beginning: &str) -> impl Iterator<Item = String> {
    let length = storage.as_ref().and_then(|storage| storage.length().ok()).unwrap_or_default();
    let all = (0..length).filter_map(move |place| {
        storage.as_ref().and_then(|storage| storage.key(place).ok().flatten())
    });
    all.filter(move |key| key.starts_with(beginning))
}

fn delete(storage: Option<Storage>, is_deleted: impl Fn(&str) -> bool) {
    let keys: Vec<_> = keys(storage.clone(), DRAFT).filter(|key| is_deleted(key)).collect();
    for key in keys {
        let _ = storage.as_ref().map(|storage| storage.remove_item(&key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_for_a_day() {
        let stored = serde_json::to_string(&Draft { at: 1000.0, text: "a".to_owned() }).unwrap();
        assert_eq!(fresh(&stored, 1000.0 + DRAFT_AGE).as_deref(), Some("a"));
        assert_eq!(fresh(&stored, 1001.0 + DRAFT_AGE), None);
        assert_eq!(fresh("a text without a time", 1000.0), None);
    }
}
