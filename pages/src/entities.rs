//! Home page: the field for what happened, all entities with a search by name, and the look-up of a
//! reference number.

use domain::{search, wire::DirectoryEntity};
use form::Language;
use leptos::prelude::*;

use crate::{
    ask,
    document::{Context, Frame, Meta, Page, Switch, home},
    html::html,
    participation::LookUp,
    text::both_names,
    words::Words,
};

/// Longest search that is shown again, in characters.
const TYPED_MAX: usize = 80;

/// Data of the home page.
pub struct Home<'a> {
    /// All entities.
    pub entities: Vec<DirectoryEntity>,
    /// Typed search; empty if there is none.
    pub typed: &'a str,
    /// Query of the page's address.
    pub query: Option<&'a str>,
    /// True if the reader came by a link to an entity that doesn't exist.
    pub is_lost: bool,
}

/// Returns the home page with the entities that the search finds.
pub fn page(context: Context<'_>, data: Home<'_>) -> String {
    let Home { entities, typed, query, is_lost } = data;
    let (language, words) = (context.language, context.words());
    let meta = Meta::new(context, "/", words.home_title, words.home_lead);
    let address = Switch::address("/", query);
    let frame = Frame::new(meta).with_switch(Switch::Links { address, languages: &Language::ALL });
    let all = entities.len();
    let found = matching(entities, typed);
    let is_part = found.len() < all;
    let typed = typed.chars().take(TYPED_MAX).collect::<String>();
    let lost = is_lost.then(|| {
        view! { <p class="page-sheet page-alarm" role="alert">{words.home_none}</p> }
    });
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.home_title}</h1>
                <p class="page-lead">{words.home_lead}</p>
                {lost}
                {ask::blank(language)}
                <Search language=language typed=typed />
                <Entities language=language entities=found is_part=is_part />
                <h2>{words.find_title}</h2>
                <LookUp language=language typed=String::new() />
            </Page>
        }
    })
}

/// Returns the entities that the search finds, by their names and ids.
fn matching(mut entities: Vec<DirectoryEntity>, typed: &str) -> Vec<DirectoryEntity> {
    entities.retain(|DirectoryEntity { id, name, .. }| {
        search::matches_names(typed, &[&name.ar, &name.en, id])
    });
    entities
}

/// Search by name. It needs no script.
#[component]
fn Search(language: Language, typed: String) -> impl IntoView {
    let words = Words::of(language);
    view! {
        <form class="page-sheet page-find" role="search" method="get" action="/">
            <label for="q">{words.home_search}</label>
            <p class="page-note" id="q-hint">{words.home_search_hint}</p>
            <input
                id="q"
                name="q"
                type="search"
                dir="auto"
                autocomplete="off"
                maxlength=TYPED_MAX.to_string()
                aria-describedby="q-hint"
                value=typed
            />
            <input type="hidden" name="lang" value=language.tag() />
            <div><button class="page-button">{words.home_search_send}</button></div>
        </form>
    }
}

/// List of entities, each with a link to its form.
#[component]
fn Entities(language: Language, entities: Vec<DirectoryEntity>, is_part: bool) -> impl IntoView {
    let words = Words::of(language);
    let none = entities.is_empty().then(|| view! { <p role="status">{words.home_none}</p> });
    let items =
        entities.into_iter().map(|entity| view! { <Item language=language entity=entity /> });
    let all = is_part.then(|| {
        view! { <p class="page-ways"><a href=home(language)>{words.home_all}</a></p> }
    });
    view! {
        {none}
        <ul class="page-entities">{items.collect_view()}</ul>
        {all}
    }
}

/// Entity with its names, the reader's first.
#[component]
fn Item(language: Language, entity: DirectoryEntity) -> impl IntoView {
    let address = ["/f/", &entity.id, "?lang=", language.tag()].concat();
    let names = both_names(&entity.name, language);
    view! {
        <li>
            <a href=address>{names}</a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use domain::bilingual::Named;

    use super::*;

    fn entities() -> Vec<DirectoryEntity> {
        let entity = |id: &str, ar: &str, en: &str| DirectoryEntity {
            id: id.into(),
            name: Named { ar: ar.into(), en: en.into() },
            services: Vec::new(),
        };
        vec![
            entity("iacad", "دائرة الشؤون الإسلامية", "Islamic Affairs <Department>"),
            entity("rta", "هيئة الطرق والمواصلات", "Roads and Transport Authority"),
        ]
    }

    fn render(language: Language, typed: &str, query: Option<&str>) -> String {
        let context = Context { language, base_url: "https://sawtak.example" };
        page(context, Home { entities: entities(), typed, query, is_lost: false })
    }

    fn found(typed: &str) -> Vec<String> {
        matching(entities(), typed).into_iter().map(|entity| entity.id).collect()
    }

    #[test]
    fn a_link_to_no_entity_says_so_above_all_of_them_in_every_language() {
        for language in Language::ALL {
            let context = Context { language, base_url: "https://sawtak.example" };
            let home = Home { entities: entities(), typed: "", query: None, is_lost: true };
            let (page, none) = (page(context, home), Words::of(language).home_none);
            assert!(page.contains(none) && page.contains("<a href=\"/f/rta"), "{page}");
            assert!(!render(language, "", None).contains(none));
        }
    }

    #[test]
    fn every_entity_has_a_link_with_both_names_in_every_language() {
        for language in Language::ALL {
            let (page, words) = (render(language, "", None), Words::of(language));
            for id in ["iacad", "rta"] {
                let link = ["<a href=\"/f/", id, "?lang=", language.tag(), "\">"].concat();
                assert!(page.contains(&link), "{link} in {page}");
            }
            let names = [
                "<bdi lang=\"ar\" dir=\"rtl\"",
                ">هيئة الطرق والمواصلات</bdi>",
                "<bdi lang=\"en\" dir=\"ltr\"",
                ">Islamic Affairs &lt;Department&gt;</bdi>",
            ];
            for part in names.into_iter().chain([words.home_lead, words.find_title]) {
                assert!(page.contains(part), "{part} in {page}");
            }
            assert!(!page.contains("class=\"page-ways\"") && !page.contains("<script"), "{page}");
        }
    }

    #[test]
    fn entities_are_found_by_either_name_and_by_id() {
        for typed in ["roads", "الطرق", "rta"] {
            assert_eq!(found(typed), ["rta"], "{typed}");
        }
        assert_eq!(found("").len(), 2);
        assert!(found("oads").is_empty());
    }

    #[test]
    fn a_search_that_finds_part_leads_back_to_all() {
        let words = Words::of(Language::En);
        let page = render(Language::En, "roads", Some("q=roads&lang=en"));
        assert!(page.contains("Roads and") && !page.contains("Islamic"), "{page}");
        assert!(page.contains(words.home_all) && page.contains("value=\"roads\""), "{page}");
        assert!(page.contains("href=\"/?q=roads&amp;lang=ar\""), "{page}");
    }

    #[test]
    fn a_search_that_finds_nothing_says_so_and_is_text() {
        let page = render(Language::En, "\"><script>", None);
        assert!(page.contains(Words::of(Language::En).home_none), "{page}");
        assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;\""), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn every_form_is_sent_without_a_script() {
        let page = render(Language::Ar, "", None);
        let words = Words::of(Language::Ar);
        for part in ["method=\"post\" action=\"/ask?lang=ar\"", words.ask_title, words.ask_send] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert_eq!(page.matches("method=\"get\"").count(), 2, "{page}");
        for part in ["action=\"/\"", "name=\"q\"", "action=\"/p\"", "name=\"reference\""] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }
}
