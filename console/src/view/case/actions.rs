//! Corrective and preventive actions: owner, deadline, evidence, and the check of their effect.

use domain::{
    case::{corrective_action::Progress, life_cycle::Verb},
    wire::console::{CaseView, CorrectiveActionView},
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    effects::intl,
    words::{self, words},
};

/// List of the actions; absent if there are none.
#[component]
pub(super) fn Actions(desk: Desk) -> impl IntoView {
    move || {
        desk.case.with(|case| {
            let case = case.as_ref().filter(|case| !case.actions.is_empty())?;
            let items = case
                .actions
                .iter()
                .enumerate()
                .map(|(place, action)| item(desk, case, place, action))
                .collect_view();
            Some(view! {
                <section class="sheet" aria-labelledby="actions-title">
                    <h2 id="actions-title">{words::case().actions_title}</h2>
                    <ol class="actions">{items}</ol>
                </section>
            })
        })
    }
}

fn item(
    desk: Desk,
    case: &CaseView,
    place: usize,
    action: &CorrectiveActionView,
) -> impl IntoView + use<> {
    let message = case.thread.iter().find(|message| message.sequence == Some(action.sequence));
    let text = message.map(|message| message.text.clone()).unwrap_or_default();
    let (verb, state) = match &action.progress {
        Progress::Open if action.is_overdue => (Some(Verb::Complete), words::case().action_overdue),
        Progress::Open => (Some(Verb::Complete), words::case().action_open),
        Progress::Done { .. } => {
            (action.is_check_due.then_some(Verb::Check), words::case().action_done)
        }
        Progress::Checked { effective: true, .. } => (None, words().done_check_yes),
        Progress::Checked { effective: false, .. } => (None, words().done_check_no),
    };
    let button = verb.filter(|verb| case.may.contains(verb)).map(|verb| {
        view! { <button type="button" on:click=move |_| desk.begin(verb, place)>{words::verb(verb)}</button> }
    });
    let owner =
        case.names.get(&action.plan.owner).cloned().unwrap_or_else(|| words().someone.to_owned());
    view! {
        <li data-overdue=action.is_overdue.to_string()>
            <p><span class="flag">{words::nature(action.plan.nature)}</span>" "<strong>{state}</strong></p>
            <p class="said" dir="auto">{text}</p>
            <p class="hint">
                {words().owner}": "<bdi>{owner}</bdi>" · "
                {words().due}": "{intl::day(&action.plan.due.to_string())}" · "
                {words::case().check_from}": "{intl::day(&action.plan.check_from.to_string())}
            </p>
            {button}
        </li>
    }
}
