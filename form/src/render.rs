//! The form as HTML.

use leptos::prelude::*;

use crate::{
    Setting,
    view::{Form, Rest, Scope},
};

/// The form in its frame. Without script it posts to the entity's hosted page.
pub fn render(setting: Setting) -> String {
    // Signals live in an owner; it goes when the page is written.
    Owner::new().with(|| view! { <Form setting=setting /> }.to_html())
}

/// Renders the first question: the form in its frame, with a place for [`render_rest`].
pub fn render_first(setting: Setting) -> String {
    Owner::new().with(|| view! { <Form setting=setting is_first=true /> }.to_html())
}

/// The questions after the first.
pub fn render_rest(setting: Setting) -> String {
    Owner::new().with(|| view! { <Rest scope=Scope::of(setting) /> }.to_html())
}

#[cfg(test)]
mod tests {
    use domain::{
        bilingual::Named,
        intake::kind::{Kind, Mood},
        wire::{DirectoryEntity, DirectoryService},
    };

    use super::*;
    use crate::{Announced, Entered, Language, Place, ids};

    fn setting(entered: Entered) -> Setting {
        let named = |en: &str| Named { ar: "اسم".into(), en: en.into() };
        let service = |id: &str| DirectoryService {
            id: id.into(),
            name: named(id),
            asks_place: id == "parking",
            services: vec![],
        };
        let entity = DirectoryEntity {
            id: "rta".into(),
            name: named("Roads"),
            services: vec![service("parking"), service("buses")],
        };
        let (key, engine) = (Some("k".into()), Some("/w/1/widget.js".into()));
        Setting {
            base_url: "https://voice.example".into(),
            entity,
            language: Language::En,
            easy: false,
            mood: Some(Mood::Unhappy),
            key,
            token: None,
            engine,
            is_test: false,
            announced: vec![],
            entered,
        }
    }

    fn page(entered: Entered) -> String {
        render(setting(entered))
    }

    #[test]
    fn a_form_without_script_has_every_field() {
        let html = page(Entered::default());
        for field in [
            "kind",
            "text",
            "suggestion",
            "service",
            "files",
            "name",
            "email",
            "phone",
            "key",
            "language",
            "mood",
        ] {
            assert!(html.contains(&format!("name=\"{field}\"")), "{field} in {html}");
        }
    }

    #[test]
    fn whatever_the_widget_looks_for_is_there_once() {
        let html = page(Entered::default());
        for id in ids::FIELDS {
            assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id} in {html}");
        }
        for place in Place::ALL {
            let name = place.name();
            assert_eq!(
                html.matches(&format!("data-place=\"{name}\"")).count(),
                1,
                "{name} in {html}"
            );
        }
    }

    #[test]
    fn a_place_is_asked_for_where_a_service_asks_and_comes_back_as_text() {
        let entered = Entered { place: "<Gate> \"4\"".into(), ..Entered::default() };
        let html = page(entered.clone());
        assert!(html.contains("value=\"&lt;Gate&gt; &quot;4&quot;\""), "{html}");
        assert_eq!(html.matches("data-asks-place").count(), 1, "{html}");
        let mut setting = setting(entered);
        for service in &mut setting.entity.services {
            service.asks_place = false;
        }
        let html = render(setting);
        assert!(!html.contains("name=\"place\"") && !html.contains("data-asks-place"), "{html}");
    }

    #[test]
    fn a_known_problem_is_announced_where_the_service_is_chosen_and_nowhere_else() {
        let text = Named { ar: "عطل".into(), en: "Machines <b>are</b> down.".into() };
        let one = |service: Option<&str>| Announced {
            service: service.map(str::to_owned),
            text: text.clone(),
            until: "2026-11-30 14:00".into(),
        };
        let whole = setting(Entered::default());
        assert!(!render(whole.clone()).contains("role=\"note\""));
        let announced = vec![one(Some("parking")), one(None)];
        let whole = Setting { announced, ..whole };
        let rest = render_rest(whole.clone());
        assert!(!render_first(whole.clone()).contains("Known already"));
        assert_eq!(rest.matches("Known already").count(), 2, "{rest}");
        assert!(rest.contains("Machines &lt;b&gt;are&lt;/b&gt; down."), "{rest}");
        assert!(rest.contains("2026-11-30 14:00") && render(whole.clone()).contains(&rest));
        let arabic = render_rest(Setting { language: Language::Ar, ..whole });
        assert!(arabic.contains("عطل") && !arabic.contains("Machines"), "{arabic}");
    }

    #[test]
    fn the_first_question_leads_to_pages_of_the_edge() {
        let first = render_first(setting(Entered::default()));
        for (path, title) in [("privacy", "Privacy"), ("p", "Follow up an earlier one")] {
            let address = format!("https://voice.example/{path}?lang=en");
            let link = format!("<a href=\"{address}\" target=\"_blank\">{title}</a>");
            assert!(first.contains(&link), "{first}");
        }
    }

    #[test]
    fn the_first_question_and_the_rest_make_a_form() {
        let whole = setting(Entered::default());
        let (first, rest) = (render_first(whole.clone()), render_rest(whole.clone()));
        let guided = " data-needs=\"/w/1/widget.js /w/1/en.json /w/1/widget_bg.wasm /embed/rta/rest?lang=en\" data-step=\"kind\"";
        let place = "<div data-rest=\"/embed/rta/rest?lang=en\"></div>";
        assert!(first.contains(guided) && first.contains(place), "{first}");
        assert_eq!(first.replace(guided, "").replace(place, &rest), render(whole));
        assert!(rest.contains("name=\"place\""), "{rest}");
    }

    #[test]
    fn what_was_entered_is_there_again_as_text() {
        let entered = Entered {
            kind: Some(Kind::Complaint),
            text: "<b>&".into(),
            service: "buses".into(),
            ..Entered::default()
        };
        let html = page(entered);
        assert!(html.contains("&lt;b&gt;&amp;") && !html.contains("<b>"), "{html}");
        assert!(html.contains("checked"), "{html}");
    }

    #[test]
    fn a_name_that_the_language_lacks_is_marked_with_its_own() {
        let html = render(Setting { language: Language::Ur, ..setting(Entered::default()) });
        assert!(html.contains("<bdi lang=\"en\">Roads</bdi>"), "{html}");
        assert!(html.contains("value=\"parking\" lang=\"en\""), "{html}");
    }

    #[test]
    fn easy_words_come_back_with_what_was_sent() {
        let html = render(Setting { easy: true, ..setting(Entered::default()) });
        assert!(html.contains("name=\"easy\" value=\"1\"") && html.contains("data-easy"), "{html}");
        assert!(html.contains(Language::En.words(true).kind_title), "{html}");
    }
}
