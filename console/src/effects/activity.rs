//! Activity of the person. Who writes for long sends nothing meanwhile, and yet isn't idle.

use std::cell::Cell;

use leptos::{ev, prelude::window_event_listener};

thread_local! {
    static WAS_ACTIVE: Cell<bool> = const { Cell::new(false) };
}

/// Starts to watch the keyboard and the pointer, as long as the page lives.
pub(crate) fn watch() {
    window_event_listener(ev::keydown, |_| WAS_ACTIVE.set(true));
    window_event_listener(ev::pointerdown, |_| WAS_ACTIVE.set(true));
}

/// Returns whether the person has done anything since the last call.
pub(crate) fn take() -> bool {
    WAS_ACTIVE.take()
}
