//! JSON body of a submission, written without the page's `JSON`: old libraries replace it, or give
//! arrays and objects a `toJSON`. A general serializer would be a tenth of the widget.

use domain::{
    intake::kind::Mood,
    wire::{Contact, Submission},
};

/// Member that comes last, so that the outbox can replace its value.
const ATTACHMENTS: &str = ",\"attachments\":[";

/// Writes a submission. Members without a value are left out.
pub(crate) fn body(submission: &Submission) -> String {
    let mut json = String::from("{");
    member(&mut json, "kind", Some(submission.kind.as_str()));
    member(&mut json, "entity", Some(&submission.entity));
    member(&mut json, "service", submission.service.as_deref());
    member(&mut json, "text", Some(&submission.text));
    member(&mut json, "suggestion", submission.suggestion.as_deref());
    member(&mut json, "language", Some(&submission.language));
    member(&mut json, "mood", submission.mood.map(Mood::as_str));
    member(&mut json, "page", submission.page.as_deref());
    if let Some(Contact { name, email, phone }) = &submission.contact {
        json.push_str(",\"contact\":{");
        member(&mut json, "name", name.as_deref());
        member(&mut json, "email", email.as_deref());
        member(&mut json, "phone", phone.as_deref());
        json.push('}');
    }
    if let Some(elapsed) = submission.elapsed_ms {
        json.push_str(",\"elapsed_ms\":");
        json.push_str(&elapsed.to_string());
    }
    json.push_str(ATTACHMENTS);
    with_attachments(&json, &submission.attachments)
}

/// Appends a member to an object, if it has a value.
fn member(json: &mut String, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    if !json.ends_with('{') {
        json.push(',');
    }
    push(json, name);
    json.push(':');
    push(json, value);
}

/// Returns a body with these attachments in the place of its own.
pub(crate) fn with_attachments(body: &str, ids: &[String]) -> String {
    let end = body.rfind(ATTACHMENTS).map_or(body.len(), |start| start + ATTACHMENTS.len());
    let mut json = body[..end].to_owned();
    for (place, id) in ids.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        push(&mut json, id);
    }
    json.push_str("]}");
    json
}

/// Appends a string literal (RFC 8259, section 7).
fn push(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.push('\\'),
            '\0'..='\x1f' => {
                json.push_str("\\u00");
                json.push(if letter < '\x10' { '0' } else { '1' });
                json.push(char::from_digit(letter as u32 % 16, 16).unwrap_or('0'));
                continue;
            }
            _ => {}
        }
        json.push(letter);
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use domain::intake::kind::Kind;

    use super::*;

    fn submission() -> Submission {
        Submission {
            kind: Kind::Complaint,
            entity: "rta".into(),
            service: None,
            text: "\"Karte\" \\ weg\n\u{1}\u{1f}\t ناس 🎈\u{2028}</script>".into(),
            suggestion: Some("…,\"attachments\":[…".into()),
            attachments: vec!["a1".into(), "b2".into()],
            contact: None,
            language: "ar".into(),
            mood: Some(Mood::Unhappy),
            page: Some("https://www.example.org/?a=\"b\"".into()),
            elapsed_ms: Some(51_000),
        }
    }

    fn read(json: &str) -> Submission {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(read(&body(&submission())), submission());
        let contact = Some(Contact {
            name: None,
            email: Some("s@example.org".into()),
            phone: Some("1".into()),
        });
        let with_contact = Submission { contact, attachments: Vec::new(), ..submission() };
        assert_eq!(read(&body(&with_contact)), with_contact);
    }

    #[test]
    fn attachments_are_replaced_and_nothing_else() {
        let written = body(&submission());
        let others = ["c3".to_owned()];
        let replaced = with_attachments(&written, &others);
        assert_eq!(read(&replaced), Submission { attachments: others.to_vec(), ..submission() });
        assert_eq!(with_attachments(&replaced, &submission().attachments), written);
    }
}
