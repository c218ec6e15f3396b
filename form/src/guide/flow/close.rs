//! Confirmation before the box closes, if a recording would end or if the answers are kept nowhere.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

use crate::guide::{page::Missing, reactive::on, session::Session};

/// Asks for confirmation before the box closes, if something would be lost.
pub(crate) fn guard(session: Session) -> Result<(), Missing> {
    let page = session.page();
    let button: HtmlElement = page.close_button()?;
    let is_sure = Rc::new(Cell::new(false));
    let dialog = page.root().closest("dialog").ok().flatten();
    // Intercepts the button, and Escape in a box of the page's own (`cancel`), before other
    // listeners. Around a frame, the page's script presses the button on Escape.
    for (place, event) in [(Some(Element::from(button.clone())), "click"), (dialog, "cancel")] {
        let Some(place) = place else { continue };
        let (button, is_sure) = (button.clone(), is_sure.clone());
        on(&place, event, move |event| {
            let is_meant = event.target() == event.current_target() && !is_sure.get();
            if let Some(question) = session.holds_back().filter(|_| is_meant) {
                event.prevent_default();
                event.stop_propagation();
                let (button, is_sure) = (button.clone(), is_sure.clone());
                spawn_local(async move {
                    if session.sure.ask(question).await {
                        session.recorders.leave();
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
