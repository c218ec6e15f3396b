//! Editor of an entity's working calendar: time zone, weeks, seasons such as Ramadan, holidays.

mod holidays;
mod hours;
mod season;

use domain::sla::calendar::{Calendar, Parts, Regular, Week, Zone};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::{
    editor::Editor,
    rows::{Fields, date, rows},
};
use crate::words;

/// Returns the editor.
pub(super) fn form(editor: Editor, version: u32, calendar: Calendar) -> AnyView {
    let Parts { zone, weeks, seasons, holidays } = calendar.into();
    let weeks =
        weeks.into_iter().map(|Regular { from, hours }| (from.to_string(), hours)).collect();
    let path = format!("api/entities/{}/settings/calendar/holidays", editor.entity());
    let week = |_, (from, hours): (String, Week)| {
        view! { {date("from", words::settings().holds_from, from)}{hours::fields(&hours)} }
            .into_any()
    };
    let fields = view! {
        {zone_choice(&zone)}
        <p class="hint">{words::settings().hours_hint}" "<bdi dir="ltr">"07:30-15:30, 17:00-19:00"</bdi></p>
        <h2>{words::settings().weeks}</h2>
        {rows("weeks", words::settings().week, weeks, (String::new(), Week::default()), week)}
        <h2>{words::settings().seasons}</h2>
        {season::fields(seasons)}
        <h2>{words::settings().holidays}</h2>
        {holidays::fields(holidays, path)}
    };
    editor.form(version, read, fields.into_any())
}

/// Renders the choice of a time zone by its cities. Another rule that is stored stays one.
fn zone_choice(zone: &Zone) -> AnyView {
    let texts = words::settings();
    let rule = String::from(zone.clone());
    let named = [("Asia/Dubai", texts.zone_east), ("Asia/Riyadh", texts.zone_west)];
    let is_here = |name: &str| Zone::parse(name).as_ref() == Ok(zone);
    let other = (!named.iter().any(|(name, _)| is_here(name))).then(|| {
        view! { <option value=rule.clone() selected=true>{rule.clone()}</option> }
    });
    let options = named.map(|(name, cities)| {
        view! { <option value=name selected=is_here(name)>{cities}</option> }
    });
    view! { <label>{words::settings().zone}<select name="zone">{options}{other}</select></label> }
        .into_any()
}

/// Reads the calendar's JSON from the fields. [`Calendar`]'s own parser reports faults.
fn read(form: &Fields) -> Result<Value, String> {
    let range = |row: &Fields| json!({ "name": row.get("name"), "from": row.get("from"), "until": row.get("until") });
    let weeks: Vec<Value> = form
        .rows("weeks")
        .iter()
        .map(|row| json!({ "from": row.get("from"), "hours": hours::read(row) }))
        .collect();
    let mut seasons: Vec<Value> = form
        .rows("seasons")
        .iter()
        .map(|row| {
            let mut season = range(row);
            season["hours"] = hours::read(row).into();
            season
        })
        .collect();
    // Whatever was added last may come first.
    seasons.sort_by_key(|season| season["from"].as_str().unwrap_or_default().to_owned());
    let holidays = holidays::read(form);
    let calendar = json!({ "zone": form.get("zone"), "weeks": weeks, "seasons": seasons, "holidays": holidays });
    serde_json::from_value::<Calendar>(calendar.clone())
        .map(|_| calendar)
        .map_err(|error| words::detail(&error.to_string()))
}
