//! The form as HTML. Without script all of it shows, as one plain form; with `data-step` on its frame, the style sheet shows one question at a
//! time.
//! What only one of the two ways needs has the class `guided` or `plain`.

mod check;
mod done;
mod kind;
mod recorder;
mod say;
mod waiting;

use domain::wire::DirectoryEntity;
use leptos::prelude::*;

use crate::{Entered, Language, Step, ids, language::Words, render::Setting};
use check::CheckStep;
use done::Done;
use kind::KindStep;
use say::{RemedyStep, SayStep, ServiceStep};
use waiting::{Device, Kept, Sure, Waiting};

/// What every part of the form needs.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) words: &'static Words,
    pub(crate) language: Language,
    pub(crate) entity: DirectoryEntity,
    pub(crate) entered: Entered,
}

impl Scope {
    pub(crate) fn of(setting: Setting) -> Self {
        let words = setting.words();
        let Setting { language, entity, entered, .. } = setting;
        Self { words, language, entity, entered }
    }
}

/// The form of one entity in one language: all of it, or the first question and a place for the rest.
#[component]
pub(crate) fn Form(setting: Setting, #[prop(optional)] is_first: bool) -> impl IntoView {
    let Setting { language, easy, mood, key, engine, .. } = setting.clone();
    let scope = Scope::of(setting);
    let (words, entity) = (scope.words, &scope.entity);
    let address = format!("/f/{}?lang={}", entity.id, language.tag());
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
        >
            <div class="bar guided">
                <strong><bdi lang=name_tag>{name}</bdi></strong>
                <button type="button" class="quiet" part="close">{words.close}</button>
            </div>
            <div class="tools guided">
                <Languages words=words chosen=language />
                <label><input type="checkbox" id=ids::EASY part="easy" checked=easy />{words.easy}</label>
            </div>
            <p class="fault guided" id=ids::UNSPOKEN role="alert"></p>
            <form class="form" id=ids::FORM method="post" action=address enctype="multipart/form-data" novalidate>
                {key.map(|key| view! { <input type="hidden" name="key" value=key /> })}
                <input type="hidden" name="language" value=language.tag() />
                {mood.map(|mood| view! { <input type="hidden" name="mood" value=mood.as_str() /> })}
                {easy.then(|| view! { <input type="hidden" name="easy" value="1" /> })}
                <div class="faults guided" id=ids::FAULTS part="error" role="alert" tabindex="-1" hidden>
                    <p>{words.error_summary}</p>
                    <ul></ul>
                </div>
                <Kept words=words />
                <KindStep scope=scope.clone() />
                {if is_first {
                    view! { <div data-rest=rest></div> }.into_any()
                } else {
                    view! { <Rest scope=scope /> }.into_any()
                }}
                <p class="failure" id=ids::FAILURE role="alert"></p>
                <div class="navigation">
                    <button type="button" class="quiet guided" id=ids::BACK part="back">{words.back}</button>
                    <button type="submit" class="primary guided" part="next">{words.next}</button>
                    <button type="submit" class="primary" id=ids::SEND part="send">{words.send}</button>
                </div>
                <Device words=words />
            </form>
            <Waiting words=words />
            <span class="unseen guided" id=ids::TOLD role="status"></span>
            <Done words=words />
            <Sure words=words />
        </div>
    }
}

/// What the box needs besides the first question, in the order of its use: the widget, what that says, and the rest of the form.
fn needs(engine: &str, language: Language, rest: &str) -> String {
    let said = engine.replace("widget.js", &format!("{}.json", language.tag()));
    let wasm = engine.replace(".js", "_bg.wasm");
    [engine, &said, &wasm, rest].join(" ")
}

/// The questions after the first.
#[component]
pub(crate) fn Rest(scope: Scope) -> impl IntoView {
    view! {
        <SayStep scope=scope.clone() />
        <RemedyStep scope=scope.clone() />
        <ServiceStep scope=scope.clone() />
        <CheckStep scope=scope />
    }
}

/// A name and the tag of its language, to be kept.
pub(crate) fn owned((name, tag): (&str, &'static str)) -> (String, &'static str) {
    (name.to_owned(), tag)
}

/// The languages to choose from.
#[component]
fn Languages(words: &'static Words, chosen: Language) -> impl IntoView {
    let option = |language: Language| {
        let is_chosen = language == chosen;
        view! { <option value=language.tag() lang=language.tag() selected=is_chosen>{language.name()}</option> }
    };
    view! {
        <label>
            {words.language}
            <select id=ids::LANGUAGE>{Language::ALL.map(option).collect_view()}</select>
        </label>
    }
}

/// One question. Its heading says where one is and takes the focus when the question comes, so that everyone is told; where one field answers it,
/// the heading names that field too.
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

/// What is wrong with one field, beside it.
#[component]
pub(crate) fn FieldFault(field: &'static str) -> impl IntoView {
    view! { <p class="fault" id=format!("{field}-fault")></p> }
}
