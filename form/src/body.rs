//! JSON body of a submission, written without the page's `JSON`: old libraries replace it, or give
//! arrays and objects a `toJSON`. A general serializer would be a tenth of the widget.

use domain::{
    intake::kind::Mood,
    wire::{Contact, Place, Submission},
};

/// Body of a submission.
#[derive(Clone, PartialEq)]
pub(crate) struct Body {
    /// All members but the attachments, without the closing brace.
    pub(crate) head: String,
    /// Ids of the attachments.
    pub(crate) attachments: Vec<String>,
}

impl Body {
    /// Writes a submission. Members without a value are left out.
    pub(crate) fn of(submission: Submission) -> Self {
        let mut head = String::from("{");
        member(&mut head, "kind", Some(submission.kind.as_str()));
        member(&mut head, "entity", Some(&submission.entity));
        member(&mut head, "service", submission.service.as_deref());
        member(&mut head, "text", Some(&submission.text));
        member(&mut head, "suggestion", submission.suggestion.as_deref());
        member(&mut head, "language", Some(&submission.language));
        member(&mut head, "mood", submission.mood.map(Mood::as_str));
        member(&mut head, "page", submission.page.as_deref());
        if let Some(Contact { name, email, phone }) = &submission.contact {
            head.push_str(",\"contact\":{");
            member(&mut head, "name", name.as_deref());
            member(&mut head, "email", email.as_deref());
            member(&mut head, "phone", phone.as_deref());
            head.push('}');
        }
        // A place is typed: its coordinates stand in the address, if anywhere.
        if let Some(Place { address, .. }) = &submission.place {
            head.push_str(",\"place\":{");
            member(&mut head, "address", address.as_deref());
            head.push('}');
        }
        if let Some(elapsed) = submission.elapsed_ms {
            head.push_str(",\"elapsed_ms\":");
            head.push_str(&elapsed.to_string());
        }
        if submission.test {
            head.push_str(",\"test\":true");
        }
        Self { head, attachments: submission.attachments }
    }

    /// Returns the whole body.
    pub(crate) fn json(&self) -> String {
        let mut json = [&self.head, ",\"attachments\":["].concat();
        for (place, id) in self.attachments.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            push(&mut json, id);
        }
        json.push_str("]}");
        json
    }
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
            place: None,
            language: "ar".into(),
            mood: Some(Mood::Unhappy),
            page: Some("https://www.example.org/?a=\"b\"".into()),
            elapsed_ms: Some(51_000),
            test: false,
        }
    }

    fn read(json: &str) -> Submission {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(read(&Body::of(submission()).json()), submission());
        let contact = Some(Contact {
            name: None,
            email: Some("s@example.org".into()),
            phone: Some("1".into()),
        });
        let place = Some(Place { address: Some("Gate \"4\"".into()), ..Place::default() });
        let with_contact =
            Submission { contact, place, attachments: Vec::new(), test: true, ..submission() };
        assert_eq!(read(&Body::of(with_contact.clone()).json()), with_contact);
    }

    #[test]
    fn attachments_are_replaced_and_nothing_else() {
        let attachments = vec!["c3".to_owned()];
        let body = Body { attachments: attachments.clone(), ..Body::of(submission()) };
        assert_eq!(read(&body.json()), Submission { attachments, ..submission() });
    }
}
