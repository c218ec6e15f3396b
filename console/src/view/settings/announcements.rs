//! Editor of the announcements of known problems, which supervisors may change too.

use domain::{
    bilingual::Named,
    entity::announcement::{Announcement, TEXT_MAX},
    sla::calendar::{Parts, Zone},
    slug::Slug,
    wire::console::Settings,
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    alike::ManyComplain,
    editor::Editor,
    rows::{Fields, rows},
};
use crate::words::{self, localized, words};

/// Length of a day and time in a field: `2026-11-30T14:00`.
const MINUTES: usize = 16;

/// Announcement as the fields hold it: service, texts, and the end on the entity's clocks.
type Row = (String, Named, String);

/// Returns the editor.
pub(super) fn form(editor: Editor, settings: &Settings) -> AnyView {
    let texts = words::settings();
    let Parts { zone, .. } = settings.calendar.value.clone().into();
    let offered = settings.services.value.iter().filter(|service| !service.retired);
    let services: Vec<(String, String)> =
        offered.map(|service| (service.id.to_string(), localized(&service.name))).collect();
    let services = StoredValue::new(services);
    let row = move |_, (service, text, until): Row| {
        let options = services.get_value().into_iter().map(|(id, name)| {
            let is_chosen = id == service;
            view! { <option value=id selected=is_chosen>{name}</option> }
        });
        view! {
            <label>{words().service}
                <select name="service"><option value="">{texts.service_all}</option>{options.collect_view()}</select>
            </label>
            <label>{texts.announcement_until}<input type="datetime-local" name="until" required value=until /></label>
            <label>{words::settings().text_ar}<textarea name="text_ar" dir="rtl" lang="ar" rows="2" required data-most=TEXT_MAX.to_string() prop:value=text.ar></textarea></label>
            <label>{words::settings().text_en}<textarea name="text_en" dir="ltr" lang="en" rows="2" required data-most=TEXT_MAX.to_string() prop:value=text.en></textarea></label>
        }
        .into_any()
    };
    let all = settings.announcements.value.iter().map(|announcement| {
        let until = zone.local(announcement.until).to_string().chars().take(MINUTES).collect();
        let service = announcement.service.as_ref().map(ToString::to_string).unwrap_or_default();
        (service, announcement.text.clone(), until)
    });
    let blank = Named { ar: String::new(), en: String::new() };
    let fields = view! {
        <p class="hint">{texts.announcements_hint}</p>
        {rows("announcements", texts.announcement, all.collect(), (String::new(), blank, String::new()), row)}
    };
    let version = settings.announcements.version;
    let entity = settings.entity.clone();
    let form = editor.form(version, move |form| read(form, &zone), fields.into_any());
    view! { <ManyComplain entity />{form} }.into_any()
}

fn read(form: &Fields, zone: &Zone) -> Result<Value, String> {
    let incomplete = || words().fault_incomplete.to_owned();
    let one = |row: &Fields| {
        Ok(Announcement {
            service: Slug::parse(&row.get("service")).ok(),
            text: Named { ar: row.get("text_ar"), en: row.get("text_en") },
            until: zone.time(&row.get("until")).ok_or_else(incomplete)?,
        })
    };
    let all: Vec<Announcement> =
        form.rows("announcements").iter().map(one).collect::<Result<_, String>>()?;
    serde_json::to_value(all).map_err(|error| words::detail(&error.to_string()))
}
