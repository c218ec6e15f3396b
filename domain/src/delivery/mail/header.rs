//! Values of header fields: mailboxes, and text as encoded words (RFC 2047).

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::intake::contact;

/// Longest line of a header, without its end (RFC 5322, section 2.1.1).
const LINE: usize = 76;

/// Bytes of text in an encoded word: 75 characters less `=?utf-8?B?` and `?=`, as base64.
const WORD_BYTES: usize = 45;

/// Address of an e-mail, with a name or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Name to show.
    pub name: Option<String>,
    /// Address.
    pub address: String,
}

impl Mailbox {
    /// Parses `name@example.org` or `Name <name@example.org>`; `None` if the address is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        let address = contact::email::email(address).ok()?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Some(Self { name, address })
    }

    /// Returns the part after the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }

    /// Returns the value for `From` or `To`.
    pub fn header(&self) -> String {
        let address = plain(&self.address);
        let Some(name) = &self.name else { return address };
        let is_atom = |letter: char| {
            letter.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(letter)
        };
        let name =
            if name.chars().all(is_atom) { plain(name) } else { encoded(name, "From: ".len()) };
        [&name, " <", &address, ">"].concat()
    }

    /// Returns name and address as a provider's JSON takes them.
    pub fn written(&self) -> String {
        match &self.name {
            Some(name) => [&plain(name), " <", &self.address, ">"].concat(),
            None => self.address.clone(),
        }
    }
}

/// Returns a text as one line, so that nothing in it begins a field of its own.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// Returns the value of a field of free text, folded into lines.
pub(super) fn unstructured(field: &str, text: &str) -> String {
    let text: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !text.contains("=?")
        && text.trim() == text
        && field.len() + 2 + text.len() <= LINE;
    if is_plain { text } else { encoded(&text, field.len() + 2) }
}

/// Returns a text as encoded words, each on a line of its own after the first. No character is cut.
fn encoded(text: &str, indent: usize) -> String {
    let mut words = Vec::new();
    let (mut start, mut room) = (0, WORD_BYTES.saturating_sub(indent));
    for (at, letter) in text.char_indices() {
        if at + letter.len_utf8() - start > room {
            words.push(&text[start..at]);
            (start, room) = (at, WORD_BYTES);
        }
    }
    words.push(&text[start..]);
    let words: Vec<_> =
        words.iter().map(|word| ["=?utf-8?B?", &STANDARD.encode(word), "?="].concat()).collect();
    words.join("\r\n ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes encoded words, as a reader of mail does.
    fn decoded(value: &str) -> String {
        let words = value.split("\r\n ").map(|word| {
            let inner = word.strip_prefix("=?utf-8?B?").unwrap().strip_suffix("?=").unwrap();
            STANDARD.decode(inner).unwrap()
        });
        words.map(|bytes| String::from_utf8(bytes).unwrap()).collect()
    }

    #[test]
    fn plain_words_stay_and_others_are_encoded_without_cutting_a_character() {
        assert_eq!(unstructured("Subject", "A new link"), "A new link");
        for subject in [
            "هيئة الطرق والمواصلات أجابت عن شكواك التي وصلتنا أمس في دبي",
            "😀 ".repeat(30).trim(),
            "=?x",
        ] {
            let value = unstructured("Subject", subject);
            assert_eq!(decoded(&value), subject);
            let lines = ["Subject: ", &value].concat();
            assert!(lines.split("\r\n").all(|line| line.len() <= LINE), "{lines}");
        }
    }

    #[test]
    fn a_mailbox_is_read_and_written() {
        let plain = Mailbox::parse("notices@voice.example").unwrap();
        assert_eq!((plain.name.as_deref(), plain.domain()), (None, "voice.example"));
        let named = Mailbox::parse("Sawtak Dubai <notices@voice.example>").unwrap();
        assert_eq!(named.header(), "Sawtak Dubai <notices@voice.example>");
        let quoted = Mailbox::parse("\"Sawtak, Dubai\" <notices@voice.example>").unwrap();
        assert_eq!(quoted.header(), "=?utf-8?B?U2F3dGFrLCBEdWJhaQ==?= <notices@voice.example>");
        assert_eq!(Mailbox::parse("Sawtak"), None);
        assert_eq!(Mailbox::parse("a@b.example\r\nBcc: c@d.example"), None);
    }
}
