//! Drafts of actions that aren't offered any more, as after somebody else has answered.

use domain::case::life_cycle::Verb;
use leptos::prelude::*;

use super::{Desk, FIRST, REST, draft_name, form, is_plain};
use crate::{
    effects::storage,
    words::{self, words},
};

/// Each such draft, with a button to discard it.
#[component]
pub(super) fn Left(desk: Desk, may: Memo<Vec<Verb>>) -> impl IntoView {
    let discarded = Trigger::new();
    let is_left = move |verb: &Verb| {
        let is_open = desk.doing.get().is_some_and(|doing| doing.verb == *verb);
        !is_plain(*verb)
            && !is_open
            && may.with(|may| !may.contains(verb))
            && storage::has_draft(&draft_name(desk, *verb))
    };
    move || {
        discarded.track();
        let others = [Verb::Complete, Verb::Check];
        let all = FIRST.iter().chain(&REST).map(|(verb, _)| *verb).chain(others);
        all.filter(is_left)
            .map(|verb| {
                let name = draft_name(desk, verb);
                let text = storage::draft(&name).unwrap_or_default();
                let discard = move |_| {
                    form::discard(&name);
                    discarded.notify();
                };
                view! {
                    <div class="sheet">
                        <p><strong>{words::verb(verb)}</strong>" "<span class="draft" data-draft>{words().draft}</span></p>
                        <p class="said" dir="auto">{text}</p>
                        <button type="button" class="quiet" on:click=discard>{words::case().draft_discard}</button>
                    </div>
                }
            })
            .collect_view()
    }
}
