//! Field for an entity's name, with the names that fit what is typed.

use leptos::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::words::words;

/// Field named `to`. `entities` are ids and names. While a part of one name is typed, that name
/// shows below the field; leaving the field completes it. `chosen` is the name in it at first.
#[component]
pub(crate) fn EntityChoice(
    entities: Vec<(String, String)>,
    label: &'static str,
    #[prop(optional_no_strip)] chosen: Option<String>,
) -> impl IntoView {
    let is_unknown = RwSignal::new(false);
    let fitting = RwSignal::new(None::<String>);
    let known = StoredValue::new(entities.clone());
    let name_of = move |typed: &str| known.with_value(|known| name_of(known, typed));
    let complete = move |field: HtmlInputElement| {
        let typed = field.value();
        let name = name_of(&typed);
        is_unknown.set(!typed.trim().is_empty() && name.is_none());
        fitting.set(None);
        if let Some(name) = name {
            field.set_value(&name);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let field: HtmlInputElement = event_target(&event);
        let is_whole = known.with_value(|known| exact(known, &field.value()).is_some());
        // What is completed is sent by the next press, once it has shown.
        if event.key() == "Enter" && !is_whole && !field.value().trim().is_empty() {
            event.prevent_default();
            event.stop_propagation();
            complete(field);
        }
    };
    let input = move |event| {
        let typed = event_target_value(&event);
        is_unknown.set(false);
        fitting.set(name_of(&typed).filter(|name| *name != typed.trim()));
    };
    view! {
        <label for="to">{label}</label>
        <input id="to" name="to" list="to-names" dir="auto" required autocomplete="off" maxlength="200" value=chosen
            aria-describedby="to-fault" aria-invalid=move || is_unknown.get().to_string()
            on:change=move |event| complete(event_target(&event)) on:keydown=keys on:input=input />
        <datalist id="to-names">
            {entities.into_iter().map(|(_, name)| view! { <option value=name></option> }).collect_view()}
        </datalist>
        <p class="hint" role="status"><bdi>{fitting}</bdi></p>
        <p id="to-fault" class="fault" role="alert">{move || is_unknown.get().then_some(words().fault_entity)}</p>
    }
}

/// Returns the id of the entity with this name or id.
pub(crate) fn exact(entities: &[(String, String)], typed: &str) -> Option<String> {
    let typed = typed.trim().to_lowercase();
    let is_it = |(id, name): &&(String, String)| *id == typed || name.to_lowercase() == typed;
    entities.iter().find(is_it).map(|(id, _)| id.clone())
}

/// Returns the name of the entity with this name or id, or of the only one whose name contains it.
fn name_of(entities: &[(String, String)], typed: &str) -> Option<String> {
    let part = typed.trim().to_lowercase();
    if part.is_empty() {
        return None;
    }
    let id = exact(entities, typed);
    let mut similar = entities.iter().filter(|(_, name)| name.to_lowercase().contains(&part));
    let only = similar.next().filter(|_| similar.next().is_none());
    let whole = entities.iter().find(|(each, _)| Some(each) == id.as_ref());
    whole.or(only).map(|(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities() -> [(String, String); 3] {
        let entities = [("rta", "Roads Authority"), ("dm", "Municipality"), ("ra", "Roads")];
        entities.map(|(id, name)| (id.to_owned(), name.to_owned()))
    }

    #[test]
    fn an_entity_is_found_by_its_id_or_by_a_part_that_no_other_has() {
        let found = |typed: &str| name_of(&entities(), typed);
        assert_eq!(found("Roads Authority").as_deref(), Some("Roads Authority"));
        assert_eq!(found(" roads ").as_deref(), Some("Roads"), "the name itself");
        assert_eq!(found("dm").as_deref(), Some("Municipality"));
        assert_eq!(found("muni").as_deref(), Some("Municipality"));
        for unknown in ["", " ", "road", "airport"] {
            assert_eq!(found(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn only_a_whole_name_or_an_id_is_sent() {
        let sent = |typed: &str| exact(&entities(), typed);
        assert_eq!(sent(" municipality ").as_deref(), Some("dm"));
        assert_eq!(sent("RTA").as_deref(), Some("rta"));
        for part in ["", "muni", "authority"] {
            assert_eq!(sent(part), None, "{part}");
        }
    }
}
