//! Names of ways, states and causes of notices that went out, and of their kinds.

use domain::{
    delivery::{Cause, Way, state::State},
    notice::NoticeKind,
};

use super::words;

/// Returns the name of a way, as its recipient knows it.
pub(crate) fn way(way: Option<Way>) -> &'static str {
    match way {
        None => words().delivery_none,
        Some(Way::Webhook) => words().delivery_webhook,
        Some(Way::SendEmail | Way::Smtp | Way::Resend) => words().delivery_email,
        Some(Way::Twilio | Way::Unifonic) => words().delivery_text,
        Some(Way::WhatsApp) => words().delivery_whatsapp,
        Some(Way::Instagram) => words().delivery_instagram,
        Some(Way::X) => words().delivery_x,
    }
}

/// Returns the name of a message's state.
pub(crate) fn delivery_state(state: State) -> &'static str {
    match state {
        State::Sending => words().delivery_sending,
        State::Waiting => words().delivery_waiting,
        State::Sent => words().delivery_sent,
        State::Deferred => words().delivery_deferred,
        State::Delivered => words().delivery_delivered,
        State::Failed => words().delivery_failed,
        State::Bounced => words().delivery_bounced,
        State::Complained => words().delivery_complained,
        State::Withheld => words().delivery_withheld,
    }
}

/// Returns the reason why a message didn't arrive.
pub(crate) fn delivery_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoSuchAddress => words().cause_no_such_address,
        Cause::MailboxFull => words().cause_mailbox_full,
        Cause::Refused => words().cause_refused,
        Cause::Unreachable => words().cause_unreachable,
        Cause::Complained => words().cause_complained,
        Cause::Unsubscribed => words().cause_unsubscribed,
        Cause::Suppressed => words().cause_suppressed,
        Cause::Other => words().cause_other,
    }
}

/// Returns the name of a kind of notice; an empty text for a kind that this console doesn't know.
pub(crate) fn notice_kind(kind: &str) -> &'static str {
    match NoticeKind::named(kind) {
        None => "",
        Some(NoticeKind::Received) => words().told_received,
        Some(NoticeKind::Link) => words().told_link,
        Some(NoticeKind::Code) => words().told_code,
        Some(NoticeKind::Asked) => words().told_asked,
        Some(NoticeKind::Reminded) => words().told_reminded,
        Some(NoticeKind::Replied) => words().told_replied,
        Some(NoticeKind::Answered) => words().told_answered,
        Some(NoticeKind::Declined) => words().told_declined,
        Some(NoticeKind::Merged) => words().told_merged,
        Some(NoticeKind::Transferred) => words().told_transferred,
        Some(NoticeKind::Delayed) => words().told_delayed,
        Some(NoticeKind::Corrected) => words().told_corrected,
        Some(NoticeKind::FileRefused) => words().told_file_refused,
    }
}
