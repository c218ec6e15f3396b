//! What the widget may have to say after the form was rendered. The build lays these phrases beside it, a file for each language, and the form doesn't
//! bring them: nobody needs them for the first field.

macro_rules! phrases {
    ($($name:ident = $key:ident,)*) => {
        /// Something that is said only when it comes to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Phrase { $($name,)* }

        impl Phrase {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name of its word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => stringify!($key),)* }
            }
        }
    };
}

phrases! {
    CheckNothingWritten = check_nothing_written,
    DoneCopied = done_copied,
    DoneUncopied = done_uncopied,
    DraftTooLarge = draft_too_large,
    ErrorEmail = error_email,
    ErrorFailed = error_failed,
    ErrorKind = error_kind,
    ErrorLanguage = error_language,
    ErrorLimit = error_limit,
    ErrorNetwork = error_network,
    ErrorPhone = error_phone,
    ErrorRefused = error_refused,
    ErrorServer = error_server,
    ErrorStorage = error_storage,
    ErrorText = error_text,
    ErrorTextLong = error_text_long,
    ErrorUploading = error_uploading,
    FilesLeft = files_left,
    FilesFailed = files_failed,
    FilesRemove = files_remove,
    FilesRetry = files_retry,
    FilesStop = files_stop,
    FilesTooLarge = files_too_large,
    FilesTooMany = files_too_many,
    FilesType = files_type,
    FilesUploaded = files_uploaded,
    FilesUploading = files_uploading,
    MineKept = mine_kept,
    OutboxRefused = outbox_refused,
    OutboxSent = outbox_sent,
    OutboxTitle = outbox_title,
    RecorderAudioName = recorder_audio_name,
    RecorderBusy = recorder_busy,
    RecorderCut = recorder_cut,
    RecorderEmpty = recorder_empty,
    RecorderInsecure = recorder_insecure,
    RecorderInterrupted = recorder_interrupted,
    RecorderLost = recorder_lost,
    RecorderMissing = recorder_missing,
    RecorderNow = recorder_now,
    RecorderPaused = recorder_paused,
    RecorderRefused = recorder_refused,
    RecorderSilent = recorder_silent,
    RecorderSoon = recorder_soon,
    RecorderUnsupported = recorder_unsupported,
    RecorderVideoName = recorder_video_name,
    Send = send,
    Sending = sending,
    SureClose = sure_close,
    SureForget = sure_forget,
    SureRemove = sure_remove,
    SureShared = sure_shared,
}
