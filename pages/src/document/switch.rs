//! Links to the same page in other languages, and in easy words. None of them needs a script.

use form::Language;
use leptos::prelude::*;

use crate::html::{Html, IntoHtml};

/// Ways to the same page in another language. An `address` ends where the language is named.
pub(crate) enum Switch {
    /// None: the page answers a request that can't be repeated.
    None,
    /// Links.
    Links { address: String, languages: &'static [Language] },
    /// Buttons that send the page's form along, so that nothing entered is lost.
    Form {
        address: String,
        /// The form is in easy words now.
        easy: bool,
    },
    /// Buttons that send the page's form along, which has no easy words.
    Text {
        address: String,
        /// The form comes back as it is, and isn't answered.
        again: bool,
    },
}

impl Switch {
    /// Returns the address of a path that keeps a link's query, and ends where the language is
    /// named. Parameters for which the form has fields are left out, and so are names with escapes,
    /// which could spell one of those: of a name that occurs twice, the first value counts.
    pub(crate) fn address(path: &str, query: Option<&str>) -> String {
        let has_field = |pair: &str| {
            let name = pair.split('=').next().unwrap_or_default();
            ["lang", "easy", "service", "mood"].contains(&name) || name.contains('%')
        };
        let pairs = query.unwrap_or_default().split('&');
        let kept = pairs.filter(|pair| !pair.is_empty() && !has_field(pair));
        kept.fold([path, "?"].concat(), |address, pair| address + pair + "&")
    }
}

/// Tools at the end of a page's header.
#[component]
pub(crate) fn SwitchTools(language: Language, switch: Switch) -> impl IntoView {
    match switch {
        Switch::None => None,
        Switch::Links { address, languages } => {
            let items = others(languages, language).map(|other| {
                let (tag, address) = (other.tag(), address_in(&address, other, false));
                view! {
                    <li>
                        <a class="page-language" lang=tag dir=other.dir() hreflang=tag href=address>
                            {other.name()}
                        </a>
                    </li>
                }
            });
            let items = items.collect_view().into_html();
            let tools = view! {
                <div class="page-tools"><Languages language=language items=items /></div>
            };
            Some(tools.into_html())
        }
        Switch::Form { address, easy } => {
            let items = buttons(language, &address, easy, true);
            let tools = view! {
                <div class="page-tools">
                    <Easy language=language address=address easy=easy />
                    <Languages language=language items=items />
                </div>
            };
            Some(tools.into_html())
        }
        Switch::Text { address, again } => {
            let items = buttons(language, &address, false, again);
            let tools = view! {
                <div class="page-tools"><Languages language=language items=items /></div>
            };
            Some(tools.into_html())
        }
    }
}

/// Returns a button for each other language, which sends the page's form.
fn buttons(language: Language, address: &str, easy: bool, again: bool) -> Html {
    let items = others(&Language::ALL, language).map(|other| {
        let (tag, address) = (other.tag(), address_in(address, other, easy));
        view! {
            <li>
                <button
                    class="page-language"
                    lang=tag
                    dir=other.dir()
                    form="form"
                    name=again.then_some("again")
                    formaction=address
                >
                    {other.name()}
                </button>
            </li>
        }
    });
    items.collect_view().into_html()
}

/// List of languages, folded into one line.
#[component]
fn Languages(language: Language, items: Html) -> impl IntoView {
    let label = [language.words(false).language, ": "].concat();
    view! {
        <details class="page-languages">
            <summary><span class="page-unseen">{label}</span>{language.name()}</summary>
            <ul>{items}</ul>
        </details>
    }
}

/// Button for easy words.
#[component]
fn Easy(language: Language, address: String, easy: bool) -> impl IntoView {
    let address = address_in(&address, language, !easy);
    let pressed = if easy { "true" } else { "false" };
    view! {
        // Enter in a field presses the form's first button, wherever it stands: this one sends.
        <button class="page-unseen" form="form" tabindex="-1" aria-hidden="true"></button>
        <button form="form" name="again" formaction=address aria-pressed=pressed>
            {language.words(false).easy}
        </button>
    }
}

fn others(all: &'static [Language], language: Language) -> impl Iterator<Item = Language> {
    all.iter().copied().filter(move |other| *other != language)
}

fn address_in(address: &str, language: Language, easy: bool) -> String {
    [address, "lang=", language.tag(), if easy { "&easy=1" } else { "" }].concat()
}

#[cfg(test)]
mod tests {
    use super::Switch;

    #[test]
    fn a_links_query_is_kept_but_for_what_the_form_has_fields_for() {
        let query = "lang=en&service=parking&mood=unhappy&theme=dark&colour=%23a01b3c&&easy=1";
        let address = Switch::address("/f/rta", Some(query));
        assert_eq!(address, "/f/rta?theme=dark&colour=%23a01b3c&");
        assert_eq!(Switch::address("/p", None), "/p?");
    }

    #[test]
    fn no_other_spelling_of_a_field_precedes_the_languages_own() {
        let address =
            Switch::address("/", Some("lang&easy&l%61ng=ar&language=ar&q=lang%3D&lang=en"));
        assert_eq!(address, "/?language=ar&q=lang%3D&");
    }
}
