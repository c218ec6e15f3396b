//! Editor of an entity's working calendar: weeks, seasons such as Ramadan, holidays.

use domain::sla::calendar::{Calendar, Day, Holiday, Parts, Regular, Season, Week};
use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    editor::Editor,
    rows::{Fields, rows, text},
};
use crate::words::{self, words};

/// Names of the weekdays in a calendar's JSON.
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn day_name(day: &str) -> &'static str {
    match day {
        "monday" => words().monday,
        "tuesday" => words().tuesday,
        "wednesday" => words().wednesday,
        "thursday" => words().thursday,
        "friday" => words().friday,
        "saturday" => words().saturday,
        _ => words().sunday,
    }
}

/// Returns the editor.
pub(super) fn form(editor: Editor, version: u32, calendar: Calendar) -> AnyView {
    let Parts { zone, weeks, seasons, holidays } = calendar.into();
    let weeks =
        weeks.into_iter().map(|Regular { from, hours }| (from.to_string(), hours)).collect();
    let seasons = seasons
        .into_iter()
        .map(|Season { name, from, until, hours }| {
            (name, from.to_string(), until.to_string(), hours)
        })
        .collect();
    let holidays = holidays
        .into_iter()
        .map(|Holiday { name, from, until, .. }| (name, from.to_string(), until.to_string()))
        .collect();
    let none = String::new;
    let week = |_, (from, hours): (String, Week)| {
        view! { {date("from", words().holds_from, from)}{hours_of(&hours)} }.into_any()
    };
    let season = |_, (name, from, until, hours): (String, String, String, Week)| {
        view! { {text("name", words().called, name, "auto")}{date("from", words().first_day, from)}{date("until", words().last_day, until)}{hours_of(&hours)} }.into_any()
    };
    let holiday = |_, (name, from, until): (String, String, String)| {
        view! { {text("name", words().called, name, "auto")}{date("from", words().first_day, from)}{date("until", words().last_day, until)} }.into_any()
    };
    let fields = view! {
        <label>{words().zone}<input name="zone" required dir="ltr" value=String::from(zone) /></label>
        <p class="hint">{words().hours_hint}" "<bdi dir="ltr">"07:30-15:30, 17:00-19:00"</bdi></p>
        <h2>{words().weeks}</h2>
        {rows("weeks", words().week, weeks, (none(), Week::default()), week)}
        <h2>{words().seasons}</h2>
        {rows("seasons", words().season, seasons, (none(), none(), none(), Week::default()), season)}
        <h2>{words().holidays}</h2>
        {rows("holidays", words().holiday, holidays, (none(), none(), none()), holiday)}
    };
    editor.form(version, read, fields.into_any())
}

fn date(name: &'static str, label: &'static str, value: String) -> AnyView {
    view! { <label>{label}<input type="date" name=name required value=value /></label> }.into_any()
}

fn hours_of(week: &Week) -> AnyView {
    let Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = week;
    let days = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
    let spans =
        |day: &Day| day.spans().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let fields = DAYS.into_iter().zip(days).map(|(name, day)| {
        view! { <label>{day_name(name)}<input name=name dir="ltr" placeholder=words().day_off value=spans(day) /></label> }
    });
    view! { <div class="days">{fields.collect_view()}</div> }.into_any()
}

/// Reads the calendar's JSON from the fields. [`Calendar`]'s own parser reports faults.
fn read(form: &Fields) -> Result<Value, String> {
    let hours = |row: &Fields| {
        let day = |name: &str| {
            row.get(name)
                .split([',', '،'])
                .map(str::trim)
                .filter(|span| !span.is_empty())
                .map(Value::from)
                .collect()
        };
        DAYS.map(|name| (name.to_owned(), Value::Array(day(name))))
            .into_iter()
            .collect::<Map<_, _>>()
    };
    let range = |row: &Fields| json!({ "name": row.get("name"), "from": row.get("from"), "until": row.get("until") });
    let weeks: Vec<Value> = form
        .rows("weeks")
        .iter()
        .map(|row| json!({ "from": row.get("from"), "hours": hours(row) }))
        .collect();
    let seasons: Vec<Value> = form
        .rows("seasons")
        .iter()
        .map(|row| {
            let mut season = range(row);
            season["hours"] = hours(row).into();
            season
        })
        .collect();
    let holidays: Vec<Value> = form.rows("holidays").iter().map(range).collect();
    let calendar = json!({ "zone": form.get("zone"), "weeks": weeks, "seasons": seasons, "holidays": holidays });
    serde_json::from_value::<Calendar>(calendar.clone())
        .map(|_| calendar)
        .map_err(|error| words::detail(&error.to_string()))
}
