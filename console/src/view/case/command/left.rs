//! Drafts of actions that aren't offered any more, as after somebody else has answered.

use domain::case::life_cycle::Verb;
use leptos::prelude::*;

use super::{Desk, FIRST, REST, drafts_of, is_plain};
use crate::words::{self, words};

/// Each such draft, with a button to discard it.
#[component]
pub(super) fn Left(desk: Desk, may: Memo<Vec<Verb>>) -> impl IntoView {
    let discarded = Trigger::new();
    let is_left = move |verb: &Verb| {
        let is_open = desk.doing.get().is_some_and(|doing| doing.verb == *verb);
        !is_plain(*verb)
            && !is_open
            && may.with(|may| !may.contains(verb))
            && drafts_of(desk, *verb).exist()
    };
    move || {
        discarded.track();
        let others = [Verb::Complete, Verb::Check];
        let all = FIRST.iter().chain(&REST).map(|(verb, _)| *verb).chain(others);
        all.filter(is_left)
            .map(|verb| {
                let drafts = drafts_of(desk, verb);
                let texts = drafts.messages().into_iter();
                let texts = texts.map(|text| view! { <p class="said" dir="auto">{text}</p> }).collect_view();
                let discard = move |_| {
                    drafts.discard();
                    discarded.notify();
                };
                view! {
                    <div class="sheet">
                        <p><strong>{words::verb(verb)}</strong>" "<span class="draft" data-draft>{words().draft}</span></p>
                        {texts}
                        <button type="button" class="quiet" on:click=discard>{words::case().draft_discard}</button>
                    </div>
                }
            })
            .collect_view()
    }
}
