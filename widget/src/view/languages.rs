//! Another language, or easy words, at any step: what is entered, attached and being recorded stays.

use form::{Phrase, ids};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

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
    let select: HtmlSelectElement = page.by_id(ids::LANGUAGE)?;
    // It may have been chosen before anyone listened.
    if select.value() != page.language() {
        speaker.clone().speak(ids::LANGUAGE);
    }
    for (asked, event) in [(ids::LANGUAGE, "change"), (ids::EASY, "click")] {
        let speaker = speaker.clone();
        on(page.by_id::<Element>(asked)?.as_ref(), event, move |_| speaker.clone().speak(asked));
    }
    Ok(())
}

/// What the form in one language is tied to.
#[derive(Clone)]
struct Speaker {
    session: Session,
    recorders: Recorders,
    owner: Owner,
}

impl Speaker {
    /// Shows the form as `asked` says that it is wished for.
    fn speak(self, asked: &'static str) {
        spawn_local(async move {
            let page = self.session.page();
            let Ok(select) = page.by_id::<HtmlSelectElement>(ids::LANGUAGE) else { return };
            let is_easy = page.is_easy() != (asked == ids::EASY);
            match self.session.speak(&select.value(), is_easy).await {
                Ok(Some(page)) => self.tie(&page, asked).await,
                Ok(None) => {}
                Err(_) => {
                    select.set_value(&page.language());
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
