//! Conflict notice: an action was refused because another person acted first. The form keeps its
//! input.

use leptos::prelude::*;

use super::super::{Desk, events};
use crate::words;

/// Events since the case was read.
#[component]
pub(super) fn Stale(desk: Desk) -> impl IntoView {
    move || {
        desk.conflict.get().map(|conflict| {
            let lines = conflict.since.iter().map(
                |event| view! { <li>{events::line(desk.session, event, &conflict.names)}</li> },
            );
            view! {
                <div class="trouble" role="alert">
                    <p><strong>{words::case().stale_title}</strong></p>
                    <ul>{lines.collect_view()}</ul>
                    <p>{words::case().stale_text}</p>
                </div>
            }
        })
    }
}
