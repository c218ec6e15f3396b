//! Ids of elements in the form: of the fields, which the edge renders, and of what parts render.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*
    };
}

/// Ids that the edge renders and the browser looks for.
pub const FIELDS: [&str; 12] =
    [FORM, KIND, TEXT, SUGGESTION, SERVICE, CONTACT, NAME, EMAIL, PHONE, FILES, DROP, SEND];

ids! {
    /// The form.
    FORM = "form";
    /// First of the three kinds, which stands for the choice among them.
    KIND = "kind-suggestion";
    /// Text field.
    TEXT = "text";
    /// Field for the remedy, with a complaint.
    SUGGESTION = "suggestion";
    /// List of services, where there are several.
    SERVICE = "service";
    /// Group of the contact fields, which opens.
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
    /// Summary of what is wrong.
    FAULTS = "faults";
    /// Reason why the submission could not be sent.
    FAILURE = "failure";
    /// Button that leads to the question before.
    BACK = "back";
    /// Question before something is thrown away.
    SURE = "sure";
    /// Choice of language.
    LANGUAGE = "language";
    /// Switch for easy words.
    EASY = "easy";
    /// Reason why the language could not be changed.
    UNSPOKEN = "unspoken";
    /// Kind, in the check.
    CHECK_KIND = "check-kind";
    /// Text, in the check.
    CHECK_TEXT = "check-text";
    /// Attachments, in the check.
    CHECK_ATTACHMENTS = "check-attachments";
    /// Remedy, in the check.
    CHECK_REMEDY = "check-remedy";
    /// Service, in the check.
    CHECK_SERVICE = "check-service";
    /// Note that a draft was restored.
    KEPT = "kept";
    /// Button that throws the draft away.
    FORGET = "forget";
    /// Reason why the draft could not be stored.
    UNKEPT = "unkept";
    /// Switch for a shared device.
    SHARED = "shared";
    /// Live region.
    TOLD = "told";
    /// List of what waits to be sent.
    OUTBOX = "outbox";
    /// Page that says that this submission waits.
    WAITING = "waiting";
    /// Switch: this device keeps the number of what waits.
    KEEP_NUMBER = "keep-number";
    /// Button that takes back what waits.
    TAKE_BACK = "take-back";
    /// Button that keeps the reference number on this device.
    REMEMBER = "remember";
    /// Page of the acknowledgement.
    DONE = "done";
    /// Reference number.
    REFERENCE = "reference";
    /// Reference number as it is read aloud.
    DIGITS = "digits";
    /// Number of the paired suggestion.
    PAIRED = "paired";
    /// Date of the first response.
    FIRST_DUE = "first-due";
    /// Date of the resolution.
    FULL_DUE = "full-due";
    /// Button that copies the number.
    COPY = "copy";
    /// Button that saves the number as a file.
    SAVE = "save";
    /// Button that prints.
    PRINT = "print";
    /// Outcome of copying, saving or keeping.
    COPIED = "copied";
    /// Link to the participation's page.
    TRACK = "track";
}
