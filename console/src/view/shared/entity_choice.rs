//! Field for an entity's name, with the names that fit what is typed.

use leptos::prelude::*;

use crate::words::words;

/// Field named `to`. `entities` are ids and names.
#[component]
pub(crate) fn EntityChoice(entities: Vec<(String, String)>, label: &'static str) -> impl IntoView {
    let is_unknown = RwSignal::new(false);
    let known = entities.clone();
    let check = move |event| {
        let typed = event_target_value(&event);
        is_unknown.set(!typed.trim().is_empty() && chosen(&known, &typed).is_none());
    };
    view! {
        <label for="to">{label}</label>
        <input id="to" name="to" list="to-names" dir="auto" required autocomplete="off" maxlength="200"
            aria-describedby="to-fault" aria-invalid=move || is_unknown.get().to_string()
            on:change=check on:input=move |_| is_unknown.set(false) />
        <datalist id="to-names">
            {entities.into_iter().map(|(_, name)| view! { <option value=name></option> }).collect_view()}
        </datalist>
        <p id="to-fault" class="fault" role="alert">{move || is_unknown.get().then_some(words().fault_entity)}</p>
    }
}

/// Returns the id of the entity with this name or id, or of the only one whose name contains it.
pub(crate) fn chosen(entities: &[(String, String)], typed: &str) -> Option<String> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return None;
    }
    let is_it = |(id, name): &&(String, String)| *id == typed || name.to_lowercase() == typed;
    let mut similar = entities.iter().filter(|(_, name)| name.to_lowercase().contains(&typed));
    let only = similar.next().filter(|_| similar.next().is_none());
    entities.iter().find(is_it).or(only).map(|(id, _)| id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_named_in_full_by_its_id_or_by_a_part_that_no_other_has() {
        let entities = [("rta", "Roads Authority"), ("dm", "Municipality"), ("ra", "Roads")];
        let entities = entities.map(|(id, name)| (id.to_owned(), name.to_owned()));
        let chosen = |typed: &str| chosen(&entities, typed);
        assert_eq!(chosen("Roads Authority").as_deref(), Some("rta"));
        assert_eq!(chosen(" roads ").as_deref(), Some("ra"), "the name itself");
        assert_eq!(chosen("dm").as_deref(), Some("dm"));
        assert_eq!(chosen("muni").as_deref(), Some("dm"));
        for unknown in ["", " ", "road", "airport"] {
            assert_eq!(chosen(unknown), None, "{unknown}");
        }
    }
}
