//! Before the box is closed: it asks if a recording ends then, or if what was entered is kept nowhere.

use std::{cell::Cell, rc::Rc};

use form::ids;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement};

use super::{bind::on, recorder::Recorders};
use crate::{
    page::{Missing, within},
    session::Session,
};

pub(super) fn attach(session: Session, recorders: &Recorders) -> Result<(), Missing> {
    let page = session.page();
    // Its answer is no submission, which the box would keep for later.
    on(page.by_id::<Element>(ids::SURE)?.as_ref(), "submit", Event::stop_propagation);
    let button: HtmlElement = within(page.root(), "[part=close]")?;
    let is_sure = Rc::new(Cell::new(false));
    let dialog = page.root().closest("dialog").ok().flatten();
    // The button, and Escape in a box of the page's own, before either hears of it. Around a frame, the page's script makes the button of Escape.
    for (place, event) in [(Some(Element::from(button.clone())), "click"), (dialog, "cancel")] {
        let Some(place) = place else { continue };
        let (page, button, is_sure, recorders) =
            (page.clone(), button.clone(), is_sure.clone(), recorders.clone());
        on(&place, event, move |event| {
            let is_meant = event.target() == event.current_target() && !is_sure.get();
            if let Some(question) = session.holds_back().filter(|_| is_meant) {
                event.prevent_default();
                event.stop_propagation();
                let (page, button, is_sure, recorders) =
                    (page.clone(), button.clone(), is_sure.clone(), recorders.clone());
                spawn_local(async move {
                    if page.is_sure(question).await {
                        recorders.leave();
                        is_sure.set(true);
                        button.click();
                        is_sure.set(false);
                    }
                });
            }
        });
    }
    Ok(())
}
