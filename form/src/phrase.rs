//! Phrases of the parts that the browser mounts. The build writes them beside the widget, one file
//! for each language; the edge's HTML doesn't contain them.

use domain::intake::kind::Kind;

macro_rules! phrases {
    ($($name:ident = $key:ident,)*) => {
        /// Phrase of a mounted part.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Phrase { $($name,)* }

        impl Phrase {
            /// All phrases.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns its place in a language's file of phrases, which is a list in the order of
            /// [`Phrase::ALL`].
            pub const fn index(self) -> u32 {
                self as u32
            }

            /// Returns the key of its text in a language's words.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => stringify!($key),)* }
            }
        }
    };
}

phrases! {
    Back = back,
    CheckAttachments = check_attachments,
    CheckChange = check_change,
    CheckKind = check_kind,
    CheckNothingWritten = check_nothing_written,
    CheckText = check_text,
    Close = close,
    DeviceShared = device_shared,
    DoneCopied = done_copied,
    DoneCopy = done_copy,
    DoneDue = done_due,
    DoneFollow = done_follow,
    DoneKeep = done_keep,
    DonePrint = done_print,
    DoneReference = done_reference,
    DoneResolution = done_resolution,
    DoneSave = done_save,
    DoneSuggestion = done_suggestion,
    DoneTitle = done_title,
    DoneTold = done_told,
    DoneUncopied = done_uncopied,
    DoneUntold = done_untold,
    DraftForget = draft_forget,
    DraftKept = draft_kept,
    DraftTooLarge = draft_too_large,
    Easy = easy,
    ErrorEmail = error_email,
    ErrorFailed = error_failed,
    ErrorKind = error_kind,
    ErrorLanguage = error_language,
    ErrorLimit = error_limit,
    ErrorName = error_name,
    ErrorNetwork = error_network,
    ErrorPhone = error_phone,
    ErrorPlace = error_place,
    ErrorRefused = error_refused,
    ErrorServer = error_server,
    ErrorStorage = error_storage,
    ErrorSummary = error_summary,
    ErrorText = error_text,
    ErrorTextLong = error_text_long,
    ErrorUploading = error_uploading,
    FilesEmpty = files_empty,
    FilesFailed = files_failed,
    FilesGone = files_gone,
    FilesLeft = files_left,
    FilesRemove = files_remove,
    FilesRetry = files_retry,
    FilesStop = files_stop,
    FilesTooLarge = files_too_large,
    FilesTooMany = files_too_many,
    FilesType = files_type,
    FilesUploaded = files_uploaded,
    FilesUploading = files_uploading,
    FilesWaiting = files_waiting,
    KindComplaint = kind_complaint,
    KindObservation = kind_observation,
    KindSuggestion = kind_suggestion,
    Language = language,
    MineKept = mine_kept,
    MineTitle = mine_title,
    OutboxBack = outbox_back,
    OutboxRefused = outbox_refused,
    OutboxRemove = outbox_remove,
    OutboxSent = outbox_sent,
    OutboxText = outbox_text,
    OutboxTitle = outbox_title,
    PlaceUnknown = place_unknown,
    RecorderAudio = recorder_audio,
    RecorderAudioName = recorder_audio_name,
    RecorderBusy = recorder_busy,
    RecorderCut = recorder_cut,
    RecorderEmpty = recorder_empty,
    RecorderForbidden = recorder_forbidden,
    RecorderHintAudio = recorder_hint_audio,
    RecorderHintVideo = recorder_hint_video,
    RecorderInsecure = recorder_insecure,
    RecorderInterrupted = recorder_interrupted,
    RecorderLevel = recorder_level,
    RecorderLost = recorder_lost,
    RecorderMissing = recorder_missing,
    RecorderNow = recorder_now,
    RecorderPause = recorder_pause,
    RecorderPaused = recorder_paused,
    RecorderRefused = recorder_refused,
    RecorderResume = recorder_resume,
    RecorderSilent = recorder_silent,
    RecorderSoon = recorder_soon,
    RecorderStop = recorder_stop,
    RecorderUnsupported = recorder_unsupported,
    RecorderVideo = recorder_video,
    RecorderVideoName = recorder_video_name,
    Send = send,
    Sending = sending,
    SureClose = sure_close,
    SureForget = sure_forget,
    SureRemove = sure_remove,
    SureShared = sure_shared,
}

impl Phrase {
    /// Returns the name of a kind.
    pub const fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Suggestion => Self::KindSuggestion,
            Kind::Observation => Self::KindObservation,
            Kind::Complaint => Self::KindComplaint,
        }
    }
}
