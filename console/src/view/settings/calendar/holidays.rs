//! Holidays in the editor of the calendar: rows, those of the Emirates in one press, and those of
//! a calendar file, which show before they are added.

use domain::{
    sla::calendar::{Holiday, NAME_MAX, missing, uae},
    wire::console::{HolidayFile, HolidayPreview},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};
use web_sys::{Element, MouseEvent};

use crate::{
    effects::{
        api::{self, Failure, Reasons},
        intl, language, page,
    },
    session::session,
    view::settings::chosen_file::FileField,
    view::settings::rows::{Fields, RowList, date, text},
    words::{self, fill},
};

/// Name, first and last day of a holiday, as the fields hold them, and whether it is expected.
type Row = (String, String, String, bool);

/// Renders the holidays, and the two ways to add several. `path` is that of the call that reads a
/// file.
pub(super) fn fields(holidays: Vec<Holiday>, path: String) -> AnyView {
    let rows = RowList::new(holidays.into_iter().map(row_of).collect());
    let row = |number, (name, from, until, expected): Row| {
        view! {
            {text("name", words::settings().called, name, "auto", NAME_MAX)}
            {date("from", words::settings().first_day, from)}
            {date("until", words::settings().last_day, until)}
            <label class="tick"><input type="checkbox" name=format!("expected-{number}") checked=expected />{words::settings().holiday_expected}</label>
        }
        .into_any()
    };
    let blank = (String::new(), String::new(), String::new(), false);
    view! { <Several rows path />{rows.view("holidays", words::settings().holiday, blank, row)} }
        .into_any()
}

fn row_of(Holiday { name, from, until, expected }: Holiday) -> Row {
    (name, from.to_string(), until.to_string(), expected)
}

/// Reads the JSON of the holidays from the fields.
pub(super) fn read(form: &Fields) -> Vec<Value> {
    let one = |row: &Fields| {
        let mut holiday =
            json!({ "name": row.get("name"), "from": row.get("from"), "until": row.get("until") });
        if row.is_ticked("expected") {
            holiday["expected"] = true.into();
        }
        holiday
    };
    form.rows("holidays").iter().map(one).collect()
}

/// Returns the holidays that the form around an element has now. Rows without dates are left out.
fn known(element: &Element) -> Vec<Holiday> {
    let rows = Fields::around(element).map(|form| read(&form)).unwrap_or_default();
    rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()).collect()
}

/// Buttons that add several holidays, and the preview of a file.
#[component]
fn Several(rows: RowList<Row>, path: String) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let status = RwSignal::new(String::new());
    let fault = RwSignal::new(String::new());
    let preview = RwSignal::new(None::<Vec<Holiday>>);
    let add = move |holidays: Vec<Holiday>| {
        let count = holidays.len().to_string();
        holidays.into_iter().map(row_of).for_each(|row| rows.push(row));
        status.set(fill(texts.holidays_added, "count", &count));
        preview.set(None);
    };
    let public = move |event: MouseEvent| {
        let element: Element = event_target(&event);
        add(missing(&known(&element), uae::holidays(language::current().tag())));
    };
    let add_new = move |event: MouseEvent| {
        let element: Element = event_target(&event);
        add(missing(&known(&element), preview.get_untracked().unwrap_or_default()));
        // The button goes with the preview.
        page::focus("[data-public]");
    };
    let is_busy = RwSignal::new(false);
    let choose = Callback::new(move |file: String| {
        status.set(String::new());
        fault.set(String::new());
        is_busy.set(true);
        let path = path.clone();
        spawn_local(async move {
            let file = HolidayFile { file };
            let read = session.checked(api::send::<HolidayPreview>("POST", &path, &file).await);
            is_busy.try_set(false);
            match read {
                Ok(read) => _ = preview.try_set(Some(read.holidays)),
                Err(failure) => {
                    preview.try_set(None);
                    fault.try_set(described(&failure));
                }
            }
        });
    });
    view! {
        <p class="tools">
            <button type="button" data-public on:click=public>{texts.holidays_uae}</button>
        </p>
        <FileField label=texts.holidays_import accept=".ics,text/calendar" fault="import-fault" is_busy read=choose />
        <p class="fault" id="import-fault" role="alert">{fault}</p>
        {move || preview.get().map(|holidays| view! { <Preview holidays add=add_new /> })}
        <p class="hint" role="status">{status}</p>
    }
}

/// Holidays of a file, each with whether the calendar has it, and the button that adds the others.
#[component]
fn Preview(holidays: Vec<Holiday>, add: impl Fn(MouseEvent) + 'static) -> impl IntoView {
    let texts = words::settings();
    let here = page::find("form.editor").map(|form| known(&form)).unwrap_or_default();
    let new = missing(&here, holidays.clone());
    let item = |holiday: Holiday| {
        let is_known = !new.contains(&holiday);
        let Holiday { name, from, until, .. } = holiday;
        let days = [from, until].map(|day| intl::day(&day.to_string()));
        let days = if from == until { days[0].clone() } else { days.join(" – ") };
        let note = is_known.then(|| view! { " · "{texts.holiday_known} });
        view! { <li><bdi>{name}</bdi>" · "{days}{note}</li> }
    };
    let is_empty = holidays.is_empty();
    let items = holidays.into_iter().map(item).collect_view();
    view! {
        <section class="sheet" data-preview aria-labelledby="preview-title">
            <h3 id="preview-title">{texts.holidays_file}</h3>
            {is_empty.then_some(texts.holidays_none)}
            <ul>{items}</ul>
            {(!is_empty).then(|| view! { <p class="tools"><button type="button" class="main" on:click=add>{texts.holidays_add}</button></p> })}
        </section>
    }
}

/// Describes why a file wasn't read, with the line.
fn described(failure: &Failure) -> String {
    let texts = words::settings();
    let Failure::Refused(Reasons::Described(details)) = failure else {
        return words::failure(failure);
    };
    let detail = details.first().map(|problem| &*problem.detail).unwrap_or_default();
    let Some((line, reason)) =
        detail.strip_prefix("line ").and_then(|detail| detail.split_once(": "))
    else {
        return words::failure(failure);
    };
    fill(&fill(texts.import_line, "line", line), "fault", words::import_fault(reason))
}
