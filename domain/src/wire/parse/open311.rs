//! Requests and updates of Open311, as the calls of our own contract that they stand for.

use crate::{
    intake::kind::Kind,
    language::Language,
    open311::{Fault, KIND, Parameters},
    slug::Slug,
    wire::{Contact, NewMessage, Place, Reopening, Submission},
};

impl Submission {
    /// Makes a submission of a request's parameters. `attachments` are its files, which came with
    /// it. Addresses of files elsewhere become lines of the text: nothing is fetched from them.
    ///
    /// # Errors
    ///
    /// When a parameter that only Open311 has can't be read. All others are checked as those of
    /// any submission.
    pub fn of_open311(
        sent: &Parameters,
        entity: &Slug,
        attachments: Vec<String>,
    ) -> Result<Self, Fault> {
        let service = sent.get("service_code").ok_or(Fault::NoService)?;
        let kind = match sent.attribute(KIND) {
            Some(name) => Kind::parse(name).ok_or(Fault::Kind)?,
            None => Kind::Complaint,
        };
        let written = sent.get("description").unwrap_or_default();
        let text = with_links(written, sent)?;
        let language = Language::detect(written).unwrap_or(Language::English);
        Ok(Self {
            kind,
            entity: entity.to_string(),
            service: Some(service.to_owned()),
            text,
            suggestion: None,
            attachments,
            contact: contact(sent),
            place: place(sent)?,
            language: language.tag().to_owned(),
            mood: None,
            page: None,
            elapsed_ms: None,
            test: false,
        })
    }
}

impl NewMessage {
    /// Makes a message of an update's parameters. `attachments` are its files, which came with it.
    ///
    /// # Errors
    ///
    /// When the address of a file isn't one of the web.
    pub fn of_open311(sent: &Parameters, attachments: Vec<String>) -> Result<Self, Fault> {
        let text = with_links(sent.get("description").unwrap_or_default(), sent)?;
        Ok(Self { text, attachments })
    }
}

impl Reopening {
    /// Makes a reopening of an update's message, whose text is its reason.
    ///
    /// # Errors
    ///
    /// When the message has files.
    pub fn of_open311(message: NewMessage) -> Result<Self, Fault> {
        if !message.attachments.is_empty() {
            return Err(Fault::Files);
        }
        Ok(Self { reason: message.text })
    }
}

/// Returns a text with the addresses of files below it.
fn with_links(text: &str, sent: &Parameters) -> Result<String, Fault> {
    let mut lines = vec![text];
    for url in sent.all("media_url") {
        let is_link = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
        if !is_link || url.contains(char::is_whitespace) {
            return Err(Fault::MediaUrl);
        }
        lines.push(url);
    }
    Ok(lines.join("\n").trim().to_owned())
}

fn contact(sent: &Parameters) -> Option<Contact> {
    let names = [sent.get("first_name"), sent.get("last_name")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let contact = Contact {
        name: Some(name).filter(|name| !name.is_empty()),
        email: sent.get("email").map(str::to_owned),
        phone: sent.get("phone").map(str::to_owned),
    };
    Some(contact).filter(|contact| *contact != Contact::default())
}

fn place(sent: &Parameters) -> Result<Option<Place>, Fault> {
    let degrees = |name: &'static str| {
        let number =
            sent.get(name).map(|text| text.parse::<f64>().map_err(|_| Fault::Degrees(name)));
        number.transpose()
    };
    let place = Place {
        latitude: degrees("lat")?,
        longitude: degrees("long")?,
        address: sent.get("address_string").map(str::to_owned),
    };
    let is_nowhere = place == Place::default();
    if is_nowhere && sent.get("address_id").is_some() {
        return Err(Fault::AddressId);
    }
    Ok(Some(place).filter(|_| !is_nowhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission(pairs: &[(&str, &str)]) -> Result<Submission, Fault> {
        let all = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Submission::of_open311(&all.collect(), &Slug::parse("rta").unwrap(), Vec::new())
    }

    #[test]
    fn a_request_becomes_a_complaint_with_place_and_contact() {
        let sent = submission(&[
            ("service_code", "parking"),
            ("description", "الجهاز لا يعمل"),
            ("lat", "25.1972"),
            ("long", "55.27438"),
            ("address_string", "Gate 4"),
            ("first_name", "Salma"),
            ("last_name", "Ali"),
            ("email", "salma@example.org"),
            ("phone", ""),
            ("media_url", "https://city.example/1.jpg"),
        ]);
        let sent = sent.unwrap();
        assert_eq!((sent.kind, sent.language.as_str()), (Kind::Complaint, "ar"));
        assert_eq!(sent.text, "الجهاز لا يعمل\nhttps://city.example/1.jpg");
        let contact = sent.contact.clone().unwrap();
        assert_eq!((contact.name.as_deref(), contact.phone), (Some("Salma Ali"), None));
        assert_eq!(sent.place.clone().unwrap().latitude, Some(25.1972));
        assert!(sent.parse().is_ok());
    }

    #[test]
    fn an_attribute_names_another_kind() {
        let of = |kind| submission(&[("service_code", "parking"), ("attribute[kind]", kind)]);
        assert_eq!(of("observation").unwrap().kind, Kind::Observation);
        assert_eq!(of("").unwrap().kind, Kind::Complaint);
        assert_eq!(of("praise"), Err(Fault::Kind));
    }

    #[test]
    fn a_message_takes_the_files_of_an_update_and_a_reopening_refuses_them() {
        let update = |files: &[&str]| {
            let sent = [("description".to_owned(), "It is dark again.".to_owned())];
            let files = files.iter().map(|&id| id.to_owned()).collect();
            NewMessage::of_open311(&sent.into_iter().collect(), files).unwrap()
        };
        assert_eq!(update(&["a"]).attachments, ["a"]);
        assert_eq!(Reopening::of_open311(update(&["a"])).err(), Some(Fault::Files));
        assert_eq!(Reopening::of_open311(update(&[])).unwrap().reason, "It is dark again.");
    }

    #[test]
    fn parameters_of_the_standard_are_refused_by_their_names() {
        for (name, value, fault) in [
            ("lat", "north", Fault::Degrees("lat")),
            ("address_id", "7", Fault::AddressId),
            ("media_url", "file:///etc/passwd", Fault::MediaUrl),
            ("media_url", "javascript:alert(1)", Fault::MediaUrl),
        ] {
            assert_eq!(submission(&[("service_code", "parking"), (name, value)]), Err(fault));
        }
        assert_eq!(submission(&[]), Err(Fault::NoService));
    }
}
