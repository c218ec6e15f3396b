//! Attachments of a form: files and recordings, each with its upload.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use web_sys::Blob;

use crate::{Phrase, guide::browser::upload::Upload};

/// Progress of an upload.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Transfer {
    /// So many of its bytes have arrived.
    Uploading(u32),
    /// It arrived and has this id.
    Arrived(String),
    /// It can't be taken, for this reason.
    Failed(Phrase),
}

impl Transfer {
    /// Returns the value of a row's attribute `data-state`.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Uploading(_) => "uploading",
            Self::Arrived(_) => "arrived",
            Self::Failed(_) => "failed",
        }
    }

    /// Returns the phrase that says how far it is.
    pub(crate) const fn phrase(&self) -> Phrase {
        match self {
            Self::Uploading(_) => Phrase::FilesUploading,
            Self::Arrived(_) => Phrase::FilesUploaded,
            Self::Failed(reason) => *reason,
        }
    }

    /// Returns whether it is on its way.
    pub(crate) const fn is_uploading(&self) -> bool {
        matches!(self, Self::Uploading(_))
    }

    /// Returns the number of bytes that have arrived, of `size`.
    pub(crate) const fn arrived_bytes(&self, size: u32) -> u32 {
        match self {
            Self::Uploading(arrived) => *arrived,
            Self::Arrived(_) | Self::Failed(_) => size,
        }
    }
}

/// Origin of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file that was chosen.
    File,
    /// A voice message that was recorded here.
    Voice,
    /// A video that was recorded here.
    Video,
}

impl Origin {
    /// The name under which it is kept on this device.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Voice => "voice",
            Self::Video => "video",
        }
    }

    /// The origin of this name.
    pub(crate) fn parse(name: &str) -> Self {
        [Self::Voice, Self::Video]
            .into_iter()
            .find(|origin| origin.name() == name)
            .unwrap_or(Self::File)
    }
}

/// Something attached. Cheap to clone: it is a handful of handles.
#[derive(Clone)]
pub(crate) struct Item {
    /// Tells it from the others.
    pub(crate) id: u32,
    /// Its file name.
    pub(crate) name: String,
    /// In bytes.
    pub(crate) size: u32,
    /// Origin.
    pub(crate) origin: Origin,
    /// A local address to play a recording from.
    pub(crate) preview: Option<String>,
    /// Content.
    pub(crate) blob: Blob,
    /// Progress of the upload.
    pub(crate) transfer: ArcRwSignal<Transfer>,
    /// Its upload.
    pub(crate) upload: Upload,
    /// Beginning of the upload, on the clock of [`crate::guide::browser::clock::now`].
    pub(crate) began: f64,
    /// Quarter of the upload that the live region told last.
    pub(crate) told: Rc<Cell<u32>>,
    /// It has no row yet.
    pub(crate) is_new: Rc<Cell<bool>>,
}

/// Something that was not attached or recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Its file name, where it is about one file.
    pub(crate) name: Option<String>,
    /// Why.
    pub(crate) reason: Phrase,
}

impl Refused {
    /// Something that is about no file, for this reason.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) const fn because(reason: Phrase) -> Option<Self> {
        Some(Self { name: None, reason })
    }
}

impl Item {
    /// Lets the browser forget the recording that was played from here.
    pub(crate) fn forget_preview(&self) {
        if let Some(preview) = &self.preview {
            let _ = web_sys::Url::revoke_object_url(preview);
        }
    }
}
