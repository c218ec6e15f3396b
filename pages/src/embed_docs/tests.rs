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
    checked(language, "")
}

/// Returns the page with a pasted policy.
fn checked(language: Language, pasted: &str) -> String {
    let query = Some("place=corner&lang=en&theme=\"><b>");
    let pinned = Pinned { path: "/embed/v/1a/embed.js", integrity: "sha384-x" };
    let pasted = pasted.to_owned();
    let docs = EmbedDocs { choice: choice(), entities: entities(), pinned, query, pasted };
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
            words.check_title,
            words.recipes_title,
            words.code_title,
            words.attributes_title,
            words.parts_title,
        ] {
            assert!(page.contains(&[">", title, "</h"].concat()), "{title} in {page}");
        }
        let recipes = ["tag-manager", "wordpress", "react"];
        let ids = ["tag", "pinned", "room", "policy", "permissions", "link", "code", "parts"];
        for id in ids.into_iter().chain(recipes) {
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
    let preview = preview(Context { language: Language::En, base_url: BASE_URL }, choice());
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

#[test]
fn a_pasted_policy_is_kept_and_answered_in_both_languages() {
    let enough = policy_lines(BASE_URL);
    for language in LANGUAGES {
        let words = EmbedDocsWords::of(language);
        for (pasted, verdict, has_lines) in [
            (enough.as_str(), words.check_box, [false, false]),
            ("media-src 'self'", words.check_most, [true, false]),
            ("script-src https:", words.check_frame, [true, false]),
            ("default-src 'none'; script-src https:", words.check_link, [true, true]),
            ("default-src 'none'", words.check_nothing, [true, true]),
        ] {
            let page = checked(language, pasted);
            let shown = page.split_once("id=\"policy-works\"").unwrap().1;
            assert_eq!(shown.split(['>', '<']).nth(1).unwrap(), verdict, "{pasted}");
            let lines = ["lines-box", "lines-frame"];
            assert_eq!(lines.map(|id| page.contains(&["\"", id, "\""].concat())), has_lines);
            let field = page.split_once("<textarea").unwrap().1.split_once('>').unwrap().1;
            let kept = field.split("</textarea>").next().unwrap();
            assert_eq!(kept.trim(), pasted, "{page}");
        }
        assert!(checked(language, "hello").contains(words.check_unread));
        let untouched = render(language);
        assert!(!untouched.contains("policy-works") && !untouched.contains(words.check_unread));
    }
}

#[test]
fn the_field_for_a_policy_is_sent_with_the_choice_and_escaped() {
    let page = checked(Language::En, "</textarea><b>; img-src *");
    assert!(!page.contains("<b>"), "{page}");
    assert!(page.contains(">&lt;/textarea&gt;&lt;b&gt;; img-src *</textarea>"), "{page}");
    let (_, field) = page.split_once("<textarea").unwrap();
    let (attributes, _) = field.split_once('>').unwrap();
    assert!(attributes.contains("name=\"policy\"") && attributes.contains("form=\"choice\""));
    assert!(page.contains("formaction=\"/embed#policy-check\""), "{page}");
}

#[test]
fn the_report_says_what_a_tag_needs_and_which_policy_lacks_what() {
    let page = checked(Language::En, "script-src 'nonce-a' 'strict-dynamic', connect-src 'self'");
    let words = EmbedDocsWords::of(Language::En);
    let beginning = |text: &'static str| text.split('`').next().unwrap();
    assert!(page.contains(beginning(words.check_nonce)), "{page}");
    assert!(page.contains(beginning(words.check_several)), "{page}");
    let lines = text_of(&page, "lines-box");
    let second = format!("# 2\nconnect-src 'self' {BASE_URL};");
    assert!(lines.starts_with("# 1\nscript-src ") && lines.ends_with(&second), "{lines}");
    let hashed = checked(Language::En, "script-src 'sha256-a' 'strict-dynamic'");
    assert!(hashed.contains(words.check_trusted), "{hashed}");
}
