//! Another language, or easy words, at any step: what is entered and attached stays.

use form::ids;
use reactive_graph::{owner::Owner, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

use super::bind::on;
use crate::{
    effects::clock,
    page::Missing,
    session::{Sending, Session},
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let select: HtmlSelectElement = session.page().by_id(ids::LANGUAGE)?;
    let switch: Element = session.page().by_id(ids::EASY)?;
    let owner = Owner::current();
    let (languages, chooser) = (select.clone(), owner.clone());
    let follow = move || {
        let (languages, owner) = (languages.clone(), chooser.clone());
        spawn_local(async move {
            if !speak(session, owner, &languages.value(), session.page().is_easy(), ids::LANGUAGE).await {
                languages.set_value(&session.page().language());
            }
        });
    };
    // It may have been chosen before anyone listened.
    if select.value() != session.page().language() {
        follow();
    }
    on(&select, "change", move |_| follow());
    on(&switch, "click", move |_| {
        let owner = owner.clone();
        spawn_local(async move {
            let page = session.page();
            speak(session, owner, &page.language(), !page.is_easy(), ids::EASY).await;
        });
    });
    Ok(())
}

/// Shows the form as it is asked for, with the focus where it was; whether that could be done.
async fn speak(session: Session, owner: Option<Owner>, language: &str, easy: bool, asked: &'static str) -> bool {
    match session.speak(language, easy).await {
        Ok(Some(page)) => {
            // What was tied to the form before goes; the session stays, it belongs to the owner above.
            let Some(owner) = owner else { return false };
            owner.cleanup();
            if owner.with(|| super::tie(session)).is_err() {
                return false;
            }
            // What is drawn anew may lead to itself; whoever asks for another language goes on from there.
            clock::sleep(0).await;
            if let Ok(control) = page.by_id::<HtmlElement>(asked) {
                let _ = control.focus();
            }
            true
        }
        Ok(None) => true,
        Err(failure) => {
            session.sending.try_set(Sending::Failed(failure.phrase()));
            false
        }
    }
}
