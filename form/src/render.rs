//! The form as HTML.

use domain::wire::DirectoryEntity;
use leptos::prelude::*;

use crate::{Entered, Language, view::Form};

/// What the form shows.
#[derive(Clone)]
pub struct Setting {
    /// Whom it is for.
    pub entity: DirectoryEntity,
    /// The language that it speaks.
    pub language: Language,
    /// The idempotency key of what will be sent without script; without one, the edge draws it then.
    pub key: Option<String>,
    /// Where the widget that attaches to it lies: a path without extension.
    pub engine: Option<String>,
    /// What was entered already.
    pub entered: Entered,
}

/// The form in its frame. Without script it posts to the entity's hosted page.
pub fn render(setting: Setting) -> String {
    // Signals live in an owner; it goes when the page is written.
    Owner::new().with(|| view! { <Form setting=setting /> }.to_html())
}

#[cfg(test)]
mod tests {
    use domain::{
        kind::Kind,
        wire::{DirectoryService, Named},
    };

    use super::*;
    use crate::ids;

    fn page(entered: Entered) -> String {
        let named = |en: &str| Named { ar: "اسم".into(), en: en.into() };
        let service = |id: &str| DirectoryService { id: id.into(), name: named(id), services: vec![] };
        let entity =
            DirectoryEntity { id: "rta".into(), name: named("Roads"), services: vec![service("parking"), service("buses")] };
        render(Setting { entity, language: Language::En, key: Some("k".into()), engine: Some("/w/1/widget".into()), entered })
    }

    #[test]
    fn a_form_without_script_has_every_field() {
        let html = page(Entered::default());
        for field in ["kind", "text", "suggestion", "service", "files", "name", "email", "phone", "key", "language"] {
            assert!(html.contains(&format!("name=\"{field}\"")), "{field} in {html}");
        }
    }

    #[test]
    fn whatever_the_widget_looks_for_is_there_once() {
        let html = page(Entered::default());
        for id in ids::ALL {
            assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id} in {html}");
        }
    }

    #[test]
    fn what_was_entered_is_there_again_as_text() {
        let entered = Entered { kind: Some(Kind::Complaint), text: "<b>&".into(), service: "buses".into(), ..Entered::default() };
        let html = page(entered);
        assert!(html.contains("&lt;b&gt;&amp;") && !html.contains("<b>"), "{html}");
        assert!(html.contains("checked"), "{html}");
    }

    #[test]
    fn the_phrases_are_json_in_an_attribute() {
        let html = page(Entered::default());
        let (_, after) = html.split_once("data-phrases=\"").unwrap();
        let json = after
            .split('"')
            .next()
            .unwrap()
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        let phrases: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(phrases["error_kind"], Language::En.words().error_kind);
    }
}
