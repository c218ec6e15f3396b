//! Preview of a document: a PDF in the browser's viewer, the text of other types.
//!
//! A document is loaded only on request, since the edge records each reading.

use domain::{
    media::{
        scan::Scan,
        text_preview::{Look, Words},
    },
    wire::Attachment,
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::Element;

use crate::{
    effects::{api, page},
    session::session,
    view::shared::loaded::{Loaded, Trouble, Wait},
    words::{self, fill, words},
};

/// Content of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Pages,
    Words(Words),
    Nothing,
}

/// Preview, folded away by default; absent for types without one.
#[component]
pub(super) fn Preview(
    file: Attachment,
    /// State that the person has chosen to open the file in.
    acknowledged: Option<Scan>,
) -> impl IntoView {
    let session = session();
    let look = Look::at(&file.media_type, file.size)
        .filter(|look| *look != Look::Pages || page::shows_pdf());
    look.map(move |look| {
        let content = RwSignal::new(None::<Loaded<Content>>);
        let choice = acknowledged
            .map(|scan| format!("?acknowledged={}", scan.as_str()))
            .unwrap_or_default();
        let path = format!("api/attachments/{}{choice}", file.id);
        // Without this fragment Chromium's viewer opens its page thumbnails.
        let (address, name, size) = (format!("/console/{path}#navpanes=0"), file.name, file.size);
        let load = move || {
            content.set(Some(Loaded::Loading));
            let path = path.clone();
            spawn_local(async move {
                let result = match look {
                    Look::Pages => api::head(&path).await.map(|()| Content::Pages),
                    _ => api::bytes(&path, look.reach()).await.map(|bytes| look.read(&bytes, size).map_or(Content::Nothing, Content::Words)),
                };
                content.try_set(Some(session.checked(result).into()));
            });
        };
        let again = load.clone();
        let open = move |event| {
            if event_target::<Element>(&event).has_attribute("open") && content.with_untracked(Option::is_none) {
                load();
            }
        };
        let title = fill(words::case().look_into, "name", &name);
        view! {
            <details class="look" on:toggle=open>
                <summary aria-label=title>{words().preview}</summary>
                {move || content.get().map(|content| match content {
                    Loaded::Loading => view! { <Wait /> }.into_any(),
                    Loaded::Failed(failure) => view! { <Trouble failure again=again.clone() /> }.into_any(),
                    Loaded::Ready(Content::Pages) => view! { <iframe class="preview" src=address.clone() title=name.clone()></iframe> }.into_any(),
                    Loaded::Ready(Content::Words(preview)) => text(preview, look, &name),
                    Loaded::Ready(Content::Nothing) => view! { <p class="hint" role="status">{words::case().look_unreadable}</p> }.into_any(),
                })}
            </details>
        }
    })
}

fn text(content: Words, look: Look, name: &str) -> AnyView {
    if content.text.is_empty() {
        return view! { <p class="hint" role="status">{words::case().look_empty}</p> }.into_any();
    }
    let is_office = matches!(look, Look::Office(_));
    view! {
        {is_office.then(|| view! { <p class="hint">{words::case().look_hint}</p> })}
        <pre dir="auto" tabindex="0" role="region" aria-label=name.to_owned()>{content.text}</pre>
        {content.is_cut.then(|| view! { <p class="hint">{words::case().look_cut}</p> })}
    }
    .into_any()
}
