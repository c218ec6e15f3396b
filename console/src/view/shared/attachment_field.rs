//! File field of a form.

use leptos::prelude::*;
use web_sys::{FileList, HtmlInputElement};

use crate::{
    effects::upload::{State, Upload, Uploads},
    words::{self, words},
};

/// File field, with the state of each upload.
#[component]
pub(crate) fn AttachmentField(uploads: Uploads) -> impl IntoView {
    let choose = move |event| {
        let field: HtmlInputElement = event_target(&event);
        let files = field.files();
        for place in 0..files.as_ref().map_or(0, FileList::length) {
            if let Some(file) = files.as_ref().and_then(|files| files.get(place)) {
                uploads.add(file);
            }
        }
        // An empty field lets the same file be chosen again.
        field.set_value("");
    };
    let state = |upload: &Upload| match upload.state {
        State::Running => words::case().file_running,
        State::Failed => words::case().file_failed,
        State::Finished(_) => words::case().file_here,
    };
    view! {
        <label class="button">{words::case().attach}<input class="unseen" type="file" multiple on:change=choose /></label>
        <div role="status">
        <ul class="uploads">
            {move || uploads.all().into_iter().map(|upload| view! {
                <li>
                    <bdi>{upload.name.clone()}</bdi>" – "{state(&upload)}" "
                    <button type="button" class="quiet" on:click=move |_| uploads.remove(upload.number)>
                        {words().remove}<span class="unseen">" "{upload.name}</span>
                    </button>
                </li>
            }).collect_view()}
        </ul>
        </div>
    }
}
