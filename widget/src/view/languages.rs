//! Another language, at any step: what is entered and attached stays.

use form::ids;
use reactive_graph::{owner::Owner, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlSelectElement};

use super::bind::on;
use crate::{
    page::Missing,
    session::{Sending, Session},
};

pub(super) fn attach(session: Session) -> Result<(), Missing> {
    let select: HtmlSelectElement = session.page().by_id(ids::LANGUAGE)?;
    let owner = Owner::current();
    let chosen = select.clone();
    on(&select, "change", move |_| {
        let (chosen, owner) = (chosen.clone(), owner.clone());
        spawn_local(async move {
            match session.speak(&chosen.value()).await {
                Ok(page) => {
                    // What was tied to the form before goes; the session stays, it belongs to the owner above.
                    let Some(owner) = owner else { return };
                    owner.cleanup();
                    if owner.with(|| super::attach(session)).is_ok()
                        && let Ok(select) = page.by_id::<HtmlElement>(ids::LANGUAGE)
                    {
                        let _ = select.focus();
                    }
                }
                Err(failure) => {
                    chosen.set_value(&session.page().language());
                    session.sending.set(Sending::Failed(failure.phrase()));
                }
            }
        });
    });
    Ok(())
}
