//! Codes and reports of Twilio's gateway of text messages.

use super::{
    Cause, Reaction,
    state::{Report, State},
};

/// Seconds to wait after too many requests.
const SLOWER: u32 = 30;

/// Returns the reaction to an answer other than success. `code` is the body's error code, if it has
/// one.
pub const fn reaction(status: u16, code: Option<u32>) -> Reaction {
    match code {
        // No number, not a mobile phone's, or none that can get text messages.
        Some(21211 | 21214 | 21217 | 21614) => Reaction::Suppress(Cause::NoSuchAddress),
        // The owner answered "STOP".
        Some(21610) => Reaction::Suppress(Cause::Unsubscribed),
        // No route to it, or its country isn't permitted.
        Some(21408 | 21612) => Reaction::Never(Cause::Refused),
        // Our text: empty, too long, or with what the operator forbids.
        Some(21602 | 21617 | 21618 | 21619) => Reaction::Never(Cause::Other),
        // Queue overflow, concurrency, too many requests.
        Some(14107 | 20429 | 21611) => Reaction::Slower(SLOWER),
        _ if status == 429 => Reaction::Slower(SLOWER),
        // Credentials, sender, and all that an operator mends.
        _ => Reaction::Again,
    }
}

/// Returns what a status callback says; `None` for a status that changes nothing.
pub fn report(status: &str, code: Option<u32>) -> Option<Report> {
    match status {
        "sent" => Some(Report::of(State::Sent)),
        "delivered" | "read" => Some(Report::of(State::Delivered)),
        "undelivered" | "failed" => {
            let (cause, suppresses) = cause(code);
            Some(Report::lost(State::Failed, cause, suppresses))
        }
        // `accepted`, `scheduled`, `queued`, `sending`, and those that this program doesn't know.
        _ => None,
    }
}

/// Returns the cause of an error code of a callback, and whether the number is of no use any more.
const fn cause(code: Option<u32>) -> (Cause, bool) {
    match code {
        Some(21610) => (Cause::Unsubscribed, true),
        Some(30003) => (Cause::Unreachable, false),
        Some(30004 | 30007) => (Cause::Refused, false),
        Some(30005 | 30006 | 21211 | 21614) => (Cause::NoSuchAddress, true),
        _ => (Cause::Other, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_reaction() {
        assert_eq!(reaction(400, Some(21211)), Reaction::Suppress(Cause::NoSuchAddress));
        assert_eq!(reaction(400, Some(21610)), Reaction::Suppress(Cause::Unsubscribed));
        assert_eq!(reaction(400, Some(21408)), Reaction::Never(Cause::Refused));
        assert_eq!(reaction(429, None), Reaction::Slower(SLOWER));
        assert_eq!(reaction(429, Some(20429)), Reaction::Slower(SLOWER));
        for (status, code) in [(401, Some(20003)), (500, None), (503, None), (400, Some(21606))] {
            assert_eq!(reaction(status, code), Reaction::Again, "{status} {code:?}");
        }
    }

    #[test]
    fn a_callback_is_read() {
        assert_eq!(report("delivered", None), Some(Report::of(State::Delivered)));
        assert_eq!(report("queued", None), None);
        assert_eq!(report("future", None), None);
        let gone = Report::lost(State::Failed, Cause::NoSuchAddress, true);
        assert_eq!(report("undelivered", Some(30005)), Some(gone));
        let off = Report::lost(State::Failed, Cause::Unreachable, false);
        assert_eq!(report("undelivered", Some(30003)), Some(off));
    }
}
