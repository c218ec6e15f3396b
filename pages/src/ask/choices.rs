//! Buttons that lead to an entity's form, filled in with the text.

use domain::{assistant::Proposal, wire::DirectoryEntity};
use form::Language;
use leptos::prelude::*;

use super::{Asked, FORM_PATH, field::FORM, in_language};
use crate::{
    html::{Html, IntoHtml},
    text::{Name, both_names},
};

/// Name of the buttons. The value has the entity, and the service after a slash.
const WAY: &str = "way";

/// Proposal with the names of its entity and service.
pub(super) struct Named<'a> {
    pub(super) entity: &'a DirectoryEntity,
    service: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Finds the names of a proposal; `None` if the directory doesn't have its entity any more.
    pub(super) fn of(asked: &Asked<'a>, proposal: &'a Proposal) -> Option<Self> {
        let entity = asked.entities.iter().find(|entity| entity.id == proposal.entity)?;
        Some(Self { entity, service: proposal.service.as_deref() })
    }

    /// Returns the name of the service.
    pub(super) fn service(&self) -> Option<&'a domain::bilingual::Named> {
        Some(&self.entity.service(self.service?)?.name)
    }

    /// Returns the button that takes the proposal.
    pub(super) fn button(&self, language: Language, class: &'static str, content: Html) -> Html {
        let way = match self.service {
            Some(service) => [&self.entity.id, "/", service].concat(),
            None => self.entity.id.clone(),
        };
        button(language, class, way, content)
    }
}

/// Returns the proposals to choose from.
pub(super) fn several(language: Language, proposals: &[Named<'_>]) -> Html {
    let items = proposals.iter().map(|proposal| {
        let entity = proposal.entity.name.clone();
        let content = match proposal.service() {
            Some(service) => {
                let service = service.clone();
                view! {
                    <strong><Name name=service language=language /></strong>
                    " "
                    <span class="page-note"><Name name=entity language=language /></span>
                }
                .into_html()
            }
            None => view! { <strong><Name name=entity language=language /></strong> }.into_html(),
        };
        let button = proposal.button(language, "page-choose", content);
        view! { <li>{button}</li> }.into_html()
    });
    view! { <ul class="page-choices">{items.collect::<Vec<_>>()}</ul> }.into_html()
}

/// Returns the list of all entities, folded unless it is open.
pub(super) fn all(
    language: Language,
    asked: &Asked<'_>,
    title: &'static str,
    is_open: bool,
) -> Html {
    let items = asked.entities.iter().map(|entity| {
        let names = both_names(&entity.name, language);
        let button = button(language, "page-choose", entity.id.clone(), names);
        view! { <li>{button}</li> }.into_html()
    });
    view! {
        <details class="page-sheet page-fold" open=is_open>
            <summary>{title}</summary>
            <ul class="page-choices">{items.collect::<Vec<_>>()}</ul>
        </details>
    }
    .into_html()
}

/// Returns a button that sends the text to the form of an entity.
fn button(language: Language, class: &'static str, way: String, content: Html) -> Html {
    let address = in_language(FORM_PATH, language);
    view! {
        <button class=class form=FORM formaction=address name=WAY value=way>{content}</button>
    }
    .into_html()
}
