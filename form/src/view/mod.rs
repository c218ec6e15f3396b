//! The form's HTML, as Leptos components that `render` writes out.
//!
//! Without script the whole form shows, as one plain form. With `data-step` on its frame, the style
//! sheet shows one step at a time. Elements that only one of the two ways needs have the class
//! `guided` or `plain`.

mod check;
mod kind;
mod say;
mod service;

use domain::wire::DirectoryEntity;
use leptos::prelude::*;

use crate::{Announced, Entered, Language, Place, Setting, Step, ids, language::Words};
use check::CheckStep;
use kind::KindStep;
use say::SayStep;
pub use say::{FileCard, textarea_content};

/// Context that every part of the form needs.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) words: &'static Words,
    pub(crate) language: Language,
    pub(crate) entity: DirectoryEntity,
    pub(crate) entered: Entered,
    pub(crate) announced: Vec<Announced>,
}

impl Scope {
    pub(crate) fn of(setting: Setting) -> Self {
        let words = setting.words();
        let Setting { language, entity, entered, announced, .. } = setting;
        Self { words, language, entity, entered, announced }
    }
}

/// Form of one entity in one language: the whole form, or the first question and a place for the
/// rest.
#[component]
pub(crate) fn Form(setting: Setting, #[prop(optional)] is_first: bool) -> impl IntoView {
    let Setting { language, easy, mood, key, token, engine, base_url, is_test, .. } =
        setting.clone();
    let page = |path: &str| [base_url.as_str(), path, "?lang=", language.tag()].concat();
    let (privacy, follow) = (page("/privacy"), page("/p"));
    let scope = Scope::of(setting);
    let (words, entity) = (scope.words, &scope.entity);
    let test = if is_test { "&test=1" } else { "" };
    let address = format!("/f/{}?lang={}{test}", entity.id, language.tag());
    let rest = format!("/embed/{}/rest?lang={}", entity.id, language.tag());
    let needs = engine.as_ref().filter(|_| is_first).map(|engine| needs(engine, language, &rest));
    let id = entity.id.clone();
    let (name, name_tag) = owned(entity.name.for_reader(language.tag()));
    view! {
        <div
            class="sawtak"
            lang=language.tag()
            dir=language.dir()
            data-entity=id
            data-engine=engine
            data-needs=needs
            data-step=is_first.then(|| Step::Kind.name())
            data-easy=easy.then_some("")
            data-test=is_test.then_some("")
        >
            <div class="bar guided">
                <strong><bdi lang=name_tag>{name}</bdi></strong>
                <button type="button" class="quiet" part="close">{words.close}</button>
            </div>
            {is_test.then(|| view! { <p class="test"><strong>{words.test_notice}</strong></p> })}
            <Mounted place=Place::Languages />
            <form class="form" id=ids::FORM method="post" action=address enctype="multipart/form-data" novalidate>
                {key.map(|key| view! { <input type="hidden" name="key" value=key /> })}
                {token.map(|token| view! { <input type="hidden" name="token" value=token /> })}
                <input type="hidden" name="language" value=language.tag() />
                {mood.map(|mood| view! { <input type="hidden" name="mood" value=mood.as_str() /> })}
                {easy.then(|| view! { <input type="hidden" name="easy" value="1" /> })}
                <Mounted place=Place::Faults />
                <Mounted place=Place::Kept />
                <KindStep scope=scope.clone() />
                {if is_first {
                    view! { <div data-rest=rest></div> }.into_any()
                } else {
                    view! { <Rest scope=scope /> }.into_any()
                }}
                <Mounted place=Place::Failure />
                <div class="navigation">
                    <Mounted place=Place::Back />
                    <button type="submit" class="primary guided" part="next">{words.next}</button>
                    <button type="submit" class="primary" id=ids::SEND part="send">{words.send}</button>
                </div>
                <Mounted place=Place::Device />
                <p class="hint">
                    <a href=follow target="_blank">{words.follow}</a>
                    <a href=privacy target="_blank">{words.privacy}</a>
                </p>
            </form>
            <Mounted place=Place::After />
            <Mounted place=Place::Done />
        </div>
    }
}

/// Returns the paths that the box needs besides the first question, in the order of their use: the
/// widget, its phrases, its Wasm, and the rest of the form.
fn needs(engine: &str, language: Language, rest: &str) -> String {
    let said = engine.replace("widget.js", &format!("{}.json", language.tag()));
    let wasm = engine.replace(".js", "_bg.wasm");
    [engine, &said, &wasm, rest].join(" ")
}

/// Steps after the first.
#[component]
pub(crate) fn Rest(scope: Scope) -> impl IntoView {
    view! {
        <SayStep scope=scope.clone() />
        <CheckStep scope=scope />
    }
}

/// Copies a name, and keeps the tag of its language.
pub(crate) fn owned((name, tag): (&str, &'static str)) -> (String, &'static str) {
    (name.to_owned(), tag)
}

/// Place into which the browser mounts a part.
#[component]
pub(crate) fn Mounted(place: Place) -> impl IntoView {
    view! { <div data-place=place.name()></div> }
}

/// Step with its heading. The heading tells the progress, and takes the focus when the step shows,
/// so that a screen reader tells it. If one field answers the question, the heading labels that
/// field too.
#[component]
pub(crate) fn Question(
    scope: Scope,
    step: Step,
    title: &'static str,
    #[prop(optional)] field: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let progress = scope.words.step_of.replace("{step}", &step.number().to_string());
    let title = match field {
        Some(field) => view! { <label for=field>{title}</label> }.into_any(),
        None => title.into_any(),
    };
    view! {
        <section class="step" data-of=step.name()>
            <h2 tabindex="-1">
                <span class="progress guided" part="progress">{progress}" "</span>
                {title}
            </h2>
            {children()}
        </section>
    }
}

/// Explanation of a field's fault, beside the field.
#[component]
pub(crate) fn FieldFault(field: &'static str) -> impl IntoView {
    view! { <p class="fault" id=format!("{field}-fault")></p> }
}
