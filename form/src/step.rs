//! The three steps.

/// One of the three steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What is it?
    Kind,
    /// Say it.
    Say,
    /// Check it, and send.
    Check,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Kind, Self::Say, Self::Check];

    /// The step's number, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The name under which the form's `data-step` knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Say => "say",
            Self::Check => "check",
        }
    }

    /// The step of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// The step before this one.
    pub fn back(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| *step < self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_forward_and_back() {
        assert_eq!(Step::Kind.next(), Some(Step::Say));
        assert_eq!(Step::Check.next(), None);
        assert_eq!(Step::Check.back(), Some(Step::Say));
        assert_eq!(Step::Kind.back(), None);
        assert_eq!(Step::Check.number(), 3);
    }

    #[test]
    fn a_name_leads_back_to_its_step() {
        for step in Step::ALL {
            assert_eq!(Step::parse(step.name()), Some(step));
        }
        assert_eq!(Step::parse("done"), None);
    }
}
