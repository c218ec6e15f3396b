//! Statuses of requests and of their updates, from the public stages of a participation.

use crate::case::{
    action::{Action, Ground, Outcome},
    event::Event,
    stage::Stage,
    timeline,
};

/// Status of a request: it has two in `GeoReport`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestStatus {
    /// Not ended.
    Open,
    /// Ended.
    Closed,
}

/// Status of an update, as `FixMyStreet` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateStatus {
    /// Received.
    Open,
    /// In review, or waiting for its author.
    Investigating,
    /// Transferred to another entity.
    InternalReferral,
    /// Answered: it was right, or was settled.
    Fixed,
    /// Answered or closed without a finding.
    Closed,
    /// Merged with another one, or a repetition.
    Duplicate,
    /// Not the matter of an entity here.
    NotCouncilsResponsibility,
    /// Wrong, withdrawn, or not handled.
    NoFurtherAction,
    /// Reopened by its author.
    Reopen,
}

impl RequestStatus {
    /// Returns the status at a stage.
    pub const fn of(stage: Stage) -> Self {
        if stage.has_ended() { Self::Closed } else { Self::Open }
    }

    /// Returns the status with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Open, Self::Closed].into_iter().find(|status| status.as_str() == name)
    }

    /// Returns the name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Returns the stages with this status.
    pub fn stages(self) -> Vec<Stage> {
        Stage::ALL.into_iter().filter(|stage| Self::of(*stage) == self).collect()
    }
}

impl UpdateStatus {
    /// Returns the status after the events of a history. While a case is answered, closed or
    /// declined, whatever follows leaves the status that the answer or the refusal gave it.
    pub fn after(history: &[Event]) -> Self {
        let Some(last) = history.last() else { return Self::Open };
        let has_finding =
            |stage| matches!(stage, Stage::Answered | Stage::Closed | Stage::Declined);
        let since = history.iter().rev().take_while(|event| has_finding(event.stage));
        let finding = || since.clone().find_map(|event| Self::of_finding(&event.change.deed));
        match last.stage {
            Stage::Received => Self::Open,
            Stage::InReview | Stage::AwaitingCustomer => Self::Investigating,
            Stage::Transferred => Self::InternalReferral,
            Stage::Answered | Stage::Closed => finding().unwrap_or(Self::Closed),
            Stage::Reopened => Self::Reopen,
            Stage::Withdrawn => Self::NoFurtherAction,
            Stage::Declined if timeline::is_merged(history) => Self::Duplicate,
            Stage::Declined => finding().unwrap_or(Self::NoFurtherAction),
        }
    }

    /// Returns the status that an answer or a refusal gives a case; `None` for other actions.
    const fn of_finding(action: &Action) -> Option<Self> {
        match action {
            Action::Answer { outcome: Some(Outcome::NotUpheld) } => Some(Self::NoFurtherAction),
            Action::Answer { outcome: Some(_) } => Some(Self::Fixed),
            Action::Answer { outcome: None } | Action::Decide { .. } | Action::Relay { .. } => {
                Some(Self::Closed)
            }
            Action::Decline { ground: Ground::OutOfScope } => Some(Self::NotCouncilsResponsibility),
            Action::Decline { ground: Ground::Duplicate } => Some(Self::Duplicate),
            Action::Decline { .. } => Some(Self::NoFurtherAction),
            _ => None,
        }
    }

    /// Returns the name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Investigating => "INVESTIGATING",
            Self::InternalReferral => "INTERNAL_REFERRAL",
            Self::Fixed => "FIXED",
            Self::Closed => "CLOSED",
            Self::Duplicate => "DUPLICATE",
            Self::NotCouncilsResponsibility => "NOT_COUNCILS_RESPONSIBILITY",
            Self::NoFurtherAction => "NO_FURTHER_ACTION",
            Self::Reopen => "REOPEN",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::histories::{Life, employee},
        intake::kind::Kind,
    };

    #[test]
    fn every_stage_is_open_or_closed() {
        let open = RequestStatus::Open.stages();
        assert_eq!(open.len() + RequestStatus::Closed.stages().len(), Stage::ALL.len());
        assert!(open.contains(&Stage::Reopened) && !open.contains(&Stage::Answered));
        assert_eq!(RequestStatus::parse("closed"), Some(RequestStatus::Closed));
        assert_eq!(RequestStatus::parse("CLOSED"), None);
    }

    #[test]
    fn an_ended_case_tells_its_outcome() {
        let last = |deed| {
            let mut life = Life::of(Kind::Complaint);
            life.after(1, employee(1), deed);
            UpdateStatus::after(&life.events)
        };
        let answer = |outcome| last(Action::Answer { outcome });
        assert_eq!(answer(Some(Outcome::Upheld)), UpdateStatus::Fixed);
        assert_eq!(answer(Some(Outcome::NotUpheld)), UpdateStatus::NoFurtherAction);
        assert_eq!(answer(None), UpdateStatus::Closed);
        let decline = |ground| last(Action::Decline { ground });
        let elsewhere = UpdateStatus::NotCouncilsResponsibility;
        assert_eq!(decline(Ground::OutOfScope), elsewhere);
        assert_eq!(decline(Ground::Abusive), UpdateStatus::NoFurtherAction);
        assert_eq!(last(Action::Take), UpdateStatus::Investigating);
    }

    #[test]
    fn what_follows_a_finding_leaves_its_status() {
        let after = |deeds: &[Action]| {
            let mut life = Life::of(Kind::Complaint);
            for deed in deeds {
                life.after(1, employee(1), deed.clone());
            }
            UpdateStatus::after(&life.events)
        };
        let upheld = Action::Answer { outcome: Some(Outcome::Upheld) };
        assert_eq!(after(&[upheld.clone(), Action::Close]), UpdateStatus::Fixed);
        assert_eq!(after(&[upheld, Action::Note]), UpdateStatus::Fixed);
        let declined = Action::Decline { ground: Ground::OutOfScope };
        let elsewhere = UpdateStatus::NotCouncilsResponsibility;
        assert_eq!(after(&[declined, Action::Note]), elsewhere);
        assert_eq!(after(&[Action::Answer { outcome: None }]), UpdateStatus::Closed);
    }
}
