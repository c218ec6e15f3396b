//! The form without a page around it: for a box on another website, and for a frame.

use form::{Language, Setting};
use leptos::prelude::*;

use crate::{
    document::bare_head,
    html::{IntoHtml, html},
};

/// Returns the first question with its style sheet. The sheet stands in a script of type
/// `text/css`: the policy of the website that takes the document would apply to a `<style>`.
pub fn first(setting: Setting) -> String {
    let test = if setting.is_test { form::TEST_STYLE } else { "" };
    let style = [form::FIRST_STYLE, test].concat();
    let look = html(move || {
        view! {
            <!DOCTYPE html>
            <script type="text/css" id="look" inner_html=style></script>
        }
    });
    look + &form::render_first(setting)
}

/// Reason why a website's box gets no form. Its web team reads it in the browser's console.
pub enum Refusal<'a> {
    /// The website isn't registered for the entity.
    Unregistered {
        /// Origin of the website.
        origin: &'a str,
        /// Short name of the entity.
        entity: &'a str,
        /// Origin of the edge.
        base_url: &'a str,
    },
    /// No entity has the name in the tag.
    Unknown {
        /// Name in the tag.
        entity: &'a str,
        /// Origin of the edge.
        base_url: &'a str,
    },
    /// The tag names no entity, and the website isn't that of one alone.
    Nameless,
}

/// Returns the document of a refusal. The loader writes its title into the console.
pub fn refused(refusal: Refusal) -> String {
    let title = match refusal {
        Refusal::Unregistered { origin, entity, base_url } => format!(
            "this origin isn't registered for {entity}: have {origin} added to its websites in \
             the console, under Settings; see {base_url}/embed"
        ),
        Refusal::Unknown { entity, base_url } => format!(
            "no entity has the short name {entity}: data-entity takes one in lower case; see \
             {base_url}/embed"
        ),
        Refusal::Nameless => "the tag lacks data-entity, the entity's short name".to_owned(),
    };
    html(|| view! { <!DOCTYPE html><title>{title}</title> })
}

/// Returns the questions after the first.
pub fn rest(setting: Setting) -> String {
    let doctype = html(|| view! { <!DOCTYPE html> });
    doctype + &form::render_rest(setting)
}

/// Returns the whole form as a document for a frame.
pub fn framed(setting: Setting) -> String {
    let language = setting.language;
    let name = setting.entity.name.for_reader(language.tag()).0;
    let title = [setting.words().open, " – ", name].concat();
    let form = form::render(setting);
    html(move || view! { <Framed language=language title=title form=form /> })
}

#[component]
fn Framed(language: Language, title: String, form: String) -> impl IntoView {
    let files = view! {
        <link rel="stylesheet" href="/form.css" />
        <script type="module" src="/page.js"></script>
    };
    let head = bare_head(title, files.into_html());
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir=language.dir()>
            {head}
            <body inner_html=form></body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use domain::{bilingual::Named, wire::DirectoryEntity};
    use form::Entered;

    use super::*;

    fn setting() -> Setting {
        let name = Named { ar: "هيئة".into(), en: "</title><script>".into() };
        Setting {
            base_url: "https://voice.example".into(),
            entity: DirectoryEntity { id: "rta".into(), name, services: vec![] },
            language: Language::En,
            easy: false,
            mood: None,
            key: None,
            token: None,
            engine: Some("/w/1/widget.js".into()),
            is_test: false,
            announced: vec![],
            entered: Entered::default(),
        }
    }

    #[test]
    fn the_parts_are_what_the_form_renders() {
        assert!(first(setting()).ends_with(&form::render_first(setting())));
        assert!(rest(setting()).ends_with(&form::render_rest(setting())));
        let whole = ["<body>", &form::render(setting()), "</body>"].concat();
        assert!(framed(setting()).contains(&whole));
    }

    #[test]
    fn the_first_question_brings_its_style_sheet_unescaped() {
        let sheet = ["<script type=\"text/css\" id=\"look\">", form::FIRST_STYLE, "</script>"];
        assert!(first(setting()).contains(&sheet.concat()));
    }

    #[test]
    fn the_form_of_a_test_says_so_on_each_step_and_brings_the_style_of_it() {
        for language in Language::ALL {
            let setting = Setting { is_test: true, language, ..setting() };
            let (first, notice) = (first(setting.clone()), setting.words().test_notice);
            let (before, _) = first.split_once("<form").unwrap();
            assert!(before.contains(notice) && before.contains(form::TEST_STYLE), "{first}");
            assert!(first.contains(" data-test ") || first.contains(" data-test=\"\""), "{first}");
            assert!(first.contains("&amp;test=1\""), "{first}");
            assert!(framed(setting).contains(notice));
        }
        let usual = first(setting());
        let notice = Language::En.words(false).test_notice;
        for only_of_a_test in [notice, form::TEST_STYLE, "data-test", "test=1"] {
            assert!(!usual.contains(only_of_a_test), "{only_of_a_test} in {usual}");
        }
    }

    #[test]
    fn a_refusal_is_text_that_says_what_to_do() {
        let (origin, base_url) = ("https://a.example", "https://sawtak.example");
        let entity = "<b>";
        let html = refused(Refusal::Unregistered { origin, entity, base_url });
        assert!(html.contains("isn't registered for &lt;b&gt;: have https://a.example"), "{html}");
        assert!(html.contains("https://sawtak.example/embed</title>"), "{html}");
        let html = refused(Refusal::Unknown { entity, base_url });
        assert!(html.contains("no entity has the short name &lt;b&gt;"), "{html}");
        assert!(refused(Refusal::Nameless).contains("data-entity"));
    }

    #[test]
    fn the_entitys_name_is_text_in_the_title() {
        let page = framed(setting());
        assert!(page.contains(" – &lt;/title&gt;&lt;script&gt;</title>"), "{page}");
    }
}
