//! Place where the text of a case plainly belongs, beside the transfer to it. A person decides.

use domain::case::life_cycle::Verb;
use leptos::prelude::*;

use super::{super::Doing, Desk, draft_of, fields::PROPOSED};
use crate::{view::shared::proposal, words};

/// The proposal; absent if there is none, and while a form is open. A transfer changes the entity
/// alone, so another service of the same entity has no button.
#[component]
pub(super) fn Proposal(desk: Desk) -> impl IntoView {
    let transfer = move |_| {
        // An earlier choice would replace the proposed one.
        let doing = Doing { verb: Verb::Transfer, action: PROPOSED };
        draft_of(desk, doing).set_fields("");
        desk.begin(doing.verb, doing.action);
    };
    move || {
        if desk.doing.get().is_some() {
            return None;
        }
        let place = desk.of(|case| case.proposal.clone())?;
        let is_elsewhere = desk.of(|case| case.entity != place.entity);
        Some(view! {
            <div class="tools" data-proposal>
                <span id="proposal">{proposal::in_words(desk.session, &place)}</span>
                {is_elsewhere.then(|| view! {
                    <button type="button" aria-describedby="proposal" on:click=transfer>{words::verb(Verb::Transfer)}</button>
                })}
            </div>
        })
    }
}
