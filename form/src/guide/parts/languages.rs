//! Choice of language, and of easy words, at any step. Answers, attachments and recordings under
//! way stay.

use leptos::prelude::*;

use crate::{
    LANGUAGES, Phrase,
    guide::{
        reactive::{content, flag, listener, text},
        words::Words,
    },
    ids,
};

/// Requested language of the form.
#[derive(Clone)]
pub(crate) struct Choice {
    /// BCP 47 tag of the language.
    pub(crate) language: String,
    /// `true` for easy words.
    pub(crate) is_easy: bool,
    /// Id of the control that was changed.
    pub(crate) changed: &'static str,
}

/// Language list and the switch for easy words. `speak` shows the form in the chosen language, or
/// puts the reason of its failure into the signal.
#[component]
pub(crate) fn Languages(
    words: Words,
    is_easy: bool,
    speak: impl Fn(Choice, RwSignal<Option<Phrase>>) + Copy + 'static,
) -> impl IntoView {
    let (language, easy) = (RwSignal::new(words.language()), RwSignal::new(is_easy));
    let problem = RwSignal::new(None::<Phrase>);
    let ask = move |changed| {
        let (language, is_easy) = (language.get_untracked(), easy.get_untracked());
        speak(Choice { language, is_easy, changed }, problem);
    };
    let choose = move |event: web_sys::Event| {
        language.set(event_target_value(&event));
        ask(ids::LANGUAGE);
    };
    let switch = move |event: web_sys::Event| {
        easy.set(event_target_checked(&event));
        ask(ids::EASY);
    };
    let explanation = content(move || {
        let Some(phrase) = problem.get() else { return String::new() };
        // Resets the controls to the language that still shows.
        language.set(words.language());
        easy.set(is_easy);
        words.say(phrase)
    });
    let options = LANGUAGES.iter().map(|(tag, name)| {
        view! { <option value=*tag lang=*tag>{*name}</option> }
    });
    view! {
        <div class="tools">
            <label>
                {words.say(Phrase::Language)}
                <select id=ids::LANGUAGE on:change=listener(choose) prop:value=text(move || language.get())>
                    {options.collect::<Vec<_>>()}
                </select>
            </label>
            <label>
                <input
                    type="checkbox"
                    id=ids::EASY
                    part="easy"
                    prop:checked=flag(move || easy.get())
                    on:change=listener(switch)
                />
                {words.say(Phrase::Easy)}
            </label>
        </div>
        <p class="fault" id=ids::UNSPOKEN role="alert" prop:textContent=explanation></p>
    }
}
