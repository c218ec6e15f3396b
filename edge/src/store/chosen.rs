//! Participations that a statement reads: one by its reference number, or each of a list.

use domain::reference::Reference;

use super::{Parameter, Result, list};

/// Participations that a statement is about. The column that holds them stands before
/// [`condition`](Self::condition), and the statement takes [`parameter`](Self::parameter).
pub(crate) struct Chosen {
    condition: &'static str,
    value: String,
}

impl Chosen {
    /// Chooses each participation of a list.
    pub(super) fn each(references: &[Reference]) -> Result<Self> {
        let digits: Vec<_> = references.iter().map(Reference::digits).collect();
        let condition = "IN (SELECT value FROM json_each(:participation))";
        Ok(Self { condition, value: list(&digits)? })
    }

    /// Returns the condition on a column.
    pub(super) fn condition(&self) -> &'static str {
        self.condition
    }

    /// Returns the parameter that the condition names.
    pub(super) fn parameter(&self) -> Parameter<'_> {
        ("participation", (&self.value).into())
    }
}

impl From<Reference> for Chosen {
    fn from(reference: Reference) -> Self {
        Self { condition: "= :participation", value: reference.digits().to_owned() }
    }
}
