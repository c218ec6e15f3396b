//! Draft of the answers, kept on this device until they are sent, unless the device is shared.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    Phrase,
    guide::{
        draft::{self, Kept},
        item::{Origin, Refused},
        reactive::{effect, flag, handler, listener, on, text},
        session::Session,
        words::Words,
    },
    ids,
};

/// Pause after the last change before the draft is stored, in milliseconds.
const REST: u32 = 400;

/// State of the draft. A copy refers to the same draft.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    /// `true` if the device belongs to someone else and keeps nothing.
    pub(crate) is_shared: RwSignal<bool>,
    is_restored: RwSignal<bool>,
    problem: RwSignal<Option<Phrase>>,
}

impl Draft {
    /// Creates the state of an empty draft, which belongs to the current owner.
    pub(crate) fn new() -> Self {
        Self {
            is_shared: RwSignal::new(false),
            is_restored: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    /// Restores the draft of this entity, once the form is there.
    pub(crate) fn begin(self, session: Session) {
        spawn_local(async move {
            draft::sweep().await;
            if let Some(kept) = draft::kept(&session.page().entity()).await {
                self.is_restored.set(restore(session, kept).await);
            }
        });
    }

    /// Stores the draft when the form that is shown changes.
    pub(crate) fn follow(self, session: Session) {
        let timer = StoredValue::new_local(None::<Timeout>);
        on(session.page().form(), "input", move |_| {
            timer.set_value(Some(Timeout::new(REST, move || self.keep(session))));
        });
        let mut kept = session.attachments.items.with_untracked(Vec::len);
        let mut at = session.step.get_untracked();
        effect(move || {
            let step = session.step.get();
            if step != at {
                at = step;
                self.keep(session);
            }
            let items = session.attachments.items.get();
            if items.len() != kept {
                kept = items.len();
                if session.keeps() {
                    let entity = session.page().entity();
                    spawn_local(async move {
                        self.problem.set(draft::keep_items(&entity, &items).await.err());
                    });
                }
            }
        });
    }

    fn keep(self, session: Session) {
        let (page, step) = (session.page(), session.step.get_untracked());
        let entered = page.entered();
        if session.keeps() && !entered.is_untouched() {
            spawn_local(async move {
                if let Err(phrase) = draft::keep(&page.entity(), &entered, step).await {
                    self.problem.set(Some(phrase));
                }
            });
        }
    }

    /// Sets whether the device is shared. A shared device forgets the draft.
    fn share(self, session: Session, is_shared: bool) {
        self.is_shared.set(is_shared);
        if is_shared {
            let entity = session.page().entity();
            spawn_local(async move { draft::forget(&entity).await });
        }
    }
}

/// Note above the questions: the draft was restored, and can be discarded.
#[component]
pub(crate) fn DraftNote(session: Session, words: Words) -> impl IntoView {
    let draft = session.draft;
    let forget = move || {
        spawn_local(async move {
            if session.sure.ask(Phrase::SureForget).await {
                draft.is_restored.set(false);
                session.clear();
                draft::forget(&session.page().entity()).await;
            }
        });
    };
    view! {
        <p class="note" id=ids::KEPT hidden=flag(move || !draft.is_restored.get())>
            {words.say(Phrase::DraftKept)}
            " "
            <button type="button" class="link" part="forget" id=ids::FORGET on:click=handler(forget)>
                {words.say(Phrase::DraftForget)}
            </button>
        </p>
    }
}

/// Switch below the questions: this device is shared and keeps nothing.
#[component]
pub(crate) fn SharedDevice(session: Session, words: Words) -> impl IntoView {
    let draft = session.draft;
    let problem =
        text(move || draft.problem.get().map(|phrase| words.say(phrase)).unwrap_or_default());
    let share = move |event: web_sys::Event| draft.share(session, event_target_checked(&event));
    view! {
        <div class="device">
            <p class="fault" id=ids::UNKEPT role="status">{problem}</p>
            <label class="shared">
                // Belongs to no form, so that resetting the form doesn't change it.
                <input
                    type="checkbox"
                    form=""
                    part="shared"
                    id=ids::SHARED
                    prop:checked=flag(move || draft.is_shared.get())
                    on:change=listener(share)
                />
                {words.say(Phrase::DeviceShared)}
            </label>
        </div>
    }
}

/// Restores a stored draft, and recordings that were cut off when the page ended. Returns whether
/// it did.
async fn restore(session: Session, kept: Kept) -> bool {
    // The visitor entered something before the draft was read.
    if !session.is_untouched() {
        return false;
    }
    session.put_in(&kept.entered, &kept.items);
    session.go_to(kept.step);
    let entity = session.page().entity();
    for origin in [Origin::Voice, Origin::Video] {
        if let Some(recording) = draft::cut_off(&entity, origin).await {
            session.attachments.attach_recording(&recording, origin);
            draft::forget_chunks(&entity, origin).await;
            session.attachments.refused.set(Refused::because(Phrase::RecorderCut));
        }
    }
    true
}
