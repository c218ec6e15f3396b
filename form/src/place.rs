//! Places in the edge's HTML into which the browser mounts the parts that need a script.

/// Place of one part. Without script it stays empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Choice of language and of easy words.
    Languages,
    /// Summary of the faults.
    Faults,
    /// Note about the restored draft, and the outbox.
    Kept,
    /// Voice and video recorders.
    Recorders,
    /// Attached files and recordings.
    Attachments,
    /// Summary before sending.
    Check,
    /// Reason why the submission could not be sent.
    Failure,
    /// Button to the previous question.
    Back,
    /// Switch for a shared device.
    Device,
    /// Acknowledgement of the submission.
    Done,
    /// Page of a waiting submission, live region, and confirmation dialog.
    After,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 11] = [
        Self::Languages,
        Self::Faults,
        Self::Kept,
        Self::Recorders,
        Self::Attachments,
        Self::Check,
        Self::Failure,
        Self::Back,
        Self::Device,
        Self::Done,
        Self::After,
    ];

    /// Returns the value of its attribute `data-place`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Languages => "languages",
            Self::Faults => "faults",
            Self::Kept => "kept",
            Self::Recorders => "recorders",
            Self::Attachments => "attachments",
            Self::Check => "check",
            Self::Failure => "failure",
            Self::Back => "back",
            Self::Device => "device",
            Self::Done => "done",
            Self::After => "after",
        }
    }
}
