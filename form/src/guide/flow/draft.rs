//! Draft: keeps what is entered on this device until it is sent, unless the device is shared.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    Phrase,
    guide::{
        draft::{self, Kept},
        item::{Origin, Refused},
        parts::button::Button,
        reactive::{content, effect, flag, handler, listener, on},
        session::Session,
        words::Words,
    },
    ids,
};

/// Pause after the last change before the draft is stored, in milliseconds.
const REST: u32 = 400;

/// Restores a draft that was left behind, once the form is there, or stores what came filled in.
pub(crate) fn begin_draft(session: Session) {
    spawn_local(async move {
        draft::sweep().await;
        let (entity, is_free) = (session.page().entity(), move || session.is_untouched());
        if let Some(kept) = session.draft.take(&entity, is_free).await {
            restore(session, kept).await;
            session.draft.is_restored.set(true);
        } else {
            keep(session);
        }
    });
}

/// Stores what changes in the form that is shown.
pub(crate) fn follow_draft(session: Session) {
    let timer = StoredValue::new_local(None::<Timeout>);
    on(session.page().form(), "input", move |_| {
        timer.set_value(Some(Timeout::new(REST, move || keep(session))));
    });
    let mut kept = session.attachments.items.with_untracked(Vec::len);
    let mut at = session.step.get_untracked();
    effect(move || {
        let step = session.step.get();
        if step != at {
            at = step;
            keep(session);
        }
        let items = session.attachments.items.get();
        if items.len() != kept {
            kept = items.len();
            if session.keeps() {
                let key = session.draft.key();
                spawn_local(async move {
                    session.draft.problem.set(draft::keep_items(&key, &items).await.err());
                    // The visitor may have said meanwhile that the device is shared, or sent it.
                    if !session.keeps() {
                        draft::forget(&key).await;
                    }
                });
            }
        }
    });
}

fn keep(session: Session) {
    let (page, step) = (session.page(), session.step.get_untracked());
    let entered = page.entered();
    if session.keeps() && !entered.is_untouched() {
        spawn_local(async move {
            if let Err(phrase) = draft::keep(&session.draft.key(), &entered, step).await {
                session.draft.problem.set(Some(phrase));
            }
        });
    }
}

/// Notes whether the device is shared. A shared device forgets the draft.
fn share(session: Session, is_shared: bool) {
    session.draft.is_shared.set(is_shared);
    if is_shared {
        let key = session.draft.key();
        spawn_local(async move { draft::forget(&key).await });
    }
}

/// Note above the questions: the draft was restored, and can be thrown away.
#[component]
pub(crate) fn DraftNote(session: Session, words: Words) -> impl IntoView {
    let draft = session.draft;
    let forget = move || {
        spawn_local(async move {
            if session.sure.ask(Phrase::SureForget).await {
                draft.is_restored.set(false);
                session.clear();
                draft::forget(&session.draft.key()).await;
            }
        });
    };
    view! {
        <p class="note" id=ids::KEPT hidden=flag(move || !draft.is_restored.get())>
            {words.say(Phrase::DraftKept)}
            " "
            <Button
                class="link"
                part="forget"
                id=ids::FORGET
                label=words.say(Phrase::DraftForget)
                act=handler(forget)
            />
        </p>
    }
}

/// Switch below the questions: this device is shared and keeps nothing.
#[component]
pub(crate) fn SharedDevice(session: Session, words: Words) -> impl IntoView {
    let draft = session.draft;
    let problem =
        content(move || draft.problem.get().map(|phrase| words.say(phrase)).unwrap_or_default());
    let change = move |event: web_sys::Event| share(session, event_target_checked(&event));
    view! {
        <div class="device">
            <p class="fault" id=ids::UNKEPT role="status" prop:textContent=problem></p>
            <label class="shared">
                // Of no form: clearing the form leaves it as it is.
                <input
                    type="checkbox"
                    form=""
                    part="shared"
                    id=ids::SHARED
                    prop:checked=flag(move || draft.is_shared.get())
                    on:change=listener(change)
                />
                {words.say(Phrase::DeviceShared)}
            </label>
        </div>
    }
}

/// Puts a stored draft into the form, and what was being recorded when the page ended.
async fn restore(session: Session, kept: Kept) {
    session.put_in(&kept.entered, &kept.items);
    session.go_to(kept.step);
    let key = session.draft.key();
    for origin in [Origin::Voice, Origin::Video] {
        if let Some(recording) = draft::cut_off(&key, origin).await {
            session.attachments.attach_recording(&recording, origin);
            draft::forget_chunks(&key, origin).await;
            session.attachments.refused.set(Refused::because(Phrase::RecorderCut));
        }
    }
}
