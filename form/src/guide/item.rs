//! Attachment of a form: a file or recording, with the state of its upload.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use web_sys::Blob;

use crate::{
    Phrase,
    guide::browser::upload::{Upload, WAITING},
};

/// Progress of an attachment's upload.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Transfer {
    /// Upload under way, with the number of bytes that have arrived, or [`WAITING`].
    Uploading(u32),
    /// Finished upload, with its id.
    Arrived(String),
    /// Failed upload, with the reason.
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

    /// Returns the phrase for this progress.
    pub(crate) const fn phrase(&self) -> Phrase {
        match self {
            Self::Uploading(WAITING) => Phrase::FilesWaiting,
            Self::Uploading(_) => Phrase::FilesUploading,
            Self::Arrived(_) => Phrase::FilesUploaded,
            Self::Failed(reason) => *reason,
        }
    }

    /// Returns whether the upload is under way.
    pub(crate) const fn is_uploading(&self) -> bool {
        matches!(self, Self::Uploading(_))
    }

    /// Returns the number of bytes that have arrived, of `size`.
    pub(crate) const fn arrived_bytes(&self, size: u32) -> u32 {
        match self {
            Self::Uploading(WAITING) => 0,
            Self::Uploading(arrived) => *arrived,
            Self::Arrived(_) | Self::Failed(_) => size,
        }
    }
}

/// Origin of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Chosen file.
    File,
    /// Voice message recorded here.
    Voice,
    /// Video recorded here.
    Video,
}

impl Origin {
    /// Returns the name under which this device stores the origin.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Voice => "voice",
            Self::Video => "video",
        }
    }

    /// Parses an origin's name. An unknown name is a file.
    pub(crate) fn parse(name: &str) -> Self {
        [Self::Voice, Self::Video]
            .into_iter()
            .find(|origin| origin.name() == name)
            .unwrap_or(Self::File)
    }
}

/// Attachment. Cheap to clone: its members are handles.
#[derive(Clone)]
pub(crate) struct Item {
    /// Id within this form.
    pub(crate) id: u32,
    /// File name.
    pub(crate) name: String,
    /// Size in bytes.
    pub(crate) size: u32,
    /// Origin.
    pub(crate) origin: Origin,
    /// Object URL to play a recording from.
    pub(crate) preview: Option<String>,
    /// Content.
    pub(crate) blob: Blob,
    /// Progress of the upload.
    pub(crate) transfer: ArcRwSignal<Transfer>,
    /// Resumable upload.
    pub(crate) upload: Upload,
    /// Beginning of the upload, on the clock of [`crate::guide::browser::clock::now`].
    pub(crate) began: f64,
    /// Quarter of the upload that the live region told last.
    pub(crate) told: Rc<Cell<u32>>,
    /// `true` until a row shows the attachment.
    pub(crate) is_new: Rc<Cell<bool>>,
}

/// Reason why a file or recording was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// File name, if the reason is about one file.
    pub(crate) name: Option<String>,
    /// Phrase with the reason.
    pub(crate) reason: Phrase,
}

impl Refused {
    /// Creates a refusal that is about no single file. Wrapped in `Some` for the signal that shows
    /// it.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) const fn because(reason: Phrase) -> Option<Self> {
        Some(Self { name: None, reason })
    }
}

impl Item {
    /// Revokes the object URL from which the recording was played.
    pub(crate) fn forget_preview(&self) {
        if let Some(preview) = &self.preview {
            let _ = web_sys::Url::revoke_object_url(preview);
        }
    }
}
