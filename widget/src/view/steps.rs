//! From question to question, and the sending at the end.

use form::{Phrase, Step, ids};
use leptos::prelude::*;
use web_sys::Element;

use super::bind::{draw, on, pressed, set, write};
use crate::{
    page::Missing,
    session::{Sending, Session},
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    on(page.form(), "submit", move |event| {
        event.prevent_default();
        session.go_on();
    });
    on(page.by_id::<Element>(ids::BACK)?.as_ref(), "click", move |_| session.go_back());
    on(page.form(), "click", move |event| {
        let change = pressed(event, "[data-go]").and_then(|change| change.get_attribute("data-go"));
        if let Some(step) = change.and_then(|name| Step::parse(&name)) {
            session.go_to(step);
        }
    });
    let (send, failure): (Element, Element) = (page.by_id(ids::SEND)?, page.by_id(ids::FAILURE)?);
    let words = page.clone();
    draw(move || {
        let sending = session.sending.get();
        let is_sending = sending == Sending::UnderWay;
        write(&send, &words.say(if is_sending { Phrase::Sending } else { Phrase::Send }));
        set(&send, "aria-disabled", is_sending.then_some("true"));
        let reason =
            if let Sending::Failed(reason) = sending { words.say(reason) } else { String::new() };
        write(&failure, &reason);
    });
    let mut before = session.step.get_untracked();
    draw(move || {
        let step = session.step.get();
        if before == step {
            page.show(step.name());
        } else {
            page.lead_to(step.name());
            before = step;
        }
    });
    Ok(())
}
