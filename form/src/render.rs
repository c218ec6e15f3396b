//! The form as HTML, for visitors without JavaScript.

use domain::wire::DirectoryEntity;
use leptos::prelude::*;

use crate::{Draft, Entered, Language, ParticipationForm};

/// What the plain form shows.
pub struct Setting {
    /// Whom it is for.
    pub entity: DirectoryEntity,
    /// The language that it speaks.
    pub language: Language,
    /// The idempotency key of what will be sent.
    pub key: String,
    /// What was entered already.
    pub entered: Entered,
}

/// The `<form>` element. It posts to the page that it is on.
pub fn render(setting: Setting) -> String {
    let Setting { entity, language, key, entered } = setting;
    // Signals live in an owner; it goes when the page is written.
    Owner::new().with(|| {
        view! { <ParticipationForm entity=entity language=language draft=Draft::new(entered) guide=None key=key /> }.to_html()
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        kind::Kind,
        wire::{DirectoryService, Named},
    };

    use super::*;

    fn page(entered: Entered) -> String {
        let named = |en: &str| Named { ar: "اسم".into(), en: en.into() };
        let service = |id: &str| DirectoryService { id: id.into(), name: named(id), services: vec![] };
        let entity =
            DirectoryEntity { id: "rta".into(), name: named("Roads"), services: vec![service("parking"), service("buses")] };
        render(Setting { entity, language: Language::En, key: "k".into(), entered })
    }

    #[test]
    fn a_form_without_script_has_every_field() {
        let html = page(Entered::default());
        for field in ["kind", "text", "suggestion", "service", "files", "name", "email", "phone", "key", "language"] {
            assert!(html.contains(&format!("name=\"{field}\"")), "{field} in {html}");
        }
        assert!(!html.contains(" hidden"), "every step shows: {html}");
    }

    #[test]
    fn what_was_entered_is_there_again_as_text() {
        let entered = Entered { kind: Some(Kind::Complaint), text: "<b>&".into(), service: "buses".into(), ..Entered::default() };
        let html = page(entered);
        assert!(html.contains("&lt;b&gt;&amp;") && !html.contains("<b>"), "{html}");
        assert!(html.contains("checked"), "{html}");
    }
}
