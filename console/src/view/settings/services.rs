//! Editor of the services of an entity.

use domain::{bilingual::Named, entity::service::Service, slug::Slug};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    editor::Editor,
    rows::{Fields, rows, text},
};
use crate::words::{self, words};

/// Returns the editor. A retired service stays in the list for the participations that name it.
pub(super) fn form(editor: Editor, version: u32, services: Vec<Service>) -> AnyView {
    let row = |number: usize, service: Option<Service>| {
        let is_new = service.is_none();
        let (id, parent, name, [asks_place, retired]) = service.map_or_else(
            || {
                (
                    String::new(),
                    String::new(),
                    Named { ar: String::new(), en: String::new() },
                    [false; 2],
                )
            },
            |service| {
                (
                    service.id.to_string(),
                    service.parent.map(|parent| parent.to_string()).unwrap_or_default(),
                    service.name,
                    [service.asks_place, service.retired],
                )
            },
        );
        view! {
            {text("ar", words().name_ar, name.ar, "rtl")}
            {text("en", words().name_en, name.en, "ltr")}
            <label>{words().short_name}
                <input name="id" required dir="ltr" pattern="[a-z0-9\\-]{1,64}" readonly=!is_new value=id />
            </label>
            <label>{words().service_parent}<input name="parent" dir="ltr" pattern="[a-z0-9\\-]{1,64}" value=parent /></label>
            <label class="tick"><input type="checkbox" name=format!("asks_place-{number}") checked=asks_place />{words().service_asks_place}</label>
            <label class="tick"><input type="checkbox" name=format!("retired-{number}") checked=retired />{words().service_retired}</label>
        }
        .into_any()
    };
    let all = services.into_iter().map(Some).collect();
    editor.form(version, read, rows("services", words().service, all, None, row))
}

fn read(form: &Fields) -> Result<Value, String> {
    let one = |row: &Fields| {
        let parent = row.get("parent");
        Ok(Service {
            id: Slug::parse(&row.get("id")).map_err(|error| words::detail(&error.to_string()))?,
            parent: (!parent.is_empty())
                .then(|| Slug::parse(&parent))
                .transpose()
                .map_err(|error| words::detail(&error.to_string()))?,
            name: Named { ar: row.get("ar"), en: row.get("en") },
            asks_place: row.is_ticked("asks_place"),
            retired: row.is_ticked("retired"),
        })
    };
    let all: Vec<Service> = form.rows("services").iter().map(one).collect::<Result<_, String>>()?;
    serde_json::to_value(all).map_err(|error| words::detail(&error.to_string()))
}
