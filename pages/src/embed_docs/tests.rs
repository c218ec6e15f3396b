//! Tests of the documentation for web teams and its preview.

use domain::{bilingual::Named, wire::DirectoryEntity};
use form::Language;

use super::*;

const BASE_URL: &str = "https://sawtak.example";

fn entities() -> Vec<DirectoryEntity> {
    let entity = |id: &str| DirectoryEntity {
        id: id.into(),
        name: Named { ar: "هيئة".into(), en: "<Roads> & more".into() },
        services: Vec::new(),
    };
    vec![entity("iacad"), entity("rta")]
}

fn choice() -> Choice {
    Choice::of(&ChoiceQuery::default(), &entities()).unwrap()
}

fn render(language: Language) -> String {
    let query = Some("place=corner&lang=en&theme=\"><b>");
    let docs = EmbedDocs { choice: choice(), entities: entities(), integrity: "sha384-x", query };
    page(Context { language, base_url: BASE_URL }, docs)
}

/// Returns the text of the element with this id, unescaped.
fn text_of(page: &str, id: &str) -> String {
    let (_, rest) = page.split_once(&[" id=\"", id, "\">"].concat()).unwrap();
    let text = rest.split("</").next().unwrap();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn each_section_is_there_in_both_languages() {
    for language in LANGUAGES {
        let (page, words) = (render(language), EmbedDocsWords::of(language));
        for title in [
            words.title,
            words.preview_title,
            words.tag_title,
            words.policy_title,
            words.code_title,
            words.attributes_title,
            words.parts_title,
        ] {
            assert!(page.contains(&[">", title, "</h"].concat()), "{title} in {page}");
        }
        for id in ["tag", "room", "policy", "permissions", "link", "code", "parts"] {
            assert!(!text_of(&page, id).is_empty(), "{id} in {page}");
        }
        assert_eq!(page.matches("hreflang=").count(), 1, "{page}");
    }
}

#[test]
fn names_and_the_query_are_escaped() {
    let page = render(Language::En);
    assert!(page.contains(">&lt;Roads&gt; &amp; more</option>"), "{page}");
    assert!(page.contains("theme=&quot;&gt;&lt;b&gt;&amp;lang=ar\""), "{page}");
    assert!(!page.contains("<b>") && !page.contains("<Roads>"), "{page}");
}

#[test]
fn the_form_is_sent_without_a_script() {
    let page = render(Language::Ar);
    for part in ["id=\"choice\"", "method=\"get\"", "action=\"/embed\"", "name=\"colour\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(page.matches(" checked").count(), 1, "{page}");
    assert!(page.contains("<option value=\"iacad\" selected>"), "{page}");
}

#[test]
fn the_preview_has_the_tag_that_is_shown() {
    let shown = text_of(&render(Language::En), "tag");
    let preview =
        preview(Context { language: Language::En, base_url: BASE_URL }, choice(), "sha384-x");
    assert!(preview.contains(&shown), "{shown} in {preview}");
    assert!(preview.contains(&["<style>", PREVIEW_STYLE, "</style>"].concat()), "{preview}");
    assert!(preview.contains("id=\"happiness-meter\""), "{preview}");
}

#[test]
fn the_lines_of_the_policy_name_the_edge() {
    let page = render(Language::En);
    assert_eq!(text_of(&page, "policy"), policy_lines(BASE_URL));
    assert!(policy_lines(BASE_URL).starts_with("script-src https://sawtak.example 'wasm-"));
    assert_eq!(policy_lines(BASE_URL).lines().count(), 4);
}
