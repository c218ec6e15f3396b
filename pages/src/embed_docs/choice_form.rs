//! Form of the choice. It works without a script: the page shows what its address holds.

use domain::wire::DirectoryEntity;
use form::Language;
use leptos::prelude::*;

use super::choice::{Choice, Colour, Place, Theme};
use crate::{text::with_code, words::EmbedDocsWords};

/// Value to choose, its label, and whether it is chosen.
type Item = (String, String, bool);

/// Fields for all that can be chosen.
#[component]
pub(super) fn ChoiceForm(
    words: &'static EmbedDocsWords,
    language: Language,
    choice: Choice,
    entities: Vec<DirectoryEntity>,
) -> impl IntoView {
    let entities = entities.into_iter().map(|entity| {
        let name = entity.name.for_reader(language.tag()).0.to_owned();
        let is_chosen = entity.id == choice.entity;
        (entity.id, name, is_chosen)
    });
    let languages = Language::ALL.map(|language| {
        let is_chosen = choice.language == Some(language);
        (language.tag().to_owned(), language.name().to_owned(), is_chosen)
    });
    let of_page = (String::new(), words.language_page.to_owned(), choice.language.is_none());
    let languages = std::iter::once(of_page).chain(languages);
    let themes = Theme::ALL.map(|theme| {
        (theme.name().to_owned(), theme.label(words).to_owned(), choice.theme == theme)
    });
    let places = Place::ALL.map(|place| {
        view! { <PlaceRadio words=words place=place is_chosen=choice.place == place /> }
    });
    let colour = choice.colour.as_ref().map_or(Colour::OURS, Colour::as_str).to_owned();
    view! {
        <form class="page-sheet page-choice" id="choice" method="get" action="/embed">
            <input type="hidden" name="lang" value=language.tag() />
            <Select name="entity" label=words.entity items=entities.collect() />
            <fieldset>
                <legend>{words.place}</legend>
                {places.collect_view()}
            </fieldset>
            <Select name="language" label=words.language items=languages.collect() />
            <Select name="theme" label=words.theme items=themes.into() />
            <div>
                <label for="colour">{words.colour}</label>
                <p class="page-note" id="colour-hint">{words.colour_hint}</p>
                <input
                    type="color"
                    id="colour"
                    name="colour"
                    value=colour
                    aria-describedby="colour-hint"
                />
            </div>
            <div><button class="page-button">{words.show}</button></div>
        </form>
    }
}

#[component]
fn PlaceRadio(words: &'static EmbedDocsWords, place: Place, is_chosen: bool) -> impl IntoView {
    view! {
        <label class="page-radio">
            <input type="radio" name="place" value=place.name() checked=is_chosen />
            " "
            <span>{with_code(place.label(words))}</span>
        </label>
    }
}

#[component]
fn Select(name: &'static str, label: &'static str, items: Vec<Item>) -> impl IntoView {
    let option = |(value, label, is_chosen): Item| {
        view! { <option value=value selected=is_chosen>{label}</option> }
    };
    view! {
        <div>
            <label for=name>{label}</label>
            <select id=name name=name>{items.into_iter().map(option).collect_view()}</select>
        </div>
    }
}
