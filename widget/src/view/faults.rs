//! What is wrong: told once at the top, taking the focus, with a way to each field; and beside each field.

use form::{Fault, Step, ids};
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::bind::{draw, on, pressed, set, write};
use crate::{
    page::{Missing, Page, found, within},
    session::Session,
};

const FIELDS: [&str; 5] = [ids::KIND, ids::TEXT, ids::EMAIL, ids::PHONE, ids::SUGGESTION];

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let summary: HtmlElement = page.by_id(ids::FAULTS)?;
    let list: Element = within(&summary, "ul")?;
    let fields = FIELDS.iter().map(|id| {
        let beside = found(page.root(), &["#", id, "-fault"].concat()).ok_or(Missing::part(id))?;
        Ok((*id, page.by_id(id)?, beside))
    });
    let fields: Vec<(&str, Element, Element)> = fields.collect::<Result<_, Missing>>()?;
    let target = page.clone();
    on(&list, "click", move |event| {
        if let Some(field) =
            pressed(event, "[data-field]").and_then(|pressed| pressed.get_attribute("data-field"))
            && let Some(field) = found::<HtmlElement>(target.root(), &["#", &field].concat())
        {
            let _ = field.focus();
        }
    });
    on(page.form(), "input", move |_| session.look_again());
    let mut attempts = 0;
    draw(move || {
        let faults = session.faults.get();
        for (id, field, place) in &fields {
            let fault = faults.iter().find(|fault| fault.field() == *id);
            write(place, &fault.map(|fault| page.say(fault.phrase())).unwrap_or_default());
            set(field, "aria-invalid", fault.map(|_| "true"));
            if let Some(folded) =
                field.closest("details").ok().flatten().filter(|_| fault.is_some())
            {
                set(&folded, "open", Some(""));
            }
        }
        list.set_text_content(None);
        for fault in &faults {
            row(&page, &list, *fault, session.step.get_untracked());
        }
        summary.set_hidden(faults.is_empty());
        // Whoever mends something isn't led away from it.
        let now = session.attempts.get();
        if now != attempts && !faults.is_empty() {
            let _ = summary.focus();
        }
        attempts = now;
    });
    Ok(())
}

fn row(page: &Page, list: &Element, fault: Fault, step: Step) -> Option<()> {
    let document = list.owner_document()?;
    let (line, button) =
        (document.create_element("li").ok()?, document.create_element("button").ok()?);
    set(&button, "type", Some("button"));
    set(&button, "class", Some("link"));
    // What lies in another step is gone to, whose heading is told.
    let (way, to) = if fault.step() == step {
        ("data-field", fault.field())
    } else {
        ("data-go", fault.step().name())
    };
    set(&button, way, Some(to));
    write(&button, &page.say(fault.phrase()));
    line.append_child(&button).ok()?;
    list.append_child(&line).ok().map(drop)
}
