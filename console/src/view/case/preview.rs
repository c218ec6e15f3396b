//! Preview of a document: a PDF in the browser's viewer, the text of other types.
//!
//! A document is loaded only on request, since the edge records each reading.

use domain::{
    media::text_preview::{Look, Words},
    wire::Attachment,
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::Element;

use crate::{
    effects::{api, page},
    session::session,
    view::loaded::{Loaded, Trouble, Wait},
    words::{with, words},
};

/// Content of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Pages,
    Words(Words),
    Nothing,
}

/// Preview, folded away by default; absent for types without one.
#[component]
pub(super) fn Preview(file: Attachment) -> impl IntoView {
    let session = session();
    let look = Look::at(&file.media_type, file.size)
        .filter(|look| *look != Look::Pages || page::shows_pdf());
    look.map(move |look| {
        let shown = RwSignal::new(None::<Loaded<Shown>>);
        let path = format!("api/attachments/{}", file.id);
        // Without this fragment Chromium's viewer opens its page thumbnails.
        let (address, name, size) = (format!("/console/{path}#navpanes=0"), file.name, file.size);
        let load = move || {
            shown.set(Some(Loaded::Waiting));
            let path = path.clone();
            spawn_local(async move {
                let answer = match look {
                    Look::Pages => api::ask(&path).await.map(|()| Shown::Pages),
                    _ => api::bytes(&path, look.reach()).await.map(|bytes| look.read(&bytes, size).map_or(Shown::Nothing, Shown::Words)),
                };
                shown.try_set(Some(session.checked(answer).into()));
            });
        };
        let again = load.clone();
        let open = move |event| {
            if event_target::<Element>(&event).has_attribute("open") && shown.with_untracked(Option::is_none) {
                load();
            }
        };
        let title = with(words().look_into, "name", &name);
        view! {
            <details class="look" on:toggle=open>
                <summary aria-label=title>{words().preview}</summary>
                {move || shown.get().map(|shown| match shown {
                    Loaded::Waiting => view! { <Wait /> }.into_any(),
                    Loaded::Failed(failure) => view! { <Trouble failure again=again.clone() /> }.into_any(),
                    Loaded::Here(Shown::Pages) => view! { <iframe class="preview" src=address.clone() title=name.clone()></iframe> }.into_any(),
                    Loaded::Here(Shown::Words(said)) => of(said, look, &name),
                    Loaded::Here(Shown::Nothing) => view! { <p class="hint" role="status">{words().look_unreadable}</p> }.into_any(),
                })}
            </details>
        }
    })
}

fn of(said: Words, look: Look, name: &str) -> AnyView {
    if said.text.is_empty() {
        return view! { <p class="hint" role="status">{words().look_empty}</p> }.into_any();
    }
    let is_office = matches!(look, Look::Office(_));
    view! {
        {is_office.then(|| view! { <p class="hint">{words().look_hint}</p> })}
        <pre dir="auto" tabindex="0" role="region" aria-label=name.to_owned()>{said.text}</pre>
        {said.is_cut.then(|| view! { <p class="hint">{words().look_cut}</p> })}
    }
    .into_any()
}
