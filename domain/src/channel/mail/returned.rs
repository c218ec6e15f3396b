//! Delivery reports that come as mails (RFC 3464), about messages that a server had taken.

use crate::delivery::{
    Cause, Reaction,
    smtp::Reply,
    state::{Report, State},
};

/// Parses the part `message/delivery-status` of a report on one recipient; `None` if it tells of
/// nothing that changes.
pub fn report(status: &str) -> Option<Report> {
    let field = |name: &str| {
        let mut fields = status.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = fields.find(|(field, _)| field.trim().eq_ignore_ascii_case(name))?;
        value.split(['(', ';', ' ']).find(|word| !word.is_empty())
    };
    match &*field("Action")?.trim().to_ascii_lowercase() {
        "failed" => Some(lost(field("Status").unwrap_or_default().trim())),
        "delayed" => Some(Report::of(State::Deferred)),
        "delivered" => Some(Report::of(State::Delivered)),
        _ => None,
    }
}

/// Returns the report of a message that came back with this enhanced status code. A server that
/// gave up after failures of its own says nothing about the address.
fn lost(code: &str) -> Report {
    let reply = Reply { code: 554, lines: vec![code.to_owned()] };
    let (cause, suppresses) = match reply.reaction() {
        Reaction::Suppress(cause) => (cause, true),
        Reaction::Never(cause) if code.starts_with('5') => (cause, false),
        _ => (Cause::Other, false),
    };
    Report::lost(State::Bounced, cause, suppresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(action: &str, code: &str) -> Option<Report> {
        report(&format!(
            "Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; salma@example.org\r\n\
             Action: {action}\r\nStatus: {code}\r\nDiagnostic-Code: smtp; 550 5.2.2 full\r\n"
        ))
    }

    #[test]
    fn a_message_that_came_back_has_the_cause_of_its_code() {
        let bounced = |cause, suppresses| Some(Report::lost(State::Bounced, cause, suppresses));
        for (code, cause, suppresses) in [
            ("5.1.1", Cause::NoSuchAddress, true),
            ("5.1.1 (bad destination mailbox)", Cause::NoSuchAddress, true),
            ("5.2.2", Cause::MailboxFull, false),
            ("5.7.1", Cause::Refused, false),
            ("4.4.7", Cause::Other, false),
            ("", Cause::Other, false),
        ] {
            assert_eq!(of("failed", code), bounced(cause, suppresses), "{code}");
        }
        assert_eq!(of("FAILED ", "5.1.1"), bounced(Cause::NoSuchAddress, true));
    }

    #[test]
    fn a_delay_is_no_end_and_other_words_are_no_report() {
        assert_eq!(of("delayed", "4.4.1"), Some(Report::of(State::Deferred)));
        assert_eq!(of("delivered", "2.0.0"), Some(Report::of(State::Delivered)));
        assert_eq!(of("relayed", "2.0.0"), None);
        assert_eq!(report("I am away until Sunday: write to Omar."), None);
    }
}
