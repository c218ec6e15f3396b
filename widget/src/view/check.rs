//! What will be sent, shown before it is.

use domain::intake::kind::Kind;
use form::{Phrase, Step, ids};
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::bind::{draw, set, write};
use crate::{
    page::{Missing, Page, found},
    session::Session,
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let kind: Element = page.by_id(ids::CHECK_KIND)?;
    let text: Element = page.by_id(ids::CHECK_TEXT)?;
    let attachments: Element = page.by_id(ids::CHECK_ATTACHMENTS)?;
    let remedy: Element = page.by_id(ids::CHECK_REMEDY)?;
    let service: Element = page.by_id(ids::CHECK_SERVICE)?;
    draw(move || {
        let items = session.items.get();
        if session.step.get() != Step::Check {
            return;
        }
        let entered = page.entered();
        let chosen = entered.kind.map(|kind| ["label[for=kind-", kind.as_str(), "]"].concat());
        let label = chosen
            .and_then(|label| found::<Element>(page.form(), &label))
            .and_then(|label| label.text_content());
        write(&kind, &label.unwrap_or_default());
        let nothing = || page.say(Phrase::CheckNothingWritten);
        write(&remedy, &entered.remedy().unwrap_or_else(nothing));
        hide_row(&remedy, entered.kind != Some(Kind::Complaint));
        write(&text, &if entered.text.trim().is_empty() { nothing() } else { entered.text });
        let name = page.service_name();
        hide_row(&service, name.is_none());
        let (name, language) = name.unwrap_or_default();
        write(&service, &name);
        set(&service, "lang", language.as_deref());
        list(&page, &attachments, items.iter().map(|item| item.name.as_str()));
        hide_row(&attachments, items.is_empty());
    });
    Ok(())
}

fn list<'a>(page: &Page, place: &Element, names: impl Iterator<Item = &'a str>) {
    place.set_text_content(None);
    for name in names {
        let line =
            page.root().owner_document().and_then(|document| document.create_element("li").ok());
        if let Some(line) = line {
            set(&line, "dir", Some("auto"));
            write(&line, name);
            let _ = place.append_child(&line);
        }
    }
}

fn hide_row(place: &Element, is_hidden: bool) {
    use wasm_bindgen::JsCast;
    if let Some(row) =
        place.closest("dl > div").ok().flatten().map(JsCast::unchecked_into::<HtmlElement>)
    {
        row.set_hidden(is_hidden);
    }
}
