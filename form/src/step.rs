//! Three steps of the form.

/// Step of the form, shown alone on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Kind of the submission.
    Kind,
    /// Text, recordings and files.
    Say,
    /// Check of the answers before sending, with all that is optional: service, place, remedy and
    /// contact.
    Check,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 3] = [Self::Kind, Self::Say, Self::Check];

    /// Returns the step's number, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Returns the step's name, which is the value of the form's attribute `data-step`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Say => "say",
            Self::Check => "check",
        }
    }

    /// Returns the step of this name. Drafts may bear the names of two former steps, which are part
    /// of the check.
    pub fn named(name: &str) -> Self {
        match name {
            "kind" => Self::Kind,
            "say" => Self::Say,
            _ => Self::Check,
        }
    }

    /// Returns the next step.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Kind => Some(Self::Say),
            Self::Say => Some(Self::Check),
            Self::Check => None,
        }
    }

    /// Returns the previous step. Nothing is before the first, where no button leads back.
    #[must_use]
    pub const fn back(self) -> Self {
        match self {
            Self::Kind | Self::Say => Self::Kind,
            Self::Check => Self::Say,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_three_steps_one_after_the_other() {
        assert_eq!(Step::ALL.map(Step::number), [1, 2, 3]);
        let walked: Vec<Step> =
            std::iter::successors(Some(Step::Kind), |step| step.next()).collect();
        assert_eq!(walked, Step::ALL);
        assert_eq!(Step::ALL.map(Step::back), [Step::Kind, Step::Kind, Step::Say]);
    }

    #[test]
    fn a_name_leads_back_to_its_step() {
        for step in Step::ALL {
            assert_eq!(Step::named(step.name()), step);
        }
    }

    #[test]
    fn a_draft_of_a_former_step_goes_on_with_the_check() {
        for name in ["remedy", "service"] {
            assert_eq!(Step::named(name), Step::Check);
        }
    }
}
