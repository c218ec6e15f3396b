//! Recorders and attachments alone, for a reply on a participation's page. That page's script sends
//! the reply.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::{
    Phrase, Place,
    guide::{
        browser::api::Api,
        page::{Missing, mount},
        parts::{
            attachments::{AttachmentList, Attachments},
            files::follow_files,
            recorder::{RecorderCards, Recorders},
            sure::{Sure, SureDialog},
            told::Told,
        },
        words::Words,
    },
};

/// Handle of the mounted parts. They stay for as long as the page.
pub struct Reply {
    attachments: Attachments,
    words: Words,
    _owner: Owner,
}

impl Reply {
    /// Returns the ids of the uploads that arrived.
    pub fn attachments(&self) -> Vec<String> {
        self.attachments.arrived()
    }

    /// Returns the reason why the attachments can't be sent as they are, if there is one.
    pub fn obstacle(&self) -> Option<String> {
        let media = self.attachments.media();
        let reason = if media.uploading { Phrase::ErrorUploading } else { Phrase::ErrorFailed };
        (media.uploading || media.failed).then(|| self.words.say(reason))
    }

    /// Returns whether something is attached or being recorded.
    pub fn is_begun(&self) -> bool {
        self.attachments.media().any
    }
}

/// Mounts the parts into the reply in this frame. `phrases` are those of its language, and `edge` is
/// the edge's origin. Recordings aren't kept on the device.
///
/// # Errors
///
/// Names the part that the reply lacks.
pub fn attach_reply(root: &HtmlElement, phrases: JsValue, edge: String) -> Result<Reply, Missing> {
    // An error means that another form has set the executor already.
    _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (attachments, words) = owner.with(|| {
        let words = Words::new(phrases, root.lang());
        let attachments = Attachments::new(Api::new(edge), words, Rc::new(|| None));
        let (recorders, sure) = (Recorders::new(attachments), Sure::new());
        recorders.watch(root);
        follow_files(root, attachments);
        mount(
            root,
            Place::Recorders,
            move || view! { <RecorderCards recorders=recorders words=words /> },
        )?;
        mount(root, Place::Attachments, move || {
            view! { <AttachmentList attachments=attachments sure=sure words=words /> }
        })?;
        mount(root, Place::After, move || {
            view! {
                <Told told=attachments.told />
                <SureDialog sure=sure words=words />
            }
        })?;
        Ok((attachments, words))
    })?;
    Ok(Reply { attachments, words, _owner: owner })
}
