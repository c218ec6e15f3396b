//! Navigation between questions, and the sending at the end.

use leptos::prelude::*;

use crate::{
    Phrase, Place,
    guide::{
        flow::done::{Done, spelled},
        page::write,
        parts::button::Button,
        reactive::{content, effect, handler, on},
        session::{Sending, Session},
        words::Words,
    },
    ids,
};

/// Follows the session in the edge's HTML: shows the current question, and labels the send button.
pub(crate) fn follow(session: Session, words: Words) {
    let page = session.page();
    on(page.form(), "submit", move |event| {
        event.prevent_default();
        session.go_on();
    });
    let send = page.send().clone();
    effect(move || {
        let is_sending = session.sending.get() == Sending::UnderWay;
        write(&send, &words.say(if is_sending { Phrase::Sending } else { Phrase::Send }));
        let _ = if is_sending {
            send.set_attribute("aria-disabled", "true")
        } else {
            send.remove_attribute("aria-disabled")
        };
    });
    let mut before = session.step.get_untracked();
    let shown = page.clone();
    effect(move || {
        let step = session.step.get();
        if before == step {
            shown.show(step.name());
        } else {
            shown.lead_to(step.name());
            before = step;
        }
    });
    let owner = Owner::new();
    effect(move || match session.sending.get() {
        Sending::Waiting => page.lead_to(ids::WAITING),
        Sending::Sent => {
            let Some(acknowledgement) = session.acknowledgement() else { return };
            session.attachments.told.set(spelled(&acknowledgement.reference.to_string()));
            let done = move || {
                view! { <Done session=session words=words acknowledgement=acknowledgement /> }
            };
            // The effect's own owner would unmount the part at the next run.
            let _ = owner.with(|| page.mount(Place::Done, done));
            page.lead_to(ids::DONE);
        }
        Sending::NotYet | Sending::UnderWay | Sending::Failed(_) => {}
    });
}

/// Button to the previous question.
#[component]
pub(crate) fn Back(session: Session, words: Words) -> impl IntoView {
    view! {
        <Button
            class="quiet"
            id=ids::BACK
            part="back"
            label=words.say(Phrase::Back)
            act=handler(move || session.go_back())
        />
    }
}

/// Reason why the submission could not be sent.
#[component]
pub(crate) fn Failure(session: Session, words: Words) -> impl IntoView {
    let reason = content(move || match session.sending.get() {
        Sending::Failed(reason) => words.say(reason),
        _ => String::new(),
    });
    view! { <p class="failure" id=ids::FAILURE role="alert" prop:textContent=reason></p> }
}
