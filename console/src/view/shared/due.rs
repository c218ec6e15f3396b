//! Countdown to a deadline. Urgency shows by text and shape too, not by colour alone.

use domain::Timestamp;
use leptos::prelude::*;

use crate::{
    effects::intl,
    session::session,
    words::{fill, words},
};

/// Remaining time below which a deadline counts as soon, in seconds.
const SOON: i64 = 24 * 60 * 60;

/// Remaining time until a deadline, or the time since.
#[component]
pub(crate) fn Due(at: Timestamp) -> impl IntoView {
    let session = session();
    let left = move || at.as_second() - session.now.get().as_second();
    let state = move || match left() {
        late if late < 0 => "late",
        soon if soon < SOON => "soon",
        _ => "calm",
    };
    let text = move || {
        let (left, text) = (left(), if left() < 0 { words().due_late } else { words().due_left });
        fill(text, "time", &intl::length(left))
    };
    view! { <time class="due" data-state=state datetime=at.to_string() title=intl::moment(at)>{text}</time> }
}

/// Date and time.
#[component]
pub(crate) fn Moment(at: Timestamp) -> impl IntoView {
    view! { <time datetime=at.to_string()>{intl::moment(at)}</time> }
}

/// Date and time with year and seconds, for those who examine what has happened.
#[component]
pub(crate) fn Instant(at: Timestamp) -> impl IntoView {
    view! { <time datetime=at.to_string()>{intl::instant(at)}</time> }
}
