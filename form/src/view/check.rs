//! Step 3: check and send, with a way to be reached for those who want one.

use leptos::prelude::*;

use super::{FieldFault, Scope, StepHeading};
use crate::{Step, ids, language::Words};

/// What will be sent, and the optional contact.
#[component]
pub(crate) fn CheckStep(scope: Scope) -> impl IntoView {
    let (words, entered) = (scope.words, scope.entered.clone());
    view! {
        <section class="step" data-of=Step::Check.name()>
            <StepHeading scope=scope step=Step::Check title=words.check_title />
            <Summary words=words />
            <fieldset class="contact">
                <legend>{words.contact_title}</legend>
                <p class="hint">{words.contact_hint}</p>
                <Line field=ids::NAME kind="text" label=words.contact_name value=entered.name />
                <Line field=ids::EMAIL kind="email" label=words.contact_email value=entered.email />
                <Line field=ids::PHONE kind="tel" label=words.contact_phone value=entered.phone />
            </fieldset>
        </section>
    }
}

#[component]
fn Line(field: &'static str, kind: &'static str, label: &'static str, value: String) -> impl IntoView {
    let dir = if kind == "text" { "auto" } else { "ltr" };
    // HTML's names for what a browser may fill in.
    let complete = if kind == "tel" { "tel" } else { field };
    view! {
        <div class="field">
            <label for=field>{label}</label>
            <input id=field name=field type=kind dir=dir autocomplete=complete aria-describedby=format!("{field}-fault") value=value />
            <FieldFault field=field />
        </div>
    }
}

/// What will be sent, each with a way back to where it was entered.
#[component]
fn Summary(words: &'static Words) -> impl IntoView {
    let change = |step: Step, what: &'static str| {
        view! { <button type="button" class="link" data-go=step.name() aria-label=format!("{} – {what}", words.check_change)>{words.check_change}</button> }
    };
    view! {
        <dl class="summary guided">
            <div><dt>{words.check_kind}</dt><dd><span id=ids::CHECK_KIND></span>{change(Step::Kind, words.check_kind)}</dd></div>
            <div><dt>{words.check_text}</dt><dd><span dir="auto" class="said" id=ids::CHECK_TEXT></span>{change(Step::Say, words.check_text)}</dd></div>
            <div><dt>{words.check_attachments}</dt><dd><ul id=ids::CHECK_ATTACHMENTS></ul></dd></div>
            <div><dt>{words.check_service}</dt><dd><span id=ids::CHECK_SERVICE></span></dd></div>
        </dl>
    }
}
