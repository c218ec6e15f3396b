//! Errors of a form that was sent without a script, in the form's words.

use domain::{
    input::{InputError, Reason},
    intake::contact::ContactError,
    media::attachment::NotAccepted,
    text::{TEXT_MAX, TextError},
};
use form::language::Words;
use pages::form_page::Trouble;

use crate::error::ApiError;

/// Returns the mistakes that an error stands for, each with the field to mend if there is one.
pub(super) fn of(error: &ApiError, words: &'static Words) -> Vec<Trouble> {
    let (field, text) = match error {
        ApiError::Invalid(errors) => {
            return errors.iter().map(|error| mistake(error, words)).collect();
        }
        ApiError::MediaType(NotAccepted::Empty) => ("files", words.files_empty),
        ApiError::MediaType(NotAccepted::Kind) | ApiError::TooLong | ApiError::TooLarge(_) => {
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
    vec![Trouble { field, text: text.to_owned() }]
}

/// Asks for the files again: a browser doesn't keep them in a form that comes back.
pub(super) fn files_again(words: &'static Words) -> Trouble {
    Trouble { field: "files", text: words.files_again.to_owned() }
}

fn mistake(error: &InputError, words: &'static Words) -> Trouble {
    let (field, text) = match (error.pointer.as_str(), error.reason) {
        ("/kind", _) => ("kind-suggestion", words.error_kind),
        (_, Reason::TooManyAttachments) => ("files", words.files_too_many),
        ("/text", Reason::NothingSaid) => ("text", words.error_text),
        ("/text", Reason::Text(error)) => return too_long("text", error, words),
        ("/text", _) => ("text", words.error_contact),
        ("/suggestion", Reason::Text(error)) => return too_long("suggestion", error, words),
        ("/suggestion", _) => ("suggestion", words.error_contact),
        ("/service", _) => ("service", words.error_contact),
        ("/place" | "/place/address", _) => ("place", words.error_place),
        ("/contact/name", Reason::Contact(ContactError::NameTooLong)) => ("name", words.error_name),
        ("/contact/name", _) => ("name", words.error_contact),
        ("/contact/email", _) => ("email", words.error_email),
        ("/contact/phone", _) => ("phone", words.error_phone),
        _ => ("", words.error_refused),
    };
    Trouble { field, text: text.to_owned() }
}

/// Tells how many characters are too many. The character NUL, which no keyboard has, is only
/// pointed at.
fn too_long(field: &'static str, error: TextError, words: &'static Words) -> Trouble {
    let text = match error {
        TextError::TooLong(length) => {
            words.error_text_long.replace("{over}", &length.saturating_sub(TEXT_MAX).to_string())
        }
        TextError::Nul => words.error_contact.to_owned(),
    };
    Trouble { field, text }
}

#[cfg(test)]
mod tests {
    use domain::intake::place::{ADDRESS_MAX, PlaceError};
    use form::Language;

    use super::*;

    #[test]
    fn too_long_a_text_says_by_how_much_and_too_long_a_name_that_it_is_the_name() {
        for language in Language::ALL {
            let words = language.words(false);
            let invalid = |pointer: &str, reason: Reason| {
                mistake(&InputError { pointer: pointer.to_owned(), reason }, words)
            };
            let long = Reason::Text(TextError::TooLong(TEXT_MAX + 2_515));
            for (pointer, field) in [("/text", "text"), ("/suggestion", "suggestion")] {
                let trouble = invalid(pointer, long);
                assert_eq!(trouble.field, field);
                assert!(trouble.text.contains("2515"), "{}", trouble.text);
            }
            let name = invalid("/contact/name", Reason::Contact(ContactError::NameTooLong));
            assert_eq!((name.field, name.text.as_str()), ("name", words.error_name));
            assert!(name.text.contains("200"), "{}", name.text);
            let place = invalid("/place/address", Reason::Place(PlaceError::AddressTooLong));
            assert_eq!(place.field, "place");
            assert!(place.text.contains(&ADDRESS_MAX.to_string()), "{}", place.text);
        }
    }
}
