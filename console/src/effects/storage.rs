//! Browser storage. Preferences stay on the device; drafts stay in the tab until they are sent or
//! the person signs out.

use web_sys::Storage;

use super::page::window;

const DRAFT: &str = "sawtak.draft.";

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

/// Returns a stored draft. The name tells person, case and action apart.
pub(crate) fn draft(name: &str) -> Option<String> {
    tab()?.get_item(&[DRAFT, name].concat()).ok().flatten()
}

/// Stores a draft; an empty text deletes it.
pub(crate) fn set_draft(name: &str, text: &str) {
    let (Some(tab), key) = (tab(), [DRAFT, name].concat()) else { return };
    let _ = if text.is_empty() { tab.remove_item(&key) } else { tab.set_item(&key, text) };
}

/// Deletes all drafts.
pub(crate) fn clear_drafts() {
    let Some(tab) = tab() else { return };
    let keys =
        (0..tab.length().unwrap_or_default()).filter_map(|place| tab.key(place).ok().flatten());
    for key in keys.filter(|key| key.starts_with(DRAFT)).collect::<Vec<_>>() {
        let _ = tab.remove_item(&key);
    }
}
