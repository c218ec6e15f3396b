//! Editor of the services of an entity: main services, each with those below it.
//!
//! Services are shown by their names. A new one gets its short name when it is saved.

use std::collections::BTreeSet;

use domain::{
    bilingual::Named,
    entity::{service::Service, settings::NAME_MAX},
    slug::Slug,
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    editor::Editor,
    rows::{Fields, RowList, text},
};
use crate::words::{self, localized, words};

/// Row of a service.
#[derive(Clone)]
struct Row {
    /// Service as it is stored; `None` for a new one.
    service: Option<Service>,
    /// Name in the language of the interface, as it is typed.
    name: RwSignal<String>,
    /// Number of the row of the main service above; `None` for a main service.
    parent: RwSignal<Option<usize>>,
}

/// Returns the editor. A retired service stays in the list for the participations that name it.
pub(super) fn form(editor: Editor, version: u32, services: Vec<Service>) -> AnyView {
    let number = |id: &Slug| services.iter().position(|service| service.id == *id);
    let parents: Vec<_> =
        services.iter().map(|service| service.parent.as_ref().and_then(number)).collect();
    let all = services.iter().zip(parents).map(|(service, parent)| Row {
        name: RwSignal::new(localized(&service.name)),
        parent: RwSignal::new(parent),
        service: Some(service.clone()),
    });
    let list = RowList::new(all.collect());
    arrange(list);
    let add = move |_| list.push(blank(None));
    let fields = view! {
        <For each=move || list.all() key=|(number, _)| *number let((number, row))>
            <OneService list number row />
        </For>
        <p><button type="button" data-add on:click=add>{words::settings().add}</button></p>
    };
    editor.form(version, read, fields.into_any())
}

/// Returns the row of a new service.
fn blank(parent: Option<usize>) -> Row {
    Row { service: None, name: RwSignal::default(), parent: RwSignal::new(parent) }
}

/// Puts each main service before those below it.
fn arrange(list: RowList<Row>) {
    list.update(|all| {
        let parents: Vec<_> =
            all.iter().map(|(number, row)| (*number, row.parent.get_untracked())).collect();
        let order = in_order(&parents);
        all.sort_by_key(|(number, _)| order.iter().position(|other| other == number));
    });
}

/// Returns the numbers of rows, each main service before those below it. A row whose parent isn't
/// there is a main service.
fn in_order(parents: &[(usize, Option<usize>)]) -> Vec<usize> {
    let is_there = |parent: usize| parents.iter().any(|(number, _)| *number == parent);
    let parent = |parent: Option<usize>| parent.filter(|parent| is_there(*parent));
    let below = |above: Option<usize>| {
        let rows = parents.iter().filter(move |(_, own)| parent(*own) == above);
        rows.map(|(number, _)| *number)
    };
    below(None).flat_map(|main| std::iter::once(main).chain(below(Some(main)))).collect()
}

#[component]
fn OneService(list: RowList<Row>, number: usize, row: Row) -> impl IntoView {
    let texts = words::settings();
    let Row { service, name, parent } = row;
    let is_new = service.is_none();
    let (id, full, [asks_place, retired]) = service.map_or_else(
        || (String::new(), Named { ar: String::new(), en: String::new() }, [false; 2]),
        |service| (service.id.to_string(), service.name, [service.asks_place, service.retired]),
    );
    let is_typed_here = localized(&Named { ar: "ar".to_owned(), en: "en".to_owned() });
    let typed = move |event: leptos::ev::Event| {
        let field: web_sys::HtmlInputElement = event_target(&event);
        if field.name() == is_typed_here {
            name.set(field.value());
        }
    };
    let legend = move || {
        let name = name.get();
        if name.is_empty() { texts.service_new.to_owned() } else { name }
    };
    let has_below = move || list.all().iter().any(|(_, row)| row.parent.get() == Some(number));
    // Main services but this one, by name.
    let mains = move || {
        let mains = list
            .all()
            .into_iter()
            .filter(|(other, row)| *other != number && row.parent.get().is_none());
        mains.map(|(other, row)| (other, row.name)).collect::<Vec<_>>()
    };
    let choose = move |event| {
        parent.set(event_target_value(&event).parse().ok());
        arrange(list);
    };
    let add_below = move |_| {
        list.push(blank(Some(number)));
        arrange(list);
    };
    let remove = move |_| list.update(|all| all.retain(|(other, _)| *other != number));
    view! {
        <fieldset class="row" data-rows="services" data-below=move || parent.get().map(|_| "") on:input=typed>
            <legend><bdi>{legend}</bdi></legend>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="number" value=number.to_string() />
            {text("ar", words::settings().name_ar, full.ar, "rtl", NAME_MAX)}
            {text("en", words::settings().name_en, full.en, "ltr", NAME_MAX)}
            <label>{texts.service_below}
                <select name="parent" disabled=has_below on:change=choose>
                    <option value="" selected=move || parent.get().is_none()>{texts.service_main}</option>
                    <For each=mains key=|(other, _)| *other let((other, name))>
                        <option value=other.to_string() selected=move || parent.get() == Some(other)>{name}</option>
                    </For>
                </select>
            </label>
            <label class="tick"><input type="checkbox" name=format!("asks_place-{number}") checked=asks_place />{words::settings().service_asks_place}</label>
            <label class="tick"><input type="checkbox" name=format!("retired-{number}") checked=retired />{words::settings().service_retired}</label>
            {move || parent.get().is_none().then(|| view! {
                <button type="button" data-below-this on:click=add_below>{texts.service_add_below}</button>
            })}
            {is_new.then(|| view! { <button type="button" class="quiet" on:click=remove>{words().remove}</button> })}
        </fieldset>
    }
}

fn read(form: &Fields) -> Result<Value, String> {
    let rows = form.rows("services");
    let mut taken: BTreeSet<String> = rows.iter().map(|row| row.get("id")).collect();
    let mut ids = Vec::new();
    for row in &rows {
        let id = row.get("id");
        let id = if id.is_empty() {
            Slug::derive(&row.get("en"), "service", |slug| taken.contains(slug))
        } else {
            Slug::parse(&id).ok()
        };
        let id = id.ok_or_else(|| words().fault_incomplete.to_owned())?;
        // A later change of the name leaves the short name.
        row.set("id", id.as_str());
        taken.insert(id.to_string());
        ids.push((row.get("number"), id));
    }
    let one = |(row, (_, id)): (&Fields, &(String, Slug))| {
        let parent = row.get("parent");
        let parent = ids.iter().find(|(number, _)| !parent.is_empty() && *number == parent);
        Service {
            id: id.clone(),
            parent: parent.map(|(_, id)| id.clone()),
            name: Named { ar: row.get("ar"), en: row.get("en") },
            asks_place: row.is_ticked("asks_place"),
            retired: row.is_ticked("retired"),
        }
    };
    let all: Vec<Service> = rows.iter().zip(&ids).map(one).collect();
    serde_json::to_value(all).map_err(|error| words::detail(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_below_a_service_follow_it() {
        let rows = [(0, None), (1, None), (2, Some(0)), (3, Some(1)), (4, Some(0)), (5, Some(9))];
        assert_eq!(in_order(&rows), [0, 2, 4, 1, 3, 5]);
        assert!(in_order(&[]).is_empty());
    }
}
