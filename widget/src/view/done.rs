//! It has been received: the reference number, large, and what comes next.

use domain::wire::Acknowledgement;
use form::{Phrase, ids};
use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use super::bind::{draw, on, pressed, set, write};
use crate::{
    effects::{clock, save},
    outbox,
    page::{Missing, Page, within},
    session::Session,
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let place = Place::find(&page)?;
    keep(session, &page, &place)?;
    draw(move || {
        if let Some(acknowledgement) = session.acknowledgement.get() {
            place.show(&page, &acknowledgement);
            page.lead_to(ids::DONE);
        }
    });
    Ok(())
}

/// Where the acknowledgement shows.
#[derive(Clone)]
struct Place {
    done: Element,
    reference: Element,
    digits: Element,
    paired: Element,
    first_due: Element,
    full_due: Element,
    track: Element,
}

impl Place {
    fn find(page: &Page) -> Result<Self, Missing> {
        Ok(Self {
            done: page.by_id(ids::DONE)?,
            reference: page.by_id(ids::REFERENCE)?,
            digits: page.by_id(ids::DIGITS)?,
            paired: page.by_id(ids::PAIRED)?,
            first_due: page.by_id(ids::FIRST_DUE)?,
            full_due: page.by_id(ids::FULL_DUE)?,
            track: page.by_id(ids::TRACK)?,
        })
    }

    fn show(&self, page: &Page, acknowledgement: &Acknowledgement<String>) {
        let reference = acknowledgement.reference.to_string();
        write(&self.reference, &reference);
        let digits: String = reference
            .chars()
            .flat_map(|digit| [if digit == '-' { ',' } else { digit }, ' '])
            .collect();
        write(&self.digits, &digits);
        page.tell(&digits);
        for (place, at) in [
            (&self.first_due, &acknowledgement.first_response_due),
            (&self.full_due, &acknowledgement.resolution_due),
        ] {
            write(place, &clock::show_moment(at, &page.language()));
            set(place, "datetime", Some(at));
        }
        set(&self.track, "href", Some(&address(page, acknowledgement, "")));
        if let Some(suggestion) = acknowledgement.suggestion_reference {
            write(&self.paired, &suggestion.to_string());
            if let Some(line) = self.paired.parent_element() {
                set(&line, "hidden", None);
            }
        }
    }

    /// The number as it is copied and saved, with what it needs to be understood later.
    fn as_text(&self) -> String {
        let label = within::<HtmlElement>(&self.done, "#reference-label").ok();
        let lines = [
            (label.map(Into::into), self.reference.text_content()),
            (Some(self.track.clone()), self.track.get_attribute("href")),
            (
                self.first_due
                    .closest("div")
                    .ok()
                    .flatten()
                    .and_then(|row| row.first_element_child()),
                self.first_due.text_content(),
            ),
        ];
        let line = |(label, value): (Option<Element>, Option<String>)| {
            Some([&label?.text_content()?, ": ", &value?, "\n"].concat())
        };
        lines.into_iter().filter_map(line).collect()
    }
}

/// The page of the participation, in the language of the form, perhaps with a further wish.
fn address(page: &Page, acknowledgement: &Acknowledgement<String>, wish: &str) -> String {
    let query = ["?lang=", &page.language(), wish, "#"].concat();
    JsString::from(acknowledgement.tracking_url.as_str()).replace("#", &query).into()
}

/// Copy, save, print, remember.
fn keep(session: Session, page: &Page, place: &Place) -> Result<(), Missing> {
    let told: Element = page.by_id(ids::COPIED)?;
    let (page, place) = (page.clone(), place.clone());
    on(&place.done.clone(), "click", move |event| {
        let (Some(button), Some(acknowledgement)) =
            (pressed(event, "button"), session.acknowledgement.get_untracked())
        else {
            return;
        };
        let reference = acknowledgement.reference.to_string();
        let (button, text) = (button.id(), place.as_text());
        if button == ids::SAVE {
            save::save(&[&reference, ".txt"].concat(), &text);
        } else if button == ids::PRINT {
            save::open(&address(&page, &acknowledgement, "&print=1"));
        } else {
            let (told, page) = (told.clone(), page.clone());
            spawn_local(async move {
                let outcome = if button == ids::COPY {
                    if save::copy(&text).await { Phrase::DoneCopied } else { Phrase::DoneUncopied }
                } else if outbox::remember(&session.api(), &reference).await.is_ok() {
                    Phrase::MineKept
                } else {
                    Phrase::ErrorStorage
                };
                write(&told, &page.say(outcome));
            });
        }
    });
    Ok(())
}
