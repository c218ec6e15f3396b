//! Error names and events of a mail provider in the shape of Resend.

use serde::Deserialize;

use super::{
    Cause, Reaction,
    state::{Report, State},
};

/// Seconds to wait after too many requests.
const SLOWER: u32 = 30;

/// Seconds to wait once the quota of a day is used up.
const TOMORROW: u32 = 6 * 60 * 60;

/// Result of an answer other than success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An earlier attempt under the same key was accepted.
    TakenBefore,
    /// The attempt failed.
    Failed(Reaction),
}

/// Returns what an answer other than success means. `name` is the body's error name.
pub fn answer(status: u16, name: &str) -> Answer {
    Answer::Failed(match (status, name) {
        // The key is known with another body: the message went out, and our words changed since.
        (409, "invalid_idempotent_request") => return Answer::TakenBefore,
        (409, _) => Reaction::Slower(SLOWER),
        (_, "daily_quota_exceeded" | "monthly_quota_exceeded") => Reaction::Slower(TOMORROW),
        (429, _) => Reaction::Slower(SLOWER),
        (_, "validation_error" | "missing_required_field" | "invalid_parameter") => {
            Reaction::Never(Cause::Other)
        }
        _ => Reaction::Again,
    })
}

/// Event of the provider's webhook. Unknown members and types are no error: there will be more.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// Type, such as `email.bounced`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Data of the event.
    pub data: EventData,
}

/// Data of an event.
#[derive(Debug, Deserialize)]
pub struct EventData {
    /// The provider's id of the message.
    pub email_id: String,
    /// Data of a bounce.
    #[serde(default)]
    bounce: Option<Bounce>,
}

#[derive(Debug, Deserialize)]
struct Bounce {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default, rename = "subType")]
    sub_type: String,
}

impl Event {
    /// Returns what the event says of its message; `None` if that changes nothing.
    pub fn report(&self) -> Option<Report> {
        match self.kind.as_str() {
            "email.sent" => Some(Report::of(State::Sent)),
            "email.delivered" => Some(Report::of(State::Delivered)),
            "email.delivery_delayed" => Some(Report::of(State::Deferred)),
            "email.complained" => Some(Report::lost(State::Complained, Cause::Complained, true)),
            "email.bounced" => {
                let bounce = self.data.bounce.as_ref();
                let is_hard = bounce.is_none_or(|bounce| bounce.kind != "Transient");
                let is_full = bounce.is_some_and(|bounce| bounce.sub_type == "MailboxFull");
                let cause = if is_full { Cause::MailboxFull } else { Cause::NoSuchAddress };
                let cause = if is_hard || is_full { cause } else { Cause::Other };
                Some(Report::lost(State::Bounced, cause, is_hard && !is_full))
            }
            "email.suppressed" => Some(Report::lost(State::Failed, Cause::Suppressed, true)),
            "email.failed" => Some(Report::lost(State::Failed, Cause::Other, false)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Option<Report> {
        serde_json::from_str::<Event>(text).unwrap().report()
    }

    #[test]
    fn each_error_has_its_meaning() {
        assert_eq!(answer(409, "invalid_idempotent_request"), Answer::TakenBefore);
        let failed = |status, name| match answer(status, name) {
            Answer::Failed(reaction) => reaction,
            Answer::TakenBefore => panic!("{name}"),
        };
        assert_eq!(failed(409, "concurrent_idempotent_requests"), Reaction::Slower(SLOWER));
        assert_eq!(failed(429, "rate_limit_exceeded"), Reaction::Slower(SLOWER));
        assert_eq!(failed(429, "daily_quota_exceeded"), Reaction::Slower(TOMORROW));
        assert_eq!(failed(422, "validation_error"), Reaction::Never(Cause::Other));
        assert_eq!(failed(401, "missing_api_key"), Reaction::Again);
        assert_eq!(failed(500, ""), Reaction::Again);
    }

    #[test]
    fn an_event_is_read_with_members_of_the_future() {
        let bounced = report(
            r#"{"type":"email.bounced","created_at":"2026-11-22T23:41:12Z","data":{"email_id":"e1",
                "to":["a@b.example"],"bounce":{"message":"…","type":"Permanent","subType":"General"},
                "future":1}}"#,
        );
        assert_eq!(bounced, Some(Report::lost(State::Bounced, Cause::NoSuchAddress, true)));
        let soft = report(
            r#"{"type":"email.bounced","data":{"email_id":"e1","bounce":{"type":"Transient","subType":"MailboxFull"}}}"#,
        );
        assert_eq!(soft, Some(Report::lost(State::Bounced, Cause::MailboxFull, false)));
        assert_eq!(report(r#"{"type":"email.opened","data":{"email_id":"e1"}}"#), None);
    }
}
