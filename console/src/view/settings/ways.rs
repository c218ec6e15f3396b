//! Ways by which messages come in and notices go out, and which of them are off.

use std::collections::BTreeSet;

use domain::{
    delivery::{Carrier, Medium},
    intake::channel::ChannelState,
    wire::console::{WayIn, Ways as Known},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api,
    words::{self, fill},
};

/// Lines that name the ways.
#[component]
pub(super) fn Ways() -> impl IntoView {
    let ways = RwSignal::new(None::<Known>);
    spawn_local(async move {
        // Without it, the settings are there all the same.
        ways.try_set(api::get("api/ways").await.ok());
    });
    move || {
        ways.get().map(|ways| {
            let lines = [inward(&ways.into), outward(&ways.out)];
            lines.map(|line| view! { <p class="hint">{line}</p> }).into_any()
        })
    }
}

fn inward(ways: &[WayIn]) -> String {
    let words = words::settings();
    let states = [
        (ChannelState::On, words.ways_in),
        (ChannelState::Failing, words.ways_in_failing),
        (ChannelState::Off, words.ways_in_off),
    ];
    let sentence = |(state, pattern): (ChannelState, &str)| {
        let some = ways.iter().filter(|way| way.state == state);
        let names: Vec<_> = some.map(|way| words::channel(way.channel)).collect();
        (!names.is_empty()).then(|| fill(pattern, "ways", &names.join(" · ")))
    };
    let sentences: Vec<_> = states.into_iter().filter_map(sentence).collect();
    sentences.join(" ")
}

fn outward(ways: &[Carrier]) -> String {
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
