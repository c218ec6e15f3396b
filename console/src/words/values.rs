//! Names of `domain`'s values.

use domain::{
    case::{
        action::{Ground, Outcome},
        corrective_action::Nature,
        evaluation::{Savings, SavingsBasis},
        stage::Stage,
    },
    entity::criteria::CriteriaNames,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    media::{mark::Mark, scan::Scan},
    sla::{
        escalation::{Level, TimerName},
        priority::Priority,
    },
    slug::Slug,
    staff::Role,
    wire::console::{Order, Queue},
};

use super::{fill, localized, settings, words};

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Suggestion => words().kind_suggestion,
        Kind::Observation => words().kind_observation,
        Kind::Complaint => words().kind_complaint,
    }
}

pub(crate) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => words().channel_web,
        Channel::Phone => words().channel_phone,
        Channel::Counter => words().channel_counter,
        Channel::Email => words().channel_email,
        Channel::Whatsapp => words().channel_whatsapp,
        Channel::Instagram => words().channel_instagram,
        Channel::X => words().channel_x,
        Channel::Sms => words().channel_sms,
        Channel::Open311 => words().channel_open311,
        Channel::System => words().channel_system,
        Channel::Import => words().channel_import,
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

pub(crate) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Macros => words().mark_macros,
        Mark::EmbeddedPackage => words().mark_embedded_package,
    }
}

/// Returns why a file isn't simply opened; empty for a clean file.
pub(crate) fn scan(scan: Scan) -> &'static str {
    match scan {
        Scan::Waiting => words().scan_waiting,
        Scan::Unscannable => words().scan_unscannable,
        Scan::Infected => words().scan_infected,
        Scan::Clean => "",
    }
}

pub(crate) fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => words().mood_happy,
        Mood::Neutral => words().mood_neutral,
        Mood::Unhappy => words().mood_unhappy,
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => words().outcome_upheld,
        Outcome::PartlyUpheld => words().outcome_partly_upheld,
        Outcome::NotUpheld => words().outcome_not_upheld,
        Outcome::Resolved => words().outcome_resolved,
    }
}

pub(crate) fn savings_basis(basis: SavingsBasis) -> &'static str {
    match basis {
        SavingsBasis::Measured => words().basis_measured,
        SavingsBasis::Estimated => words().basis_estimated,
    }
}

/// Describes what an implementation saves: amount and basis.
pub(crate) fn savings(savings: Savings) -> String {
    let amount = fill(words().savings_of, "amount", &savings.dirhams.to_string());
    [&*amount, " (", savings_basis(savings.basis), ")"].concat()
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
        Queue::Unread => words().queue_unread,
        Queue::Unassigned => words().queue_unassigned,
        Queue::DueToday => words().queue_due_today,
        Queue::DueWeek => words().queue_due_week,
        Queue::ToJudge => words().queue_to_judge,
        Queue::ActionsDue => words().queue_actions_due,
        Queue::Overdue => words().queue_overdue,
        Queue::AwaitingCustomer => words().queue_awaiting_customer,
        Queue::Transferred => words().queue_transferred,
        Queue::All => words().queue_all,
    }
}

/// Returns the label of an order of cases, by its name in the address.
pub(crate) fn order(order: Order) -> &'static str {
    match order {
        Order::Due => words().order_due,
        Order::Newest => words().order_newest,
        Order::Oldest => words().order_oldest,
        Order::Changed => words().order_changed,
        Order::Priority => words().order_priority,
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

/// Returns the name of a criterion by its id, with the names that the entity has given.
pub(crate) fn criterion_named(names: &CriteriaNames, id: &Slug) -> String {
    names.get(id).map_or_else(|| criterion(id.as_str()).to_owned(), localized)
}

/// Returns the meaning of the best mark of a criterion, unless an entity has added the criterion.
pub(crate) fn best(criterion: &str) -> Option<&'static str> {
    match criterion {
        "benefit" => Some(words().criterion_benefit_5),
        "feasibility" => Some(words().criterion_feasibility_5),
        "strategy" => Some(words().criterion_strategy_5),
        "cost" => Some(words().criterion_cost_5),
        "novelty" => Some(words().criterion_novelty_5),
        _ => None,
    }
}

/// Returns the title of a part of the settings, by its name in the address; any other name stands
/// for their history.
pub(crate) fn part(part: &str) -> &'static str {
    match part {
        "people" => words().people,
        "services" => words().services,
        "agreements" => words().agreements,
        "calendar" => words().calendar,
        "templates" => words().templates,
        "criteria" => words().criteria,
        "origins" => words().origins,
        "retention" => words().retention,
        "announcements" => settings().announcements,
        "transcription" => settings().transcription,
        "entity" => settings().entity_part,
        "past_cases" => settings().past_cases,
        "keys" => settings().keys,
        "volumes" => settings().volumes,
        "system" => settings().system,
        "webhooks" => settings().webhooks,
        _ => words().history_settings,
    }
}
