//! Ids of elements in the form: fields rendered by the edge, and elements of mounted parts.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*
    };
}

/// Ids that the edge renders and the browser looks for.
pub const FIELDS: [&str; 15] = [
    FORM,
    CHECK_ENTITY,
    KIND,
    TEXT,
    SUGGESTION,
    SERVICE,
    PLACE,
    HERE,
    CONTACT,
    NAME,
    EMAIL,
    PHONE,
    FILES,
    DROP,
    SEND,
];

ids! {
    /// The form.
    FORM = "form";
    /// First of the three kinds. A fault of the choice leads to it.
    KIND = "kind-suggestion";
    /// Text field.
    TEXT = "text";
    /// Field for the remedy of a complaint.
    SUGGESTION = "suggestion";
    /// List of services, if the entity has several.
    SERVICE = "service";
    /// Field for the place, if a service of the entity asks for it.
    PLACE = "place";
    /// Button that enters where the visitor is into that field.
    HERE = "here";
    /// Collapsible group of the contact fields.
    CONTACT = "contact";
    /// Author's name.
    NAME = "name";
    /// Author's e-mail address.
    EMAIL = "email";
    /// Author's phone number.
    PHONE = "phone";
    /// File field.
    FILES = "files";
    /// Card on which files may be dropped.
    DROP = "drop";
    /// Button that sends.
    SEND = "send";
}

ids! {
    /// Reason why a file was refused.
    REFUSED = "refused";
    /// List of attachments.
    ITEMS = "items";
    /// Summary of the faults.
    FAULTS = "faults";
    /// Reason why the submission could not be sent.
    FAILURE = "failure";
    /// Button to the previous question.
    BACK = "back";
    /// Confirmation dialog before data is discarded.
    SURE = "sure";
    /// Choice of language.
    LANGUAGE = "language";
    /// Switch for easy words.
    EASY = "easy";
    /// Reason why the language could not be changed.
    UNSPOKEN = "unspoken";
    /// Entity, in the check.
    CHECK_ENTITY = "check-entity";
    /// Kind, in the check.
    CHECK_KIND = "check-kind";
    /// Text, in the check.
    CHECK_TEXT = "check-text";
    /// Attachments, in the check.
    CHECK_ATTACHMENTS = "check-attachments";
    /// Note that a draft was restored.
    KEPT = "kept";
    /// Button that discards the draft.
    FORGET = "forget";
    /// Reason why the draft could not be stored.
    UNKEPT = "unkept";
    /// Switch for a shared device.
    SHARED = "shared";
    /// Live region for screen readers.
    TOLD = "told";
    /// List of the submissions that wait on this device, were refused, or were sent.
    OUTBOX = "outbox";
    /// Page of a submission that waits to be sent.
    WAITING = "waiting";
    /// Button that removes a waiting submission.
    TAKE_BACK = "take-back";
    /// Page of the acknowledgement.
    DONE = "done";
    /// Reference number.
    REFERENCE = "reference";
    /// Reference number as it is read aloud.
    DIGITS = "digits";
    /// Reference number of the paired suggestion.
    PAIRED = "paired";
    /// Deadline of the first response.
    FIRST_DUE = "first-due";
    /// Deadline of the resolution.
    FULL_DUE = "full-due";
    /// Button that copies the reference number.
    COPY = "copy";
    /// Button that saves the reference number as a file.
    SAVE = "save";
    /// Button that prints.
    PRINT = "print";
    /// Outcome of copying.
    COPIED = "copied";
    /// Link to the participation's page.
    TRACK = "track";
}
