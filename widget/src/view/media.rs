//! What is attached: chosen or dropped files, and how far each is.

use form::{Phrase, ids};
use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    DragEvent, Element, FileList, HtmlElement, HtmlInputElement, HtmlProgressElement,
    HtmlTemplateElement,
};

use super::bind::{copy_of, draw, on, set, write};
use crate::{
    effects::clock,
    item::{Item, Origin, Transfer},
    page::{Missing, Page, within},
    session::Session,
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let input: HtmlInputElement = page.by_id(ids::FILES)?;
    let chosen = input.clone();
    on(&input, "change", move |_| {
        attach_all(session, chosen.files());
        // So that the same file can be chosen again after it was removed.
        chosen.set_value("");
    });
    drop_zone(session, &page.by_id(ids::DROP)?);
    // Files that were chosen before this was attached.
    attach_all(session, input.files());
    input.set_value("");

    let refused: Element = page.by_id(ids::REFUSED)?;
    let words = page.clone();
    draw(move || {
        let told = session.refused.get().map(|refused| {
            let reason = words.say(refused.reason);
            refused.name.map_or(reason.clone(), |name| [&name, ": ", &reason].concat())
        });
        write(&refused, &told.unwrap_or_default());
    });
    let (list, template): (Element, HtmlTemplateElement) =
        (page.by_id(ids::ITEMS)?, page.by_id(ids::ITEM)?);
    // What is tied to a row lasts as long as the row, not until the list is drawn again.
    let owner = Owner::new();
    let mut rows: Vec<(u32, Element, Owner)> = Vec::new();
    let mut is_drawn = false;
    draw(move || {
        let items = session.items.get();
        rows.retain(|(id, place, owner)| {
            let stays = items.iter().any(|item| item.id == *id);
            if !stays {
                place.remove();
                owner.cleanup();
            }
            stays
        });
        for item in items {
            if rows.iter().all(|(id, ..)| *id != item.id)
                && let Ok(row) = Row::new(&template)
            {
                let _ = list.append_child(&row.place);
                let owner = owner.child();
                rows.push((item.id, row.place.clone(), owner.clone()));
                owner.with(|| row.attach(session, &page, item));
                // On a phone it would come out of sight, and nothing would seem to have happened.
                if is_drawn && let Some((_, place, _)) = rows.last() {
                    place.scroll_into_view_with_bool(false);
                }
            }
        }
        is_drawn = true;
    });
    Ok(())
}

fn attach_all(session: Session, files: Option<FileList>) {
    let Some(files) = files else { return };
    for file in (0..files.length()).filter_map(|place| files.get(place)) {
        let name = file.name();
        session.attach(&file, name, Origin::File);
    }
}

fn drop_zone(session: Session, zone: &Element) {
    for event in ["dragover", "dragleave", "drop"] {
        let shown = zone.clone();
        on(zone, event, move |event| {
            event.prevent_default();
            let _ = shown.class_list().toggle_with_force("over", event.type_() == "dragover");
            if event.type_() == "drop" {
                let files = event
                    .unchecked_ref::<DragEvent>()
                    .data_transfer()
                    .and_then(|data| data.files());
                attach_all(session, files);
            }
        });
    }
}

/// One attachment as it shows.
struct Row {
    place: Element,
    name: Element,
    state: Element,
    retry: Element,
    button: Element,
    progress: HtmlProgressElement,
}

impl Row {
    fn new(template: &HtmlTemplateElement) -> Result<Self, Missing> {
        let place = copy_of(template).ok_or(Missing::part(ids::ITEM))?;
        Ok(Self {
            name: within(&place, ".name")?,
            state: within(&place, ".hint")?,
            retry: within(&place, "[part=retry]")?,
            button: within(&place, "[part=remove]")?,
            progress: within(&place, "progress")?,
            place,
        })
    }

    fn attach(self, session: Session, page: &Page, item: Item) {
        let again = item.clone();
        let Item { id, name, size, origin, preview, transfer, .. } = item;
        write(&self.name, &name);
        self.progress.set_max(size.into());
        set(&self.progress, "aria-label", Some(&page.say(Phrase::FilesUploading)));
        on(&self.retry, "click", move |_| session.upload(again.clone()));
        let asked = page.clone();
        let on_its_way = transfer.clone();
        on(&self.button, "click", move |_| {
            let (page, transfer) = (asked.clone(), on_its_way.clone());
            spawn_local(async move {
                // What has arrived is more trouble to have again than what is on its way.
                let has_arrived =
                    transfer.with_untracked(|transfer| matches!(transfer, Transfer::Arrived(_)));
                if !has_arrived || page.is_sure(Phrase::SureRemove).await {
                    session.remove(id);
                }
            });
        });
        if let Some(address) = preview {
            self.add_player(origin, &address, &name);
        }
        let page = page.clone();
        let (began, mut quarters) = (clock::now(), 0);
        draw(move || {
            let transfer = transfer.get();
            let (state, phrase, arrived) = match &transfer {
                Transfer::Uploading(arrived) => ("uploading", Phrase::FilesUploading, *arrived),
                Transfer::Arrived(_) => ("arrived", Phrase::FilesUploaded, size),
                Transfer::Failed(reason) => ("failed", *reason, size),
            };
            let is_uploading = state == "uploading";
            set(&self.place, "data-state", Some(state));
            // What is of the wrong kind stays so.
            let may_pass = transfer == Transfer::Failed(Phrase::FilesFailed);
            set(&self.retry, "hidden", (!may_pass).then_some(""));
            let language = page.language();
            let detail = match &transfer {
                Transfer::Uploading(arrived @ 1..) => {
                    how_far(&page, *arrived, size, clock::milliseconds_since(began))
                }
                _ => clock::show_bytes(size.into(), &language),
            };
            write(&self.state, &[&detail, " · ", &page.say(phrase)].concat());
            // Told four times at most, since whoever listens has other things to hear.
            let now = if is_uploading { arrived * 4 / size.max(1) } else { 5 };
            if now != quarters {
                quarters = now;
                let percent = if is_uploading {
                    [" ", &clock::show_part(f64::from(now) / 4.0, &language)].concat()
                } else {
                    String::new()
                };
                page.tell(&[&name, ": ", &page.say(phrase), &percent].concat());
            }
            let label =
                page.say(if is_uploading { Phrase::FilesStop } else { Phrase::FilesRemove });
            write(&self.button, &label);
            set(&self.button, "aria-label", Some(&[&label, " – ", &name].concat()));
            self.progress.set_value(arrived.into());
            self.progress.unchecked_ref::<HtmlElement>().set_hidden(!is_uploading);
        });
    }

    fn add_player(&self, origin: Origin, address: &str, name: &str) -> Option<()> {
        let player = self
            .place
            .owner_document()?
            .create_element(if origin == Origin::Video { "video" } else { "audio" })
            .ok()?;
        set(&player, "controls", Some(""));
        set(&player, "aria-label", Some(name));
        set(&player, "preload", Some("metadata"));
        set(&player, "src", Some(address));
        self.place.append_child(&player).ok().map(drop)
    }
}

/// So many bytes of how many, and how long the rest takes if it goes on like this.
fn how_far(page: &Page, arrived: u32, size: u32, milliseconds: u32) -> String {
    let left = u64::from(milliseconds) * u64::from(size.saturating_sub(arrived))
        / u64::from(arrived)
        / 1_000;
    let language = page.language();
    let how = [
        ("{done}", clock::show_bytes(arrived.into(), &language)),
        ("{size}", clock::show_bytes(size.into(), &language)),
        ("{time}", clock::show_elapsed(u32::try_from(left).unwrap_or(u32::MAX))),
    ];
    // The browser's own way of filling in is there already.
    how.iter()
        .fold(JsString::from(page.say(Phrase::FilesLeft)), |text, (name, value)| {
            text.replace(name, value)
        })
        .into()
}
