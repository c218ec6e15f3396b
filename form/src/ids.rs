//! Where things are in the form: the ids that the edge writes and the widget looks for.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*

        /// All of them.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

ids! {
    /// The form in its frame.
    FORM = "form";
    /// The first of the three kinds, which stands for the choice among them.
    KIND = "kind-suggestion";
    /// The text.
    TEXT = "text";
    /// The remedy, with a complaint.
    SUGGESTION = "suggestion";
    /// The service that it is about, where there are several.
    SERVICE = "service";
    /// What opens the ways to reach the author.
    CONTACT = "contact";
    /// The author's name.
    NAME = "name";
    /// The author's e-mail address.
    EMAIL = "email";
    /// The author's phone number.
    PHONE = "phone";
    /// The file field.
    FILES = "files";
    /// Where files may be dropped.
    DROP = "drop";
    /// What was refused just now.
    REFUSED = "refused";
    /// The list of what is attached.
    ITEMS = "items";
    /// How one attachment is shown.
    ITEM = "item";
    /// The summary of what is wrong.
    FAULTS = "faults";
    /// Why it could not be sent.
    FAILURE = "failure";
    /// Back to the step before.
    BACK = "back";
    /// Send.
    SEND = "send";
    /// Asks before something is thrown away.
    SURE = "sure";
    /// The language of the form.
    LANGUAGE = "language";
    /// Whether the form speaks in easy words.
    EASY = "easy";
    /// Says that the language could not be changed.
    UNSPOKEN = "unspoken";
    /// In the check before sending: what it is.
    CHECK_KIND = "check-kind";
    /// In the check before sending: the text.
    CHECK_TEXT = "check-text";
    /// In the check before sending: what is attached.
    CHECK_ATTACHMENTS = "check-attachments";
    /// In the check before sending: the remedy.
    CHECK_REMEDY = "check-remedy";
    /// In the check before sending: the service.
    CHECK_SERVICE = "check-service";
    /// Says that what was entered before is still here.
    KEPT = "kept";
    /// Begins again with nothing.
    FORGET = "forget";
    /// Says that nothing can be kept.
    UNKEPT = "unkept";
    /// This is someone else's device.
    SHARED = "shared";
    /// Says politely what has changed.
    TOLD = "told";
    /// What waits to be sent.
    OUTBOX = "outbox";
    /// How one that waits is shown.
    ENTRY = "entry";
    /// Says that this one waits.
    WAITING = "waiting";
    /// Whether this device is to keep the number of what waits.
    KEEP_NUMBER = "keep-number";
    /// Takes back what waits.
    TAKE_BACK = "take-back";
    /// Remembers the reference number on this device.
    REMEMBER = "remember";
    /// What thanks at the end.
    DONE = "done";
    /// The reference number.
    REFERENCE = "reference";
    /// The reference number as it is read aloud, digit by digit.
    DIGITS = "digits";
    /// The number of the suggestion that was paired.
    PAIRED = "paired";
    /// When a first answer is due.
    FIRST_DUE = "first-due";
    /// When the full answer is due.
    FULL_DUE = "full-due";
    /// Copies the reference number.
    COPY = "copy";
    /// Saves it as a file.
    SAVE = "save";
    /// Prints it.
    PRINT = "print";
    /// Says that it was copied.
    COPIED = "copied";
    /// The link to follow it up.
    TRACK = "track";
}
