//! Seasons with other hours in the editor of the calendar, and Ramadan in one press.

use domain::sla::calendar::{NAME_MAX, Season, Week, uae};
use leptos::prelude::*;

use super::hours;
use crate::{
    effects::intl,
    view::settings::rows::{RowList, date, text},
    words,
};

/// Name, first and last day, and hours of a season, as the fields hold them.
type Row = (String, String, String, Week);

/// Renders the seasons, and the form that adds Ramadan.
pub(super) fn fields(seasons: Vec<Season>) -> AnyView {
    let all = seasons.into_iter().map(|Season { name, from, until, hours }| {
        (name, from.to_string(), until.to_string(), hours)
    });
    let seasons = RowList::new(all.collect());
    let row = |_, (name, from, until, hours): Row| {
        view! { {text("name", words::settings().called, name, "auto", NAME_MAX)}{date("from", words::settings().first_day, from)}{date("until", words::settings().last_day, until)}{hours::fields(&hours)} }.into_any()
    };
    let blank = (String::new(), String::new(), String::new(), Week::default());
    view! { {seasons.view("seasons", words::settings().season, blank, row)}<Ramadan seasons /> }
        .into_any()
}

/// Two dates, and the button that adds Ramadan between them with its usual hours.
#[component]
fn Ramadan(seasons: RowList<Row>) -> impl IntoView {
    let texts = words::settings();
    let today = intl::today();
    let next = uae::RAMADAN.into_iter().find(|(_, until)| until.to_string() >= today);
    let [from, until] = next.map_or([String::new(), String::new()], |(from, until)| {
        [from, until].map(|day| day.to_string())
    });
    let (from, until) = (RwSignal::new(from), RwSignal::new(until));
    let add = move |_| {
        let days = (from.get_untracked(), until.get_untracked());
        seasons.push((texts.ramadan.to_owned(), days.0, days.1, Week::ramadan()));
    };
    view! {
        <fieldset class="row" data-ramadan>
            <legend>{texts.ramadan}</legend>
            <label>{words::settings().first_day}<input type="date" prop:value=from on:input=move |event| from.set(event_target_value(&event)) /></label>
            <label>{words::settings().last_day}<input type="date" prop:value=until on:input=move |event| until.set(event_target_value(&event)) /></label>
            <p class="hint">{texts.ramadan_hint}</p>
            <button type="button" on:click=add>{texts.ramadan_add}</button>
        </fieldset>
    }
}
