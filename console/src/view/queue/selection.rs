//! Checkboxes that select cases for bulk actions: one for each case, one for all that are loaded.

use std::collections::BTreeSet;

use domain::reference::Reference;
use leptos::prelude::*;

use super::list::List;
use crate::words::{fill, words};

/// Checkbox of one case. With Shift, it selects all cases from the one before.
#[component]
pub(super) fn SelectOne(reference: Reference, list: List) -> impl IntoView {
    let is_shifted = StoredValue::new(false);
    let change = move |event| {
        let from = is_shifted.get_value().then(|| list.latest.get_value()).flatten();
        list.select(reference, event_target_checked(&event), from);
    };
    view! {
        <input
            type="checkbox"
            aria-label=fill(words().select_case, "number", &reference.to_string())
            prop:checked=move || list.selected.with(|selected| selected.contains(&reference))
            on:click=move |event| is_shifted.set_value(event.shift_key())
            on:change=change
        />
    }
}

/// Checkbox of all loaded cases.
#[component]
pub(super) fn SelectAll(list: List) -> impl IntoView {
    let are_all = move || {
        let count = list.rows.with(Vec::len);
        count > 0 && list.selected.with(BTreeSet::len) == count
    };
    let change = move |event| {
        let all = if event_target_checked(&event) {
            list.rows.with_untracked(|rows| rows.iter().map(|row| row.reference).collect())
        } else {
            BTreeSet::new()
        };
        list.selected.set(all);
    };
    view! {
        <input type="checkbox" aria-label=words().select_all prop:checked=are_all on:change=change />
    }
}
