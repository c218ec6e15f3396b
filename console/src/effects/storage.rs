//! What this device keeps: a preference for good; drafts for as long as the tab is open, or until they are sent or someone signs out.

use web_sys::Storage;

use super::page::window;

const DRAFT: &str = "sawtak.draft.";

fn device() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// A preference.
pub(crate) fn kept(key: &str) -> Option<String> {
    device()?.get_item(key).ok().flatten()
}

/// Keeps a preference.
pub(crate) fn keep(key: &str, value: &str) {
    if let Some(device) = device() {
        let _ = device.set_item(key, value);
    }
}

/// What someone was writing, by who they are and what they were doing.
pub(crate) fn draft(name: &str) -> Option<String> {
    tab()?.get_item(&[DRAFT, name].concat()).ok().flatten()
}

/// Keeps what someone is writing; nothing removes it.
pub(crate) fn keep_draft(name: &str, text: &str) {
    let (Some(tab), key) = (tab(), [DRAFT, name].concat()) else { return };
    let _ = if text.is_empty() { tab.remove_item(&key) } else { tab.set_item(&key, text) };
}

/// Forgets everything that was being written.
pub(crate) fn forget_drafts() {
    let Some(tab) = tab() else { return };
    let keys =
        (0..tab.length().unwrap_or_default()).filter_map(|place| tab.key(place).ok().flatten());
    for key in keys.filter(|key| key.starts_with(DRAFT)).collect::<Vec<_>>() {
        let _ = tab.remove_item(&key);
    }
}
