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
    /// Service and place, as far as they are asked for.
    Service,
    /// Check of the answers before sending.
    Check,
}

/// Answers that the question about the service asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The service, since the entity has several.
    pub service: bool,
    /// The place, since the service asks for it.
    pub place: bool,
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

    /// Returns the next question. Skips the question about the service if the service is known and
    /// asks for no place.
    pub fn next(self, entered: &Entered, asked: Asked) -> Option<Self> {
        let is_known = |step| step == Self::Service && !entered.service.is_empty() && !asked.place;
        Self::ALL
            .into_iter()
            .find(|&step| step > self && step.is_asked(entered, asked) && !is_known(step))
    }

    /// Returns the previous question. Unlike [`Step::next`], it includes the service if that is
    /// known.
    pub fn back(self, entered: &Entered, asked: Asked) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|&step| step < self && step.is_asked(entered, asked))
    }

    fn is_asked(self, entered: &Entered, asked: Asked) -> bool {
        match self {
            Self::Remedy => entered.kind == Some(Kind::Complaint),
            Self::Service => asked.service || asked.place,
            Self::Kind | Self::Say | Self::Check => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEITHER: Asked = Asked { service: false, place: false };
    const SERVICE: Asked = Asked { service: true, place: false };
    const PLACE: Asked = Asked { service: false, place: true };

    fn walk(entered: &Entered, asked: Asked) -> Vec<Step> {
        std::iter::successors(Some(Step::Kind), |step| step.next(entered, asked)).collect()
    }

    #[test]
    fn only_what_is_needed_is_asked() {
        let complaint = Entered { kind: Some(Kind::Complaint), ..Entered::default() };
        let about_parking = Entered { service: "parking".into(), ..Entered::default() };
        assert_eq!(walk(&complaint, SERVICE), Step::ALL);
        assert_eq!(walk(&complaint, NEITHER), [Step::Kind, Step::Say, Step::Remedy, Step::Check]);
        assert_eq!(walk(&about_parking, SERVICE), [Step::Kind, Step::Say, Step::Check]);
    }

    #[test]
    fn a_known_service_that_asks_for_a_place_is_asked_for_it() {
        let known = Entered { service: "roads".into(), ..Entered::default() };
        let asked = [Step::Kind, Step::Say, Step::Service, Step::Check];
        assert_eq!(walk(&known, Asked { service: true, place: true }), asked);
        assert_eq!(walk(&Entered::default(), PLACE), asked, "an entity's only service");
    }

    #[test]
    fn the_way_back_shows_what_was_answered() {
        let about_parking = Entered { service: "parking".into(), ..Entered::default() };
        assert_eq!(Step::Check.back(&about_parking, SERVICE), Some(Step::Service));
        assert_eq!(Step::Service.back(&about_parking, SERVICE), Some(Step::Say));
        assert_eq!(Step::Kind.back(&about_parking, SERVICE), None);
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
