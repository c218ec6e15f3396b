//! Fields for the working hours of a week.

use domain::sla::calendar::{Day, Week};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::{view::settings::rows::Fields, words};

/// Names of the weekdays in a calendar's JSON.
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn day_name(day: &str) -> &'static str {
    match day {
        "monday" => words::settings().monday,
        "tuesday" => words::settings().tuesday,
        "wednesday" => words::settings().wednesday,
        "thursday" => words::settings().thursday,
        "friday" => words::settings().friday,
        "saturday" => words::settings().saturday,
        _ => words::settings().sunday,
    }
}

/// Renders a field for each weekday.
pub(super) fn fields(week: &Week) -> AnyView {
    let Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = week;
    let days = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
    let spans =
        |day: &Day| day.spans().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let fields = DAYS.into_iter().zip(days).map(|(name, day)| {
        view! { <label>{day_name(name)}<input name=name dir="ltr" placeholder=words::settings().day_off value=spans(day) /></label> }
    });
    view! { <div class="days">{fields.collect_view()}</div> }.into_any()
}

/// Reads the JSON of the hours from the fields of a row.
pub(super) fn read(row: &Fields) -> Map<String, Value> {
    let day = |name: &str| {
        let spans = row.get(name);
        let spans = spans.split([',', '،']).map(str::trim).filter(|span| !span.is_empty());
        spans.map(Value::from).collect()
    };
    DAYS.into_iter().map(|name| (name.to_owned(), Value::Array(day(name)))).collect()
}
