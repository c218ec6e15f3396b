//! Sender of a mail: a person, a program that something is taken from, or a machine that answers.
//!
//! RFC 3834 says who must not be answered; lists and bulk mail are older conventions.

use super::address::Own;

/// Facts about a mail that tell who sent it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// Sender of the envelope; empty for a delivery report.
    pub envelope_from: &'a str,
    /// Address in `From`.
    pub from: &'a str,
    /// Value of `Auto-Submitted`.
    pub auto_submitted: Option<&'a str>,
    /// Value of `Precedence`.
    pub precedence: Option<&'a str>,
    /// Presence of `List-Id`.
    pub has_list_id: bool,
    /// Presence of `X-Autoreply`, `X-Autorespond` or their like.
    pub is_marked_reply: bool,
    /// Content type `multipart/report`: a delivery report or a receipt of reading.
    pub is_report: bool,
}

/// Sender of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody who is answered.
    Person,
    /// Program or list: what it says is taken, and it is never answered.
    Program,
    /// Machine that answers mails: nobody says anything, and it is never answered.
    Machine,
}

/// Returns the sender of a mail.
pub fn sender(marks: &Marks<'_>, own: Own<'_>) -> Sender {
    let word = |value: Option<&str>| {
        let first = value.unwrap_or_default().split([';', ' ', '(']).next().unwrap_or_default();
        first.trim().to_ascii_lowercase()
    };
    let (auto, precedence) = (word(marks.auto_submitted), word(marks.precedence));
    let envelope = marks.envelope_from.trim().trim_matches(['<', '>']);
    let is_postmaster = [envelope, marks.from].iter().any(|address| {
        let name = address.split('@').next().unwrap_or_default();
        ["mailer-daemon", "postmaster"].iter().any(|machine| name.eq_ignore_ascii_case(machine))
    });
    if envelope.is_empty()
        || own.includes(envelope)
        || own.includes(marks.from)
        || is_postmaster
        || marks.is_report
        || marks.is_marked_reply
        || !matches!(&*auto, "" | "no" | "auto-generated")
        || precedence == "auto_reply"
    {
        return Sender::Machine;
    }
    let is_program = auto == "auto-generated"
        || matches!(&*precedence, "bulk" | "list" | "junk")
        || marks.has_list_id;
    if is_program { Sender::Program } else { Sender::Person }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Marks<'_> = Marks {
        envelope_from: "salma@example.org",
        from: "salma@example.org",
        auto_submitted: None,
        precedence: None,
        has_list_id: false,
        is_marked_reply: false,
        is_report: false,
    };

    #[test]
    fn only_people_are_answered() {
        use Sender::{Machine, Person, Program};
        let own = Own { domain: "in.voice.example", notices: Some("notices@voice.example") };
        for (marks, expected) in [
            (PERSON, Person),
            (Marks { auto_submitted: Some("no"), ..PERSON }, Person),
            (Marks { auto_submitted: Some(" No ; x=y"), ..PERSON }, Person),
            (Marks { precedence: Some("first-class"), ..PERSON }, Person),
            (Marks { auto_submitted: Some("auto-generated"), ..PERSON }, Program),
            (Marks { precedence: Some("Bulk"), ..PERSON }, Program),
            (Marks { precedence: Some("list"), ..PERSON }, Program),
            (Marks { precedence: Some("junk"), ..PERSON }, Program),
            (Marks { has_list_id: true, ..PERSON }, Program),
            (Marks { auto_submitted: Some("auto-replied (vacation)"), ..PERSON }, Machine),
            (Marks { auto_submitted: Some("auto-notified"), ..PERSON }, Machine),
            (Marks { precedence: Some("auto_reply"), ..PERSON }, Machine),
            (Marks { is_marked_reply: true, ..PERSON }, Machine),
            (Marks { is_report: true, ..PERSON }, Machine),
            (Marks { envelope_from: "", ..PERSON }, Machine),
            (Marks { envelope_from: "<>", ..PERSON }, Machine),
            (Marks { envelope_from: "MAILER-DAEMON@example.org", ..PERSON }, Machine),
            (Marks { from: "Notices@Voice.example", ..PERSON }, Machine),
            (Marks { envelope_from: "notices@voice.example", ..PERSON }, Machine),
            (Marks { from: "rta@in.voice.example", ..PERSON }, Machine),
        ] {
            assert_eq!(sender(&marks, own), expected, "{marks:?}");
        }
    }
}
