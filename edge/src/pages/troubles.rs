//! Errors of a form that was sent without a script, in the form's words.

use domain::input::{InputError, Reason};
use form::language::Words;
use pages::form_page::Trouble;

use crate::error::ApiError;

/// Returns the mistakes that an error stands for, each with the field to mend if there is one.
pub(super) fn of(error: &ApiError, words: &'static Words) -> Vec<Trouble> {
    let (field, text) = match error {
        ApiError::Invalid(errors) => {
            return errors.iter().map(|error| mistake(error, words)).collect();
        }
        ApiError::MediaType(_) | ApiError::TooLong | ApiError::TooLarge(_) => {
            ("files", words.files_accepted)
        }
        ApiError::TooMany(_) | ApiError::TooManyOpen(_) | ApiError::ProofRequired(_) => {
            ("", words.error_limit)
        }
        ApiError::Internal(_) | ApiError::Busy | ApiError::Full | ApiError::Cut => {
            ("", words.error_server)
        }
        _ => ("", words.error_refused),
    };
    vec![Trouble { field, text }]
}

/// Asks for the files again: a browser doesn't keep them in a form that comes back.
pub(super) fn files_again(words: &'static Words) -> Trouble {
    Trouble { field: "files", text: words.files_again }
}

fn mistake(error: &InputError, words: &'static Words) -> Trouble {
    let (field, text) = match (error.pointer.as_str(), error.reason) {
        ("/kind", _) => ("kind-suggestion", words.error_kind),
        (_, Reason::TooManyAttachments) => ("files", words.files_too_many),
        ("/text", Reason::NothingSaid) => ("text", words.error_text),
        ("/text", _) => ("text", words.error_text_long),
        ("/suggestion", Reason::Text(_)) => ("suggestion", words.error_text_long),
        ("/suggestion", _) => ("suggestion", words.error_contact),
        ("/service", _) => ("service", words.error_contact),
        ("/contact/name", _) => ("name", words.error_contact),
        ("/contact/email", _) => ("email", words.error_email),
        ("/contact/phone", _) => ("phone", words.error_phone),
        _ => ("", words.error_refused),
    };
    Trouble { field, text }
}
