//! Texts of the interface: constants that `build.rs` generates from `words/`, and the names of
//! `domain`'s values.

use domain::{
    access::staff::Role,
    case::{
        Refusal,
        action::{Action, Ground},
        corrective_action::Nature,
        evaluation::EvaluationError,
        life_cycle::Verb,
        priority::Priority,
        stage::Stage,
    },
    intake::kind::{Kind, Mood},
    sla::escalation::{Level, TimerName},
    wire::{
        Named,
        console::{Language, Queue},
    },
};

use crate::effects::language;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Returns the texts of the current language. After a change of language all views must be drawn
/// anew.
pub(crate) fn words() -> &'static Words {
    match language::current() {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
    }
}

/// Replaces the placeholder `{name}` in a text.
pub(crate) fn fill(text: &str, name: &str, value: &str) -> String {
    text.replace(&["{", name, "}"].concat(), value)
}

/// Returns a name in the current language.
pub(crate) fn localized(name: &Named) -> String {
    name.for_reader(language::current().tag()).0.to_owned()
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => words().kind_suggestion,
        Kind::Observation => words().kind_observation,
        Kind::Complaint => words().kind_complaint,
    }
}

pub(crate) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => words().stage_received,
        Stage::InReview => words().stage_in_review,
        Stage::AwaitingCustomer => words().stage_awaiting_customer,
        Stage::Transferred => words().stage_transferred,
        Stage::Answered => words().stage_answered,
        Stage::Closed => words().stage_closed,
        Stage::Reopened => words().stage_reopened,
        Stage::Withdrawn => words().stage_withdrawn,
        Stage::Declined => words().stage_declined,
    }
}

pub(crate) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Ordinary => words().priority_ordinary,
        Priority::Complex => words().priority_complex,
        Priority::Urgent => words().priority_urgent,
    }
}

pub(crate) fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => words().mood_happy,
        Mood::Neutral => words().mood_neutral,
        Mood::Unhappy => words().mood_unhappy,
    }
}

pub(crate) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::OutOfScope => words().ground_out_of_scope,
        Ground::Duplicate => words().ground_duplicate,
        Ground::Abusive => words().ground_abusive,
    }
}

pub(crate) fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Corrective => words().nature_corrective,
        Nature::Preventive => words().nature_preventive,
    }
}

pub(crate) fn timer(timer: TimerName) -> &'static str {
    match timer {
        TimerName::FirstResponse => words().clock_first_response,
        TimerName::Resolution => words().clock_resolution,
        TimerName::Acceptance => words().clock_acceptance,
        TimerName::Own => words().clock_own,
    }
}

pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Owner => words().level_owner,
        Level::Supervisor => words().level_supervisor,
        Level::Head => words().level_head,
    }
}

pub(crate) fn queue(queue: Queue) -> &'static str {
    match queue {
        Queue::Mine => words().queue_mine,
        Queue::Unassigned => words().queue_unassigned,
        Queue::DueSoon => words().queue_due_soon,
        Queue::Overdue => words().queue_overdue,
        Queue::AwaitingCustomer => words().queue_awaiting_customer,
        Queue::Transferred => words().queue_transferred,
        Queue::All => words().queue_all,
    }
}

pub(crate) fn role(role: &Role) -> &'static str {
    match role {
        Role::Employee(_) => words().role_employee,
        Role::Supervisor(_) => words().role_supervisor,
        Role::Administrator(_) => words().role_administrator,
        Role::DecisionMaker => words().role_decision_maker,
        Role::Auditor => words().role_auditor,
        Role::PlatformAdministrator => words().role_platform_administrator,
    }
}

/// Returns the name of a criterion by its id. A criterion that an entity has added shows its id.
pub(crate) fn criterion(name: &str) -> &str {
    match name {
        "benefit" => words().criterion_benefit,
        "feasibility" => words().criterion_feasibility,
        "strategy" => words().criterion_strategy,
        "cost" => words().criterion_cost,
        "novelty" => words().criterion_novelty,
        other => other,
    }
}

/// Returns a button's label; an empty text for verbs that only customers and timers use.
pub(crate) fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Take => words().do_take,
        Verb::Assign => words().do_assign,
        Verb::Prioritise => words().do_prioritise,
        Verb::Extend => words().do_extend,
        Verb::Reply => words().do_reply,
        Verb::Ask => words().do_ask,
        Verb::Note => words().do_note,
        Verb::Transfer => words().do_transfer,
        Verb::Accept => words().do_accept,
        Verb::Return => words().do_return,
        Verb::Merge => words().do_merge,
        Verb::Decline => words().do_decline,
        Verb::Answer => words().do_answer,
        Verb::Judge => words().do_judge,
        Verb::Decide => words().do_decide,
        Verb::Plan => words().do_plan,
        Verb::Implement => words().do_implement,
        Verb::Act => words().do_act,
        Verb::Complete => words().do_complete,
        Verb::Check => words().do_check,
        Verb::Close => words().do_close,
        Verb::Undo => words().do_undo,
        Verb::Receive
        | Verb::Write
        | Verb::Rate
        | Verb::Reopen
        | Verb::Withdraw
        | Verb::Escalate
        | Verb::Remind
        | Verb::Lapse
        | Verb::Erase => "",
    }
}

/// Describes why the rules refuse an action.
pub(crate) fn refusal(refusal: Refusal) -> String {
    let text = match refusal {
        Refusal::Stage(at) => return fill(words().refusal_stage, "stage", stage(at)),
        Refusal::Kind => words().refusal_kind,
        Refusal::Actor => words().refusal_actor,
        Refusal::WordsMissing | Refusal::WordsUnwanted => words().refusal_text,
        Refusal::Erased => words().erased,
        Refusal::Itself => words().refusal_itself,
        Refusal::Ended => words().refusal_ended,
        Refusal::Extension => words().refusal_extension,
        Refusal::TooLate => words().refusal_too_late,
        Refusal::Undo => words().undo_failed,
        Refusal::NotAccepted => words().refusal_not_accepted,
        Refusal::RootCauseMissing => words().refusal_root_cause,
        Refusal::Told => words().refusal_told,
        Refusal::Evaluation(EvaluationError::TooFew) => words().refusal_judges,
        Refusal::Evaluation(_) => words().refusal_evaluation,
        Refusal::CorrectiveAction(_) => words().refusal_action,
    };
    text.to_owned()
}

/// Describes an action in the past tense, for a history.
pub(crate) fn done(action: &Action) -> &'static str {
    match action {
        Action::Receive { .. } => words().done_receive,
        Action::Take => words().done_take,
        Action::Assign { .. } => words().done_assign,
        Action::Prioritise { .. } => words().done_prioritise,
        Action::Extend { .. } => words().done_extend,
        Action::Reply => words().done_reply,
        Action::Ask => words().done_ask,
        Action::Write => words().done_write,
        Action::Note => words().done_note,
        Action::Transfer { .. } => words().done_transfer,
        Action::Accept => words().done_accept,
        Action::Return => words().done_return,
        Action::Merge { .. } => words().done_merge,
        Action::Decline { .. } => words().done_decline,
        Action::Answer => words().done_answer,
        Action::Judge { .. } => words().done_judge,
        Action::Decide { accepted: true } => words().done_decide_yes,
        Action::Decide { accepted: false } => words().done_decide_no,
        Action::Plan { .. } => words().done_plan,
        Action::Implement { .. } => words().done_implement,
        Action::Act { .. } => words().done_act,
        Action::Complete { .. } => words().done_complete,
        Action::Check { effective: true, .. } => words().done_check_yes,
        Action::Check { effective: false, .. } => words().done_check_no,
        Action::Close => words().done_close,
        Action::Rate { .. } => words().done_rate,
        Action::Reopen => words().done_reopen,
        Action::Withdraw => words().done_withdraw,
        Action::Escalate { .. } => words().done_escalate,
        Action::Remind => words().done_remind,
        Action::Lapse => words().done_lapse,
        Action::Undo => words().done_undo,
        Action::Erase => words().done_erase,
    }
}
