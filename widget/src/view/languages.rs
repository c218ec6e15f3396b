//! Another language, or easy words, at any step: what is entered, attached and being recorded stays.

use form::{Phrase, ids};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    bind::{on, write},
    recorder::Recorders,
};
use crate::{
    effects::clock,
    graph::Owner,
    page::{Missing, Page},
    session::Session,
};

pub(super) fn attach(session: Session, recorders: &Recorders) -> Result<(), Missing> {
    let page = session.page();
    let speaker = Speaker { session, recorders: recorders.clone(), owner: Owner::current() };
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

/// What the form in one language is tied to.
#[derive(Clone)]
struct Speaker {
    session: Session,
    recorders: Recorders,
    owner: Owner,
}

impl Speaker {
    /// Shows the form as it is wished for; `asked` said so.
    fn speak(self, asked: &'static str) {
        spawn_local(async move {
            let page = self.session.page();
            let Ok(wished) = Wished::of(&page) else { return };
            match self.session.speak(&wished.language.value(), wished.easy.checked()).await {
                Ok(Some(page)) => self.tie(&page, asked).await,
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

    async fn tie(self, page: &Page, asked: &'static str) {
        // What was tied to the form before goes; the session stays, it belongs to the owner above.
        self.owner.cleanup();
        if super::tie(self.session, &self.recorders).is_ok() {
            // What is drawn anew may lead to itself; whoever asks for another language goes on from there.
            clock::sleep(0).await;
            if let Ok(control) = page.by_id::<HtmlElement>(asked) {
                let _ = control.focus();
            }
        }
    }
}
