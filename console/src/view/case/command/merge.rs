//! Field for the number of the case to merge into. It shows that case before anything happens.

use domain::{
    reference::{Reference, ReferenceError},
    wire::console::MergeTarget,
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::HtmlInputElement;

use super::Desk;
use crate::{
    effects::api,
    view::shared::{
        due::Moment,
        loaded::{Loaded, Wait},
    },
    words::{self, words},
};

/// Field named `into`, and the case of the number that is typed. `is_ready` is set once that case
/// shows, and reset by every change.
#[component]
pub(super) fn MergeInto(desk: Desk, is_ready: RwSignal<bool>) -> impl IntoView {
    let fault = RwSignal::new(None::<&'static str>);
    let target = RwSignal::new(None::<Loaded<MergeTarget>>);
    let typed = RwSignal::new(String::new());
    let look = move |text: String| {
        is_ready.set(false);
        target.set(None);
        fault.set(None);
        typed.set(text.clone());
        match Reference::parse(&text) {
            Ok(number) if number == desk.reference => fault.set(Some(words::case().merge_itself)),
            Ok(number) => {
                target.set(Some(Loaded::Loading));
                let path = format!("api/cases/{}/merge/{number}", desk.reference);
                spawn_local(async move {
                    let outcome = desk.session.checked(api::get::<MergeTarget>(&path).await);
                    // Another number may have been typed meanwhile.
                    if typed.try_get_untracked() == Some(text) {
                        is_ready.try_set(outcome.is_ok());
                        target.try_set(Some(outcome.into()));
                    }
                });
            }
            Err(ReferenceError::Check) => fault.set(Some(words::case().merge_no_number)),
            // It isn't whole yet.
            Err(_) => {}
        }
    };
    let field = NodeRef::<leptos::html::Input>::new();
    // A draft fills the field once the form is drawn.
    Effect::new(move |_| {
        if field.get().is_some() {
            request_animation_frame(move || {
                let text = field.try_get_untracked().flatten().map(|field| field.value());
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    look(text);
                }
            });
        }
    });
    let leave = move |input: HtmlInputElement| {
        let text = input.value();
        if !text.trim().is_empty() && Reference::parse(&text).is_err() {
            fault.set(Some(words::case().merge_no_number));
        }
    };
    view! {
        <label for="into">{words::case().merge_into}</label>
        <p class="hint" id="into-hint">{words::case().merge_hint}</p>
        <input id="into" name="into" dir="ltr" inputmode="numeric" autocomplete="off" required maxlength="20" node_ref=field
            aria-describedby="into-hint into-fault" aria-invalid=move || fault.get().is_some().to_string()
            on:input=move |event| look(event_target_value(&event)) on:change=move |event| leave(event_target(&event)) />
        <p id="into-fault" class="fault" role="alert">{fault}</p>
        {move || target.get().map(|target| match target {
            Loaded::Loading => view! { <Wait /> }.into_any(),
            Loaded::Failed(failure) => view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> }.into_any(),
            Loaded::Ready(target) => shown(desk, target).into_any(),
        })}
    }
}

/// Renders the case: what, when, who.
fn shown(desk: Desk, target: MergeTarget) -> impl IntoView {
    let MergeTarget { reference, kind, entity, owner, stage, received_at, language, excerpt } =
        target;
    let owner = owner.unwrap_or_else(|| words().nobody.to_owned());
    let text = if excerpt.trim().is_empty() { words().no_text.to_owned() } else { excerpt };
    view! {
        <div class="sheet" data-target=reference.to_string() role="status">
            <p><strong>{words::kind(kind)}</strong>" "<bdi dir="ltr">{reference.to_string()}</bdi>" – "{words::stage(stage)}</p>
            <p class="excerpt" dir="auto" lang=language>{text}</p>
            <p class="hint">{words::case().received}": "<Moment at=received_at /></p>
            <p class="hint">{desk.session.entity(&entity)}" – "{words().owner}": "<bdi>{owner}</bdi></p>
        </div>
    }
}
