//! Another language, or easy words, at any step: what is entered, attached and being recorded stays.

use form::{Phrase, ids};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    bind::{on, write},
    recorder::Recorders,
};
use crate::{
    effects::clock,
    page::{Missing, Page},
    session::Session,
};

pub(super) fn attach(session: Session, speaker: &Speaker) -> Result<(), Missing> {
    let page = session.page();
    let wished = Wished::of(&page)?;
    for (asked, is_other) in [
        (ids::LANGUAGE, wished.language.value() != page.language()),
        (ids::EASY, wished.easy.checked() != page.is_easy()),
    ] {
        // It may have been chosen before anyone listened.
        if is_other {
            speaker.clone().speak(asked);
        }
        let speaker = speaker.clone();
        on(page.by_id::<Element>(asked)?.as_ref(), "change", move |_| speaker.clone().speak(asked));
    }
    Ok(())
}

/// Where it is chosen how the form is to speak.
struct Wished {
    language: HtmlSelectElement,
    easy: HtmlInputElement,
}

impl Wished {
    fn of(page: &Page) -> Result<Self, Missing> {
        Ok(Self { language: page.by_id(ids::LANGUAGE)?, easy: page.by_id(ids::EASY)? })
    }
}

/// The form in one language, and the change to another. Session and recorders outlive a form.
#[derive(Clone)]
pub(super) struct Speaker {
    session: Session,
    recorders: Recorders,
    /// Owner of the session.
    lasting: Owner,
    /// Owner of all that is tied to the form in the present language.
    owner: Owner,
}

impl Speaker {
    /// Belongs to the current owner.
    pub(super) fn new(session: Session, recorders: Recorders) -> Self {
        let lasting = Owner::current().unwrap_or_default();
        Self { session, recorders, owner: lasting.child(), lasting }
    }

    /// Ties the form that shows.
    pub(super) fn tie(self) -> Result<(), Missing> {
        let owner = self.owner.clone();
        owner.with(|| super::tie(self.session, &self.recorders, &self))
    }

    /// Shows the form in the language that is chosen in it; `asked` is the id of the field that was changed.
    fn speak(self, asked: &'static str) {
        spawn_local(async move {
            let page = self.session.page();
            let Ok(wished) = Wished::of(&page) else { return };
            match self.session.speak(&wished.language.value(), wished.easy.checked()).await {
                Ok(Some(page)) => self.tie_anew(&page, asked).await,
                Ok(None) => {}
                Err(_) => {
                    wished.language.set_value(&page.language());
                    wished.easy.set_checked(page.is_easy());
                    if let Ok(place) = page.by_id::<Element>(ids::UNSPOKEN) {
                        write(&place, &page.say(Phrase::ErrorLanguage));
                    }
                }
            }
        });
    }

    async fn tie_anew(self, page: &Page, asked: &'static str) {
        self.owner.cleanup();
        let next = Self { owner: self.lasting.child(), ..self };
        if next.tie().is_ok() {
            // An effect may move the focus; the visitor goes on from the field that was changed.
            clock::sleep(0).await;
            if let Ok(control) = page.by_id::<HtmlElement>(asked) {
                let _ = control.focus();
            }
        }
    }
}
