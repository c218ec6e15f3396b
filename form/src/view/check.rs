//! Step 3: check and send, with all that is optional: service, place, remedy and contact.

use leptos::prelude::*;

use super::{
    FieldFault, Mounted, Question, Scope, owned,
    say::TextArea,
    service::{Known, PlaceField, ServiceField},
};
use crate::{Place, Step, ids};

/// Summary of what will be sent, and the optional fields.
#[component]
pub(crate) fn CheckStep(scope: Scope) -> impl IntoView {
    let (words, entered) = (scope.words, scope.entered.clone());
    let (name, tag) = owned(scope.entity.name.for_reader(scope.language.tag()));
    let (has_remedy, has_contact) = (!entered.suggestion.is_empty(), entered.contact().is_some());
    view! {
        <Question scope=scope.clone() step=Step::Check title=words.check_title>
            <p class="guided hint">
                {words.check_entity} " " <bdi id=ids::CHECK_ENTITY lang=tag>{name}</bdi>
            </p>
            <Mounted place=Place::Check />
            <ServiceField scope=scope.clone() />
            <Known scope=scope.clone() />
            <PlaceField scope=scope />
            <details class="remedy" open=has_remedy>
                <summary part="remedy">{words.say_suggestion}</summary>
                <TextArea id=ids::SUGGESTION rows=4 hint=words.say_suggestion_hint value=entered.suggestion label=words.say_suggestion />
            </details>
            <details id=ids::CONTACT open=has_contact>
                <summary part="contact">{words.contact_title}</summary>
                <p class="hint">{words.contact_hint}</p>
                <Line field=ids::NAME kind="text" label=words.contact_name value=entered.name />
                <Line field=ids::EMAIL kind="email" label=words.contact_email value=entered.email />
                <Line field=ids::PHONE kind="tel" label=words.contact_phone value=entered.phone />
            </details>
        </Question>
    }
}

#[component]
fn Line(
    field: &'static str,
    kind: &'static str,
    label: &'static str,
    value: String,
) -> impl IntoView {
    let dir = if kind == "text" { "auto" } else { "ltr" };
    // Value of the attribute `autocomplete`, by HTML's names.
    let complete = if kind == "tel" { "tel" } else { field };
    view! {
        <div class="field">
            <label for=field>{label}</label>
            <input id=field name=field type=kind dir=dir autocomplete=complete aria-describedby=format!("{field}-fault") value=value />
            <FieldFault field=field />
        </div>
    }
}
