//! The form on a page of its own.

use form::Setting;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{IntoHtml, html},
    text::Name,
};

/// Mistake in a form that was sent without a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Id of the field to mend; empty if none is to blame.
    pub field: &'static str,
    /// Text about it.
    pub text: String,
}

/// Returns the page around the form, with the mistakes above it. `query` is the query of the link
/// that led to the form; a change of language keeps it.
pub fn page(
    context: Context<'_>,
    setting: Setting,
    query: Option<&str>,
    troubles: Vec<Trouble>,
) -> String {
    let language = setting.language;
    let words = setting.words();
    let name = setting.entity.name.clone();
    let path = ["/f/", &setting.entity.id].concat();
    let mood = setting.mood.map_or_else(String::new, |mood| ["mood=", mood.as_str(), "&"].concat());
    let switch =
        Switch::Form { address: Switch::address(&path, query) + &mood, easy: setting.easy };
    let meta = Meta::new(context, &path, name.for_reader(language.tag()).0, words.lead);
    // With something to mend, the plain form stays: nothing guides away from what is wrong.
    let script = setting.engine.as_ref().map(|_| "/page.js");
    let frame = Frame::new(meta).with_switch(switch).with_script(script);
    let form = form::render(setting);
    html(move || {
        view! {
            <Page frame=frame>
                <h1><Name name=name language=language /></h1>
                <p class="page-lead">{words.lead}</p>
                <Summary title=words.error_summary troubles=troubles />
                <div inner_html=form></div>
            </Page>
        }
    })
}

/// List of mistakes, each with a link to its field.
#[component]
fn Summary(title: &'static str, troubles: Vec<Trouble>) -> impl IntoView {
    let item = |Trouble { field, text }| {
        if field.is_empty() {
            view! { <li>{text}</li> }.into_html()
        } else {
            view! { <li><a href=["#", field].concat()>{text}</a></li> }.into_html()
        }
    };
    (!troubles.is_empty()).then(|| {
        view! {
            <div class="page-sheet page-alarm" role="alert">
                <h2>{title}</h2>
                <ul>{troubles.into_iter().map(item).collect_view()}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::{bilingual::Named, intake::kind::Mood, wire::DirectoryEntity};
    use form::{Entered, Language};

    use super::*;

    fn setting(language: Language) -> Setting {
        let name = Named { ar: "هيئة الطرق".into(), en: "<Roads> & more".into() };
        Setting {
            base_url: "https://voice.example".into(),
            entity: DirectoryEntity { id: "rta".into(), name, services: vec![] },
            language,
            easy: false,
            mood: Some(Mood::Unhappy),
            key: None,
            token: None,
            engine: Some("/w/1/widget.js".into()),
            is_test: false,
            announced: vec![],
            entered: Entered { text: "<i>".into(), ..Entered::default() },
        }
    }

    fn render(setting: Setting, query: Option<&str>, troubles: Vec<Trouble>) -> String {
        let context = Context { language: setting.language, base_url: "https://sawtak.example" };
        page(context, setting, query, troubles)
    }

    #[test]
    fn the_form_stands_in_the_page_as_it_was_rendered() {
        for language in Language::ALL {
            let page = render(setting(language), None, vec![]);
            assert!(page.contains(&form::render(setting(language))), "{page}");
            assert!(page.contains("src=\"/page.js\""), "{page}");
            assert!(!page.contains("role=\"alert\"><h2>"), "{page}");
        }
    }

    #[test]
    fn the_entitys_name_is_text_in_heading_and_title() {
        let page = render(setting(Language::En), None, vec![]);
        let name = "&lt;Roads&gt; &amp; more";
        assert!(page.contains(&["<h1><bdi lang=\"en\">", name, "</bdi></h1>"].concat()), "{page}");
        assert!(page.contains(&["<title>", name, " – Sawtak</title>"].concat()), "{page}");
    }

    #[test]
    fn another_language_keeps_what_the_link_carried() {
        let page =
            render(setting(Language::En), Some("lang=en&mood=happy&theme=dark&easy=1"), vec![]);
        let link = "formaction=\"/f/rta?theme=dark&amp;mood=unhappy&amp;lang=ar\"";
        assert!(page.contains(link), "{page}");
    }

    #[test]
    fn mistakes_stand_above_the_plain_form() {
        let field = Trouble { field: "text", text: "Write something".into() };
        let form = Trouble { field: "", text: "Not sent".into() };
        let page =
            render(Setting { engine: None, ..setting(Language::En) }, None, vec![field, form]);
        assert!(page.contains("<li><a href=\"#text\">Write something</a></li>"), "{page}");
        assert!(page.contains("<li>Not sent</li>") && !page.contains("/page.js"), "{page}");
        assert!(page.contains("&lt;i&gt;") && !page.contains("<i>"), "{page}");
    }
}
