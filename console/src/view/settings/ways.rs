//! Ways by which notices to customers go out, and which of them are off.

use std::collections::BTreeSet;

use domain::delivery::{Carrier, Medium};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api,
    words::{self, fill},
};

/// Line that names the ways.
#[component]
pub(super) fn Ways() -> impl IntoView {
    let ways = RwSignal::new(None::<Vec<Carrier>>);
    spawn_local(async move {
        // Without it, the settings are there all the same.
        ways.try_set(api::get("api/ways").await.ok());
    });
    move || ways.get().map(|ways| view! { <p class="hint">{sentence(&ways)}</p> })
}

fn sentence(ways: &[Carrier]) -> String {
    let words = words::settings();
    if ways.is_empty() {
        return words.ways_none.to_owned();
    }
    let names: BTreeSet<_> =
        ways.iter().map(|carrier| words::way(Some((*carrier).into()))).collect();
    let names: Vec<_> = names.into_iter().collect();
    let mut sentences = vec![fill(words.ways, "ways", &names.join(" · "))];
    // The webhook may carry either.
    let carries = |medium| ways.iter().any(|it| [medium, Medium::Any].contains(&it.medium()));
    if !carries(Medium::Email) {
        sentences.push(words.ways_no_email.to_owned());
    }
    if !carries(Medium::Text) {
        sentences.push(words.ways_no_text.to_owned());
    }
    sentences.join(" ")
}
