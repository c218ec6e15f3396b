//! Names of ways, states and causes of notices that went out, and of their kinds.

use domain::{
    delivery::{Cause, Way, state::State},
    notice::NoticeKind,
    wire::console::DeliveryState,
};

use super::{case, isolated, settings, words};

/// Returns the name of a way, as its recipient knows it.
pub(crate) fn way(way: Option<Way>) -> &'static str {
    match way {
        None | Some(Way::Webhook) => case().delivery_message,
        Some(Way::SendEmail | Way::Smtp | Way::Resend) => case().delivery_email,
        Some(Way::Twilio | Way::Unifonic) => words().channel_sms,
        Some(Way::WhatsApp) => words().channel_whatsapp,
        Some(Way::Instagram) => words().channel_instagram,
        Some(Way::X) => words().channel_x,
    }
}

/// Returns the name of a message's state.
pub(crate) fn delivery_state(state: State) -> &'static str {
    match state {
        State::Sending => case().delivery_sending,
        State::Waiting => case().delivery_waiting,
        State::Sent => case().delivery_sent,
        State::Deferred => case().delivery_deferred,
        State::Delivered => case().delivery_delivered,
        State::Read => case().delivery_read,
        State::Failed => case().delivery_failed,
        State::Bounced => case().delivery_bounced,
        State::Complained => case().delivery_complained,
        State::Withheld => case().delivery_withheld,
    }
}

/// Returns the state of a call to an entity's system, and what came back: status, reason or both.
pub(crate) fn call_state(
    state: DeliveryState,
    status: Option<u16>,
    reason: Option<String>,
) -> String {
    let name = match state {
        DeliveryState::Waiting => settings().webhook_waiting,
        DeliveryState::Delivered => settings().webhook_delivered,
        DeliveryState::Failed => settings().webhook_failed,
    };
    let status = status.map(|status| status.to_string());
    let answer: Vec<_> = status.into_iter().chain(reason).collect();
    if answer.is_empty() {
        return name.to_owned();
    }
    format!("{name} ({})", isolated(&answer.join(": ")))
}

/// Returns the reason why a message didn't arrive.
pub(crate) fn delivery_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoSuchAddress => case().cause_no_such_address,
        Cause::MailboxFull => case().cause_mailbox_full,
        Cause::Refused => case().cause_refused,
        Cause::Unreachable => case().cause_unreachable,
        Cause::Complained => case().cause_complained,
        Cause::Unsubscribed => case().cause_unsubscribed,
        Cause::Suppressed => case().cause_suppressed,
        Cause::Other => case().cause_other,
    }
}

/// Returns the name of a kind of notice; an empty text for a kind that this console doesn't know.
pub(crate) fn notice_kind(kind: &str) -> &'static str {
    match NoticeKind::named(kind) {
        None => "",
        Some(NoticeKind::Received) => case().told_received,
        Some(NoticeKind::Link) => case().told_link,
        Some(NoticeKind::Code) => case().told_code,
        Some(NoticeKind::Asked) => case().told_asked,
        Some(NoticeKind::Reminded) => case().told_reminded,
        Some(NoticeKind::Replied) => case().told_replied,
        Some(NoticeKind::Answered) => case().told_answered,
        Some(NoticeKind::Declined) => case().told_declined,
        Some(NoticeKind::Merged) => case().told_merged,
        Some(NoticeKind::Transferred) => case().told_transferred,
        Some(NoticeKind::Delayed) => case().told_delayed,
        Some(NoticeKind::Corrected) => case().told_corrected,
        Some(NoticeKind::FileRefused) => case().told_file_refused,
    }
}
