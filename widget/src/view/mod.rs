//! What the browser adds to the form: media while it is written, thanks when it is sent.

mod done;
mod media;
mod recorder;

use form::{Guide, ParticipationForm};
use leptos::{children::ViewFn, prelude::*};

use crate::session::Session;
use done::Done;
use media::MediaView;

/// The form, or what came of it.
pub fn widget(session: Session) -> impl IntoView {
    let guide = Guide {
        step: session.step,
        faults: session.faults,
        sending: session.sending.into(),
        failure: session.failure.into(),
        media: session.media(),
        media_names: Signal::derive(move || session.items.with(|items| items.iter().map(|item| item.name.clone()).collect())),
        media_view: ViewFn::from(move || view! { <MediaView session=session /> }),
        send: Callback::new(move |()| session.send()),
    };
    move || match session.acknowledgement.get() {
        None => {
            let entity = session.entity.get_value();
            view! { <ParticipationForm entity=entity language=session.language draft=session.draft guide=Some(guide.clone()) /> }
                .into_any()
        }
        Some(acknowledgement) => view! { <Done acknowledgement=acknowledgement language=session.language /> }.into_any(),
    }
}
