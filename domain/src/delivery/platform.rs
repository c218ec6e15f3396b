//! Error codes of the platform's `send_email` binding, and its events, which come by a queue.

use serde::Deserialize;

use super::{
    Cause, Reaction,
    state::{Report, State},
};

/// Seconds to wait after too many requests.
const SLOWER: u32 = 60;

/// Seconds to wait once the limit of a day is reached.
const TOMORROW: u32 = 6 * 60 * 60;

/// Returns the reaction to an error of the binding.
pub fn reaction(code: &str) -> Reaction {
    match code {
        "E_RATE_LIMIT_EXCEEDED" => Reaction::Slower(SLOWER),
        "E_DAILY_LIMIT_EXCEEDED" => Reaction::Slower(TOMORROW),
        "E_RECIPIENT_SUPPRESSED" => Reaction::Suppress(Cause::Suppressed),
        "E_VALIDATION_ERROR" | "E_CONTENT_TOO_LARGE" => Reaction::Never(Cause::Other),
        "E_RECIPIENT_NOT_ALLOWED" => Reaction::Never(Cause::Refused),
        // `E_INTERNAL_SERVER_ERROR`, a sender that isn't verified, and those of the future.
        _ => Reaction::Again,
    }
}

/// Event of the platform about one message.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// Type, such as `cf.email.sending.message.bounced`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Data of the event.
    pub payload: Payload,
}

/// Data of an event.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// Id of the message, which the binding returned.
    pub message_id: String,
    /// Data of a bounce.
    #[serde(default)]
    bounce: Option<Bounce>,
}

#[derive(Debug, Deserialize)]
struct Bounce {
    #[serde(default, rename = "type")]
    kind: String,
}

impl Event {
    /// Returns what the event says of its message; `None` if that changes nothing.
    pub fn report(&self) -> Option<Report> {
        match self.kind.strip_prefix("cf.email.sending.message.")? {
            "delivered" => Some(Report::of(State::Delivered)),
            "deferred" => Some(Report::of(State::Deferred)),
            "bounced" => {
                let is_hard = self.payload.bounce.as_ref().is_some_and(|it| it.kind == "hard");
                let cause = if is_hard { Cause::NoSuchAddress } else { Cause::Unreachable };
                Some(Report::lost(State::Bounced, cause, is_hard))
            }
            "complained" => Some(Report::lost(State::Complained, Cause::Complained, true)),
            "rejected" => Some(Report::lost(State::Failed, Cause::Refused, false)),
            "failed" => Some(Report::lost(State::Failed, Cause::Other, false)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(kind: &str, bounce: &str) -> Option<Report> {
        let text = format!(
            r#"{{"type":"cf.email.sending.message.{kind}","source":{{"type":"email.sending"}},
                "payload":{{"eventId":"1","messageId":"m1","recipient":"a@b.example"{bounce}}},
                "metadata":{{}}}}"#
        );
        serde_json::from_str::<Event>(&text).unwrap().report()
    }

    #[test]
    fn each_error_has_its_reaction() {
        assert_eq!(reaction("E_RATE_LIMIT_EXCEEDED"), Reaction::Slower(SLOWER));
        assert_eq!(reaction("E_DAILY_LIMIT_EXCEEDED"), Reaction::Slower(TOMORROW));
        assert_eq!(reaction("E_INTERNAL_SERVER_ERROR"), Reaction::Again);
        assert_eq!(reaction("E_RECIPIENT_SUPPRESSED"), Reaction::Suppress(Cause::Suppressed));
        assert_eq!(reaction("E_VALIDATION_ERROR"), Reaction::Never(Cause::Other));
    }

    #[test]
    fn a_hard_bounce_suppresses_and_a_soft_one_does_not() {
        let hard = report("bounced", r#","bounce":{"type":"hard"}"#);
        assert_eq!(hard, Some(Report::lost(State::Bounced, Cause::NoSuchAddress, true)));
        let soft = report("bounced", r#","bounce":{"type":"soft"}"#);
        assert_eq!(soft, Some(Report::lost(State::Bounced, Cause::Unreachable, false)));
        let complained = Report::lost(State::Complained, Cause::Complained, true);
        assert_eq!(report("complained", ""), Some(complained));
        assert_eq!(report("delivered", ""), Some(Report::of(State::Delivered)));
        assert_eq!(report("future", ""), None);
    }
}
