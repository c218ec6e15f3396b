//! Three steps of the form, and the questions in them.

use domain::intake::kind::Kind;

use crate::Entered;

/// Question of the form, shown alone on the screen. The second of the three steps asks up to three
/// questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Kind of the submission.
    Kind,
    /// Text, recordings and files.
    Say,
    /// Remedy. Only a complaint asks for it.
    Remedy,
    /// Service. Asked only if the entity has several.
    Service,
    /// Check of the answers before sending.
    Check,
}

impl Step {
    /// All questions, in order.
    pub const ALL: [Self; 5] = [Self::Kind, Self::Say, Self::Remedy, Self::Service, Self::Check];

    /// Returns the number of the question's step, from 1.
    pub const fn number(self) -> u8 {
        match self {
            Self::Kind => 1,
            Self::Say | Self::Remedy | Self::Service => 2,
            Self::Check => 3,
        }
    }

    /// Returns the question's name, which is the value of the form's attribute `data-step`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Say => "say",
            Self::Remedy => "remedy",
            Self::Service => "service",
            Self::Check => "check",
        }
    }

    /// Returns the question of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Returns the next question. Skips the question about the service if the service is known.
    pub fn next(self, entered: &Entered, has_services: bool) -> Option<Self> {
        let is_known = |step| step == Self::Service && !entered.service.is_empty();
        Self::ALL
            .into_iter()
            .find(|&step| step > self && step.is_asked(entered, has_services) && !is_known(step))
    }

    /// Returns the previous question. Unlike [`Step::next`], it includes the service if that is
    /// known.
    pub fn back(self, entered: &Entered, has_services: bool) -> Option<Self> {
        Self::ALL
            .into_iter()
            .rev()
            .find(|&step| step < self && step.is_asked(entered, has_services))
    }

    fn is_asked(self, entered: &Entered, has_services: bool) -> bool {
        match self {
            Self::Remedy => entered.kind == Some(Kind::Complaint),
            Self::Service => has_services,
            Self::Kind | Self::Say | Self::Check => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(entered: &Entered, has_services: bool) -> Vec<Step> {
        std::iter::successors(Some(Step::Kind), |step| step.next(entered, has_services)).collect()
    }

    #[test]
    fn only_what_is_needed_is_asked() {
        let complaint = Entered { kind: Some(Kind::Complaint), ..Entered::default() };
        let about_parking = Entered { service: "parking".into(), ..Entered::default() };
        assert_eq!(walk(&complaint, true), Step::ALL);
        assert_eq!(walk(&complaint, false), [Step::Kind, Step::Say, Step::Remedy, Step::Check]);
        assert_eq!(walk(&about_parking, true), [Step::Kind, Step::Say, Step::Check]);
    }

    #[test]
    fn the_way_back_shows_what_was_answered() {
        let about_parking = Entered { service: "parking".into(), ..Entered::default() };
        assert_eq!(Step::Check.back(&about_parking, true), Some(Step::Service));
        assert_eq!(Step::Service.back(&about_parking, true), Some(Step::Say));
        assert_eq!(Step::Kind.back(&about_parking, true), None);
    }

    #[test]
    fn there_are_three_steps() {
        assert_eq!(Step::ALL.map(Step::number), [1, 2, 2, 2, 3]);
    }

    #[test]
    fn a_name_leads_back_to_its_question() {
        for step in Step::ALL {
            assert_eq!(Step::parse(step.name()), Some(step));
        }
        assert_eq!(Step::parse("done"), None);
    }
}
