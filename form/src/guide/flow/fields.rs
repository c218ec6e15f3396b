//! Fields that the edge rendered, and the faults beside them.

use leptos::prelude::*;
use web_sys::{Element, HtmlInputElement};

use crate::{
    guide::{
        page::{unfold, write},
        reactive::{effect, on},
        session::Session,
        words::Words,
    },
    ids,
};

/// Fields that have a place for a fault beside them.
const FIELDS: [&str; 7] =
    [ids::KIND, ids::TEXT, ids::NAME, ids::EMAIL, ids::PHONE, ids::SUGGESTION, ids::PLACE];

/// Enters where the visitor is when the button beside the place is pressed.
pub(crate) fn follow_place(session: Session) {
    let page = session.page();
    let line = page.by_id::<HtmlInputElement>(ids::PLACE);
    if let Some((button, line)) = page.by_id::<Element>(ids::HERE).zip(line) {
        on(&button, "click", move |_| session.locate(line.clone()));
    }
}

/// Shows each fault beside its field, and lets a fault go once it is mended.
pub(crate) fn follow_faults(session: Session, words: Words) {
    let page = session.page();
    on(page.form(), "input", move |_| session.look_again());
    let fields: Vec<(&str, Element, Element)> =
        FIELDS.into_iter().filter_map(|id| Some((id, page.by_id(id)?, page.beside(id)?))).collect();
    effect(move || {
        let faults = session.faults.get();
        for (id, field, beside) in &fields {
            let fault = faults.iter().find(|fault| fault.field() == *id);
            show_fault(field, beside, fault.map(|&fault| words.explain(fault)));
        }
    });
}

fn show_fault(field: &Element, beside: &Element, explanation: Option<String>) {
    if explanation.is_some() {
        let _ = field.set_attribute("aria-invalid", "true");
        unfold(field);
    } else {
        let _ = field.remove_attribute("aria-invalid");
    }
    write(beside, &explanation.unwrap_or_default());
}
