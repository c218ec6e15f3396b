//! Codes and reports of Unifonic's gateway of text messages.

use super::{
    Cause, Reaction,
    state::{Report, State},
};

/// Seconds to wait after too many requests.
const SLOWER: u32 = 30;

/// Returns the reaction to an answer other than success. `code` is `errorCode` of its body, with or
/// without `ER-`. The gateway says most errors with the status 200.
pub fn reaction(status: u16, code: &str) -> Reaction {
    match code.strip_prefix("ER-").unwrap_or(code) {
        "16" | "17" | "482" | "489" => Reaction::Suppress(Cause::NoSuchAddress),
        "12" | "13" | "15" => Reaction::Never(Cause::Other),
        "486" | "487" | "488" => Reaction::Never(Cause::Refused),
        _ if status == 429 => Reaction::Slower(SLOWER),
        // Credentials, credit, sender, and all that an operator mends.
        _ => Reaction::Again,
    }
}

/// Returns what a delivery report says (`DLR`, or `status` in its newer form); `None` for a status
/// that changes nothing.
pub fn report(status: &str) -> Option<Report> {
    match status.to_ascii_lowercase().as_str() {
        "sent" => Some(Report::of(State::Sent)),
        "delivered" => Some(Report::of(State::Delivered)),
        "undeliverable" | "undelivered" | "expired" => {
            Some(Report::lost(State::Failed, Cause::Unreachable, false))
        }
        "rejected" | "blocked" => Some(Report::lost(State::Failed, Cause::Refused, false)),
        "failed" => Some(Report::lost(State::Failed, Cause::Other, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_reaction() {
        assert_eq!(reaction(200, "ER-482"), Reaction::Suppress(Cause::NoSuchAddress));
        assert_eq!(reaction(200, "482"), Reaction::Suppress(Cause::NoSuchAddress));
        assert_eq!(reaction(200, "ER-488"), Reaction::Never(Cause::Refused));
        assert_eq!(reaction(429, ""), Reaction::Slower(SLOWER));
        assert_eq!(reaction(200, "ER-01"), Reaction::Again);
        assert_eq!(reaction(500, ""), Reaction::Again);
    }

    #[test]
    fn a_report_is_read_in_any_case() {
        assert_eq!(report("Delivered"), Some(Report::of(State::Delivered)));
        let lost = Report::lost(State::Failed, Cause::Unreachable, false);
        assert_eq!(report("Undeliverable"), Some(lost));
        assert_eq!(report("queued"), None);
    }
}
