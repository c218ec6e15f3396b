//! Code that a web team copies. What is HTML in it is rendered by the same components that the
//! preview is built of.

use leptos::prelude::*;

use crate::html::html;

use super::choice::{Choice, Place, Theme};

/// Height that is kept free for the box until it loads: that of its button.
pub(super) const ROOM: &str = "sawtak-feedback { display: block; min-height: 44px }";

/// Calls and an event of the box.
pub(super) const EXAMPLE: &str = include_str!("example.js");

pub(super) const PARTS: &str = "sawtak-feedback::part(open) { border-radius: 0; }

open  dialog  kind  text  record  attach
next  back  send  reference  close";

/// Returns the tag as source text.
pub(super) fn tag(choice: &Choice, edge: &str, integrity: &str) -> String {
    let (copy, edge, integrity) = (choice.clone(), edge.to_owned(), integrity.to_owned());
    let loader = html(move || view! { <Loader choice=copy edge=edge integrity=integrity /> });
    if choice.place == Place::Marked {
        let marker = html(|| view! { <sawtak-feedback></sawtak-feedback> });
        [marker, loader].join("\n")
    } else {
        loader
    }
}

/// Returns a link to the form's own page as source text.
pub(super) fn link(edge: &str, entity: &str) -> String {
    let address = [edge, "/f/", entity].concat();
    html(move || view! { <a href=address>"…"</a> })
}

/// Script that loads the box.
#[component]
fn Loader(choice: Choice, edge: String, integrity: String) -> impl IntoView {
    let Choice { entity, place, language, theme, colour } = choice;
    view! {
        <script
            src=[&edge, "/embed.js"].concat()
            integrity=integrity
            crossorigin="anonymous"
            data-entity=entity
            data-beside=(place == Place::Beside).then_some("#happiness-meter")
            data-lang=language.map(form::Language::tag)
            data-theme=(theme != Theme::Auto).then(|| theme.name())
            data-colour=colour.map(|colour| colour.as_str().to_owned())
            async
        ></script>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(place: Place) -> Choice {
        Choice {
            entity: "r\"ta".into(),
            place,
            language: Some(form::Language::Ar),
            theme: Theme::Dark,
            colour: None,
        }
    }

    #[test]
    fn the_tag_says_what_was_chosen() {
        let tag = tag(&choice(Place::Beside), "https://sawtak.example", "sha384-x");
        let expected = [
            "<script src=\"https://sawtak.example/embed.js\" integrity=\"sha384-x\"",
            " crossorigin=\"anonymous\" data-entity=\"r&quot;ta\"",
            " data-beside=\"#happiness-meter\" data-lang=\"ar\" data-theme=\"dark\"",
            " async></script>",
        ];
        assert_eq!(tag, expected.concat());
    }

    #[test]
    fn a_marked_place_comes_before_the_script() {
        let tag = tag(&choice(Place::Marked), "", "");
        assert!(tag.starts_with("<sawtak-feedback></sawtak-feedback>\n<script "), "{tag}");
    }

    #[test]
    fn a_link_leads_to_the_forms_own_page() {
        let link = link("https://sawtak.example", "rta");
        assert_eq!(link, "<a href=\"https://sawtak.example/f/rta\">…</a>");
    }
}
