//! What is attached: recorders, chosen files, and how far each is.

use form::Language;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, FileList};

use super::recorder::RecorderView;
use crate::{
    effects::{clock, recorder::Medium},
    session::{Item, Origin, Session, Transfer},
};

/// Everything in step 2 that isn't typed.
#[component]
pub fn MediaView(session: Session) -> impl IntoView {
    let words = session.language.words();
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            attach_all(session, input.files());
            // So that the same file can be chosen again after it was removed.
            input.set_value("");
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        attach_all(session, event.data_transfer().and_then(|data| data.files()));
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    view! {
        <div class="media">
            <div class="recorders">
                <RecorderView session=session medium=Medium::Audio />
                <RecorderView session=session medium=Medium::Video />
            </div>
            <div class="drop" class:over=move || over.get() on:drop=drop on:dragover=drag on:dragleave=move |_| over.set(false)>
                <label for="files">{words.files_choose}</label>
                <span class="hint">{words.files_drop}</span>
                <input type="file" id="files" class="unseen" part="attach" multiple node_ref=input aria-describedby="files-hint" on:change=choose />
                <span class="hint" id="files-hint">{words.files_accepted}</span>
            </div>
            <p class="fault" role="alert">{move || session.refused.get()}</p>
            <ul class="items" part="items">
                <For each=move || session.items.get() key=|item| item.id children=move |item| view! { <ItemView session=session item=item /> } />
            </ul>
        </div>
    }
}

fn attach_all(session: Session, files: Option<FileList>) {
    let Some(files) = files else { return };
    for file in (0..files.length()).filter_map(|place| files.get(place)) {
        let name = file.name();
        session.attach(file.unchecked_into(), name, Origin::File);
    }
}

#[component]
fn ItemView(session: Session, item: Item) -> impl IntoView {
    let words = session.language.words();
    let Item { id, name, size, origin, preview, transfer, .. } = item;
    let is_uploading = move || transfer.with(|transfer| matches!(transfer, Transfer::Uploading(_)));
    let label = move || if is_uploading() { words.files_stop } else { words.files_remove };
    let player = preview.map(|address| match origin {
        Origin::Video => view! { <video controls src=address preload="metadata"></video> }.into_any(),
        _ => view! { <audio controls src=address preload="metadata"></audio> }.into_any(),
    });
    let named = name.clone();
    view! {
        <li class="item" data-state=move || state_name(&transfer.get())>
            <span class="name" dir="auto">{name}</span>
            <span class="hint">{clock::show_bytes(size.into(), session.language)}" · "{move || state_words(&transfer.get(), session.language)}</span>
            <button type="button" part="remove" aria-label=move || format!("{} – {named}", label()) on:click=move |_| session.remove(id)>
                {label}
            </button>
            <progress max=size prop:value=move || arrived(&transfer.get(), size) hidden=move || !is_uploading() aria-label=words.files_uploading></progress>
            {player}
        </li>
    }
}

fn state_name(transfer: &Transfer) -> &'static str {
    match transfer {
        Transfer::Uploading(_) => "uploading",
        Transfer::Arrived(_) => "arrived",
        Transfer::Failed(_) => "failed",
    }
}

fn state_words(transfer: &Transfer, language: Language) -> &'static str {
    match transfer {
        Transfer::Uploading(_) => language.words().files_uploading,
        Transfer::Arrived(_) => language.words().files_uploaded,
        Transfer::Failed(reason) => reason,
    }
}

fn arrived(transfer: &Transfer, size: u32) -> u32 {
    match transfer {
        Transfer::Uploading(bytes) => *bytes,
        _ => size,
    }
}
