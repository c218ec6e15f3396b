//! Recorders, attachments and the file field together: what the form and a reply share.

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::{
    Place,
    guide::{
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

/// State of the parts. A copy is the same parts.
#[derive(Clone, Copy)]
pub(crate) struct Media {
    pub(crate) attachments: Attachments,
    pub(crate) recorders: Recorders,
    pub(crate) sure: Sure,
}

impl Media {
    /// Mounts the parts into their places below an element, and follows its file field. This code
    /// exists once for all callers.
    #[inline(never)]
    pub(crate) fn mount(self, root: &HtmlElement, words: Words) -> Result<(), Missing> {
        let Self { attachments, recorders, sure } = self;
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
        })
    }
}
