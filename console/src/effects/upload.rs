//! Upload of attachments to a message: each file at once when it is chosen, over tus, in one
//! request.

use base64::{Engine, engine::general_purpose::STANDARD};
use js_sys::Array;
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FilePropertyBag, Headers, RequestInit, Response};

use super::page::window;

/// Uploaded file of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct KeptFile {
    /// Id that the edge assigned.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// Flag that it went with a message, so that it needs an upload of its own to go again.
    #[serde(default)]
    pub(crate) is_sent: bool,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Key among the form's files; removals don't change it.
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) state: State,
    /// Id of the file of an earlier message that it copies.
    copied: Option<String>,
}

/// State of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Failed,
    /// Holds the id that the edge assigned.
    Finished(String),
}

/// Uploads of one form.
#[derive(Clone, Copy)]
pub(crate) struct Uploads {
    all: RwSignal<Vec<Upload>>,
    next_number: StoredValue<usize>,
}

impl Uploads {
    pub(crate) fn new() -> Self {
        Self { all: RwSignal::default(), next_number: StoredValue::new(0) }
    }

    /// Returns all uploads, and tracks them.
    pub(crate) fn all(self) -> Vec<Upload> {
        self.all.get()
    }

    /// Returns whether an upload is unfinished.
    pub(crate) fn are_running(self) -> bool {
        self.all.with(|all| all.iter().any(|upload| upload.state == State::Running))
    }

    /// Returns the ids of the finished uploads.
    pub(crate) fn ids(self) -> Vec<String> {
        let id = |upload: &Upload| match &upload.state {
            State::Finished(id) => Some(id.clone()),
            State::Running | State::Failed => None,
        };
        self.all.with_untracked(|all| all.iter().filter_map(id).collect())
    }

    /// Starts the upload of a file.
    pub(crate) fn add(self, file: File) {
        let number = self.begin(file.name(), None);
        spawn_local(async move {
            let id = upload(&file).await.ok().flatten();
            self.finish(number, id.map_or(State::Failed, State::Finished));
        });
    }

    /// Returns the files to keep with a draft: those that are uploaded, and copies on their way.
    pub(crate) fn kept(self) -> Vec<KeptFile> {
        let kept = |Upload { name, state, copied, .. }: &Upload| {
            let (id, is_sent) = match (state, copied) {
                (State::Finished(id), _) => (id, false),
                (_, Some(id)) => (id, true),
                (State::Running | State::Failed, None) => return None,
            };
            Some(KeptFile { id: id.clone(), name: name.clone(), is_sent })
        };
        self.all.with(|all| all.iter().filter_map(kept).collect())
    }

    /// Adds the files of a draft. What went with a message is uploaded again.
    pub(crate) fn restore(self, files: Vec<KeptFile>) {
        for KeptFile { id, name, is_sent } in files {
            let number = self.begin(name.clone(), is_sent.then(|| id.clone()));
            if is_sent {
                spawn_local(async move {
                    let id = copy(&id, &name).await.ok().flatten();
                    self.finish(number, id.map_or(State::Failed, State::Finished));
                });
            } else {
                self.finish(number, State::Finished(id));
            }
        }
    }

    /// Removes an upload from the form. A running transfer isn't stopped.
    pub(crate) fn remove(self, number: usize) {
        self.all.update(|all| all.retain(|upload| upload.number != number));
    }

    fn begin(self, name: String, copied: Option<String>) -> usize {
        let number = self.next_number.get_value();
        self.next_number.set_value(number + 1);
        self.all.update(|all| all.push(Upload { number, name, state: State::Running, copied }));
        number
    }

    /// Sets the final state, unless the upload has been removed or the form is gone.
    fn finish(self, number: usize, state: State) {
        self.all.try_update(|all| {
            let upload = all.iter_mut().find(|upload| upload.number == number);
            upload.map(|upload| upload.state = state)
        });
    }
}

/// Uploads the file of a message anew.
async fn copy(id: &str, name: &str) -> Result<Option<String>, JsValue> {
    let path = ["/console/api/attachments/", id].concat();
    let response: Response = JsFuture::from(window().fetch_with_str(&path)).await?.dyn_into()?;
    if !response.ok() {
        return Ok(None);
    }
    let bytes: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
    let options = FilePropertyBag::new();
    options.set_type(&bytes.type_());
    let file = File::new_with_blob_sequence_and_options(&Array::of1(&bytes), name, &options)?;
    upload(&file).await
}

async fn upload(file: &File) -> Result<Option<String>, JsValue> {
    let headers = Headers::new()?;
    let metadata = format!(
        "filename {},filetype {}",
        STANDARD.encode(file.name()),
        STANDARD.encode(file.type_())
    );
    for (name, value) in [
        ("Tus-Resumable", "1.0.0"),
        ("Upload-Length", &*file.size().to_string()),
        ("Upload-Metadata", &metadata),
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
    let location = response.headers().get("Location")?.filter(|_| response.ok());
    let id = location.as_deref().and_then(|location| location.rsplit('/').next());
    Ok(id.filter(|id| !id.is_empty()).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_uploads(test: impl FnOnce(Uploads)) {
        Owner::new().with(|| test(Uploads::new()));
    }

    #[test]
    fn uploads_are_running_until_the_last_has_ended() {
        with_uploads(|uploads| {
            assert!(!uploads.are_running());
            let (first, second) =
                (uploads.begin("a.pdf".to_owned(), None), uploads.begin("b.pdf".to_owned(), None));
            uploads.finish(first, State::Finished("id-a".to_owned()));
            assert!(uploads.are_running());
            uploads.finish(second, State::Failed);
            assert!(!uploads.are_running());
            assert_eq!(uploads.ids(), ["id-a"]);
        });
    }

    #[test]
    fn a_draft_keeps_what_is_uploaded_and_what_is_copied() {
        with_uploads(|uploads| {
            let file = |id: &str, is_sent| KeptFile {
                id: id.to_owned(),
                name: "a.pdf".to_owned(),
                is_sent,
            };
            uploads.restore(vec![file("id-a", false)]);
            uploads.begin("b.pdf".to_owned(), None);
            let copy = uploads.begin("a.pdf".to_owned(), Some("id-c".to_owned()));
            assert_eq!(uploads.kept(), [file("id-a", false), file("id-c", true)]);
            uploads.finish(copy, State::Finished("id-d".to_owned()));
            assert_eq!(uploads.kept(), [file("id-a", false), file("id-d", false)]);
        });
    }

    #[test]
    fn a_removed_upload_does_not_come_back_when_it_ends() {
        with_uploads(|uploads| {
            let first = uploads.begin("a.pdf".to_owned(), None);
            uploads.remove(first);
            let second = uploads.begin("b.pdf".to_owned(), None);
            assert_ne!(first, second);
            uploads.finish(first, State::Finished("id-a".to_owned()));
            assert_eq!(uploads.ids(), Vec::<String>::new());
            assert_eq!(uploads.all.get_untracked().len(), 1);
            assert!(uploads.are_running());
        });
    }
}
