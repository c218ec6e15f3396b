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

/// Version of the loader under an address of its own, which goes on serving it.
#[derive(Clone, Copy)]
pub struct Pinned<'a> {
    /// Path of the loader.
    pub path: &'a str,
    /// Hash of the loader for its tag (Subresource Integrity).
    pub integrity: &'a str,
}

/// Returns the tag as source text: of the loader that is renewed by itself, or of a version.
pub(super) fn tag(choice: &Choice, edge: &str, pinned: Option<Pinned<'_>>) -> String {
    let copy = choice.clone();
    let address = [edge, pinned.map_or("/embed.js", |pinned| pinned.path)].concat();
    let integrity = pinned.map(|pinned| pinned.integrity.to_owned());
    let loader = html(move || view! { <Loader choice=copy address=address integrity=integrity /> });
    if choice.place == Place::Marked {
        let marker = html(|| view! { <sawtak-feedback></sawtak-feedback> });
        [marker, loader].join("\n")
    } else {
        loader
    }
}

/// Returns code that inserts the tag, for tag managers, which drop attributes of script tags.
pub(super) fn by_code(choice: &Choice, edge: &str) -> String {
    let Choice { entity, place, language, theme, colour } = choice;
    let attributes = [
        ("entity", Some(entity.as_str())),
        ("beside", (*place == Place::Beside).then_some("#happiness-meter")),
        ("lang", language.map(form::Language::tag)),
        ("theme", (*theme != Theme::Auto).then(|| theme.name())),
        ("colour", colour.as_ref().map(super::choice::Colour::as_str)),
    ];
    let lines = attributes.into_iter().filter_map(|(name, value)| {
        let value = literal(value?);
        Some(["  tag.setAttribute(\"data-", name, "\", ", &value, ");\n"].concat())
    });
    [
        "<script>\n(function () {\n  var tag = document.createElement(\"script\");\n  tag.src = ",
        &literal(&[edge, "/embed.js"].concat()),
        ";\n",
        &lines.collect::<String>(),
        "  tag.async = true;\n  document.head.appendChild(tag);\n})();\n</script>",
    ]
    .concat()
}

/// Returns a text as a literal of JavaScript that may stand in an HTML script.
fn literal(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '"' | '\\' | '<' | '\n' | '\r' => format!("\\u{:04x}", u32::from(letter)),
        other => other.to_string(),
    });
    ["\"", &escaped.collect::<String>(), "\""].concat()
}

/// Returns a link to the form's own page as source text.
pub(super) fn link(edge: &str, entity: &str) -> String {
    let address = [edge, "/f/", entity].concat();
    html(move || view! { <a href=address>"…"</a> })
}

/// Script that loads the box.
#[component]
fn Loader(choice: Choice, address: String, integrity: Option<String>) -> impl IntoView {
    let crossorigin = integrity.is_some().then_some("anonymous");
    let Choice { entity, place, language, theme, colour } = choice;
    view! {
        <script
            src=address
            integrity=integrity
            crossorigin=crossorigin
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
        let edge = "https://sawtak.example";
        let said = "data-entity=\"r&quot;ta\" data-beside=\"#happiness-meter\" data-lang=\"ar\" \
                    data-theme=\"dark\" async></script>";
        let usual = ["<script src=\"https://sawtak.example/embed.js\" ", said].concat();
        assert_eq!(tag(&choice(Place::Beside), edge, None), usual);
        let pinned = Pinned { path: "/embed/v/1a/embed.js", integrity: "sha384-x" };
        let start = "<script src=\"https://sawtak.example/embed/v/1a/embed.js\" \
                     integrity=\"sha384-x\" crossorigin=\"anonymous\" ";
        let expected = [start, said].concat();
        assert_eq!(tag(&choice(Place::Beside), edge, Some(pinned)), expected);
    }

    #[test]
    fn a_marked_place_comes_before_the_script() {
        let tag = tag(&choice(Place::Marked), "", None);
        assert!(tag.starts_with("<sawtak-feedback></sawtak-feedback>\n<script "), "{tag}");
    }

    #[test]
    fn code_inserts_the_same_tag() {
        let code = by_code(&choice(Place::Beside), "https://sawtak.example");
        for line in [
            "tag.src = \"https://sawtak.example/embed.js\";",
            "tag.setAttribute(\"data-entity\", \"r\\u0022ta\");",
            "tag.setAttribute(\"data-beside\", \"#happiness-meter\");",
            "tag.setAttribute(\"data-lang\", \"ar\");",
            "tag.setAttribute(\"data-theme\", \"dark\");",
        ] {
            assert!(code.contains(&["\n  ", line, "\n"].concat()), "{line} in {code}");
        }
        assert!(!code.contains("data-colour"), "{code}");
        assert_eq!(literal("</script>\\"), "\"\\u003c/script>\\u005c\"");
    }

    #[test]
    fn a_link_leads_to_the_forms_own_page() {
        let link = link("https://sawtak.example", "rta");
        assert_eq!(link, "<a href=\"https://sawtak.example/f/rta\">…</a>");
    }
}
