//! Labels and descriptions of actions.

use domain::case::{action::Action, life_cycle::Verb};

use super::words;

/// Returns a button's label; an empty text for verbs that only customers and timers use.
pub(crate) fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Take => words().do_take,
        Verb::Assign => words().do_assign,
        Verb::Prioritise => words().do_prioritise,
        Verb::RequestDelay => words().do_request_delay,
        Verb::RefuseDelay => words().do_refuse_delay,
        Verb::Extend => words().do_extend,
        Verb::Reply => words().do_reply,
        Verb::Ask => words().do_ask,
        Verb::Note => words().do_note,
        Verb::Transfer => words().do_transfer,
        Verb::Classify => words().do_classify,
        Verb::Accept => words().do_accept,
        Verb::Return => words().do_return,
        Verb::Invite => words().do_invite,
        Verb::Merge => words().do_merge,
        Verb::Part => words().do_part,
        Verb::Decline => words().do_decline,
        Verb::Answer => words().do_answer,
        Verb::Judge => words().do_judge,
        Verb::Decide => words().do_decide,
        Verb::Plan => words().do_plan,
        Verb::Implement => words().do_implement,
        Verb::Act => words().do_act,
        Verb::Complete => words().do_complete,
        Verb::Check => words().do_check,
        Verb::Propose => words().do_propose,
        Verb::Publish => words().do_publish,
        Verb::Close => words().do_close,
        Verb::Undo => words().do_undo,
        Verb::Receive
        | Verb::Relay
        | Verb::Write
        | Verb::Rate
        | Verb::Reopen
        | Verb::Withdraw
        | Verb::CorrectContact
        | Verb::Escalate
        | Verb::Remind
        | Verb::Lapse
        | Verb::Retract
        | Verb::Erase => "",
    }
}

/// Describes an action in the past tense, for a history.
pub(crate) fn done(action: &Action) -> &'static str {
    match action {
        Action::Receive { .. } => words().done_receive,
        Action::Classify { .. } => words().done_classify,
        Action::Take => words().done_take,
        Action::Assign { .. } => words().done_assign,
        Action::Prioritise { .. } => words().done_prioritise,
        Action::RequestDelay => words().done_request_delay,
        Action::RefuseDelay => words().done_refuse_delay,
        Action::Extend { .. } => words().done_extend,
        Action::Reply => words().done_reply,
        Action::Ask => words().done_ask,
        Action::Write => words().done_write,
        Action::Note => words().done_note,
        Action::Transfer { .. } => words().done_transfer,
        Action::Accept => words().done_accept,
        Action::Return => words().done_return,
        Action::Invite { .. } => words().done_invite,
        Action::Merge { .. } => words().done_merge,
        Action::Part => words().done_part,
        Action::Relay { .. } => words().done_relay,
        Action::Decline { .. } => words().done_decline,
        Action::Answer { .. } => words().done_answer,
        Action::Judge { .. } => words().done_judge,
        Action::Decide { accepted: true } => words().done_decide_yes,
        Action::Decide { accepted: false } => words().done_decide_no,
        Action::Plan { .. } => words().done_plan,
        Action::Implement { .. } => words().done_implement,
        Action::Act { .. } => words().done_act,
        Action::Complete { .. } => words().done_complete,
        Action::Check { effective: true, .. } => words().done_check_yes,
        Action::Check { effective: false, .. } => words().done_check_no,
        Action::Propose { .. } => words().done_propose,
        Action::Publish { .. } => words().done_publish,
        Action::Close => words().done_close,
        Action::Rate { .. } => words().done_rate,
        Action::Reopen => words().done_reopen,
        Action::Withdraw => words().done_withdraw,
        Action::CorrectContact => words().done_correct_contact,
        Action::Escalate { .. } => words().done_escalate,
        Action::Remind => words().done_remind,
        Action::Lapse => words().done_lapse,
        Action::Retract => words().done_retract,
        Action::Undo => words().done_undo,
        Action::Erase => words().done_erase,
    }
}
