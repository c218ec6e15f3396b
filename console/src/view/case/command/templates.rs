//! Reply templates of the entity. Known facts of the case fill the placeholders; a reply with an
//! unfilled one can't be sent.

use domain::entity::reply_template;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

use super::Desk;
use crate::{
    effects::page,
    session::session,
    words::{self, localized, words},
};

/// Select for a template; absent if the entity has none. What templates replace can be put back,
/// the latest first.
#[component]
pub(super) fn Templates(desk: Desk, text: RwSignal<String>) -> impl IntoView {
    let replaced = RwSignal::new(Vec::<String>::new());
    let inserted = StoredValue::new(None::<String>);
    let me = session().me().map(|me| me.name).unwrap_or_default();
    let choose = move |chosen: &str| {
        let template = desk.settings.with_untracked(|settings| {
            let place: usize = chosen.parse().ok()?;
            settings.as_ref()?.templates.value.get(place).cloned()
        });
        let (Some(template), Some(case)) = (template, desk.case.get_untracked()) else { return };
        let number = case.reference.to_string();
        let entity = desk.session.entity_for(&case.entity, &case.language);
        let customer = case.contact.and_then(|contact| contact.name);
        let value = |name: &str| match name {
            "number" => Some(&*number),
            "entity" => Some(&*entity),
            "employee" => Some(&*me),
            "customer" => customer.as_deref(),
            _ => None,
        };
        let typed = text.get_untracked();
        // One template after another replaces nothing that was typed.
        if inserted.get_value().as_ref() != Some(&typed) && !typed.trim().is_empty() {
            replaced.update(|all| all.push(typed));
        }
        let filled = reply_template::fill(template.text.for_reader(&case.language).0, value);
        inserted.set_value(Some(filled.clone()));
        text.set(filled);
    };
    let put_back = move |_| {
        if let Some(typed) = replaced.try_update(Vec::pop).flatten() {
            text.set(typed);
            page::focus("#words");
        }
    };
    move || {
        let names: Vec<String> = desk.settings.with(|settings| {
            settings
                .iter()
                .flat_map(|settings| &settings.templates.value)
                .map(|template| localized(&template.name))
                .collect()
        });
        let choose = choose.clone();
        (!names.is_empty()).then(move || {
            let options = names
                .into_iter()
                .enumerate()
                .map(|(place, name)| view! { <option value=place.to_string()>{name}</option> });
            view! {
                <label>{words().template}
                    <select class="template" on:change=move |event| {
                        choose(&event_target_value(&event));
                        // The same template can be chosen again.
                        event_target::<HtmlSelectElement>(&event).set_value("");
                    }>
                        <option value="">{words().choose}</option>
                        {options.collect_view()}
                    </select>
                </label>
                {move || (!replaced.with(Vec::is_empty)).then(|| view! {
                    <p role="status"><button type="button" data-put-back on:click=put_back>{words::case().template_put_back}</button></p>
                })}
            }
        })
    }
}
