//! Upload of attachments to a message: each file at once when it is chosen, over tus, in one
//! request.

use base64::{Engine, engine::general_purpose::STANDARD};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Headers, HtmlInputElement, RequestInit, Response};

use super::page::window;
use crate::words::words;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Upload {
    /// Key among the form's files; removals don't change it.
    number: usize,
    name: String,
    /// Id that the edge assigned; `None` during the upload, empty after a failed one.
    id: Option<String>,
}

/// Uploads of one form.
#[derive(Clone, Copy)]
pub(crate) struct Uploads(RwSignal<Vec<Upload>>, StoredValue<usize>);

impl Uploads {
    pub(crate) fn new() -> Self {
        Self(RwSignal::default(), StoredValue::new(0))
    }

    /// Returns whether an upload is unfinished.
    pub(crate) fn are_running(self) -> bool {
        self.0.with(|all| all.iter().any(|upload| upload.id.is_none()))
    }

    /// Returns the ids of the finished uploads.
    pub(crate) fn ids(self) -> Vec<String> {
        self.0.with_untracked(|all| {
            all.iter().filter_map(|upload| upload.id.clone()).filter(|id| !id.is_empty()).collect()
        })
    }

    fn add(self, file: File) {
        let number = self.1.get_value();
        self.1.set_value(number + 1);
        self.0.update(|all| all.push(Upload { number, name: file.name(), id: None }));
        spawn_local(async move {
            let id = upload(&file).await.ok().flatten().unwrap_or_default();
            self.0.try_update(|all| {
                all.iter_mut()
                    .find(|upload| upload.number == number)
                    .map(|upload| upload.id = Some(id))
            });
        });
    }
}

/// File field, with the state of each upload.
#[component]
pub(crate) fn Field(uploads: Uploads) -> impl IntoView {
    let choose = move |event| {
        let field: HtmlInputElement = event_target(&event);
        let files = field.files();
        for place in 0..files.as_ref().map_or(0, web_sys::FileList::length) {
            if let Some(file) = files.as_ref().and_then(|files| files.get(place)) {
                uploads.add(file);
            }
        }
        field.set_value("");
    };
    let state = |upload: &Upload| match upload.id.as_deref() {
        None => words().file_running,
        Some("") => words().file_failed,
        Some(_) => words().file_here,
    };
    view! {
        <label class="button">{words().attach}<input class="unseen" type="file" multiple on:change=choose /></label>
        <div role="status">
        <ul class="uploads">
            {move || uploads.0.get().into_iter().map(|upload| view! {
                <li>
                    <bdi>{upload.name.clone()}</bdi>" – "{state(&upload)}" "
                    <button type="button" class="quiet" on:click=move |_| uploads.0.update(|all| all.retain(|other| other.number != upload.number))>
                        {words().remove}<span class="unseen">" "{upload.name}</span>
                    </button>
                </li>
            }).collect_view()}
        </ul>
        </div>
    }
}

async fn upload(file: &File) -> Result<Option<String>, JsValue> {
    let headers = Headers::new()?;
    let about = format!(
        "filename {},filetype {}",
        STANDARD.encode(file.name()),
        STANDARD.encode(file.type_())
    );
    for (name, value) in [
        ("Tus-Resumable", "1.0.0"),
        ("Upload-Length", &*file.size().to_string()),
        ("Upload-Metadata", &about),
        ("Content-Type", "application/offset+octet-stream"),
    ] {
        headers.set(name, value)?;
    }
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_headers(&headers);
    options.set_body(file);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init("/api/v1/uploads", &options))
            .await?
            .dyn_into()?;
    let place = response.headers().get("Location")?;
    Ok(place
        .filter(|_| response.ok())
        .and_then(|place| place.rsplit('/').next().map(str::to_owned)))
}
