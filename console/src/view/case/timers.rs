//! Service level timers of the case, counting down.

use domain::wire::console::{TimerState, TimerView};
use leptos::prelude::*;

use super::Desk;
use crate::{
    view::shared::due::{Due, Moment},
    words,
};

/// List of the timers.
#[component]
pub(super) fn Timers(desk: Desk) -> impl IntoView {
    let timers = Memo::new(move |_| desk.of(|case| case.clocks.clone()));
    view! {
        <section class="sheet" aria-labelledby="clocks-title">
            <h2 id="clocks-title">{words::case().clocks_title}</h2>
            <dl class="facts">{move || timers.get().into_iter().map(timer).collect_view()}</dl>
        </section>
    }
}

fn timer(TimerView { name, due_at, state, escalated }: TimerView) -> impl IntoView {
    let escalation = escalated.map(words::level);
    let state = match state {
        TimerState::Running => view! { <Due at=due_at />" "<span class="hint"><Moment at=due_at /></span> }.into_any(),
        TimerState::Paused => view! { <span class="still">{words::case().clock_paused}</span> }.into_any(),
        TimerState::Met(at) if at <= due_at => {
            view! { <span class="met">{words::case().clock_met}</span>" "<span class="hint"><Moment at /></span> }.into_any()
        }
        TimerState::Met(at) => {
            view! { <span class="missed">{words::case().clock_missed}</span>" "<span class="hint"><Moment at /></span> }.into_any()
        }
    };
    view! {
        <div>
            <dt>{words::timer(name)}</dt>
            <dd>{state}{escalation.map(|level| view! { <span class="flag" data-level="told">{level}</span> })}</dd>
        </div>
    }
}
