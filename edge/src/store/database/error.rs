//! Errors of the stores. D1 and R2 report errors as text; no other file reads that text.

use thiserror::Error;

use super::named::ParameterError;

/// An error of D1 or R2.
#[derive(Debug, Error)]
pub(crate) enum StoreError {
    /// A constraint refused the batch. Nothing of the batch was written.
    #[error("{message}")]
    Constraint { violated: Constraint, message: String },
    /// Another writer held the lock. Nothing of the batch was written.
    #[error("{0}")]
    Locked(String),
    /// The store is overloaded or restarting. The outcome of the batch is unknown.
    #[error("{0}")]
    Busy(String),
    #[error("{0}")]
    Full(String),
    /// A statement and its values don't match: an error of this program.
    #[error("{0}")]
    Parameters(#[from] ParameterError),
    #[error("{0}")]
    Other(String),
}

/// The constraint that refused a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constraint {
    /// A participation has this reference already.
    Reference,
    /// A daily limit is reached.
    Limit,
    /// The proof of work was used before.
    ProofSpent,
    /// Another event took this place in the chain.
    Stale,
    /// The recording doesn't wait for a machine any more.
    Settled,
    /// Any other: a row exists already, or a row that must exist is missing.
    Other,
}

impl Constraint {
    /// Finds the constraint by the columns that SQLite names.
    fn of(message: &str) -> Self {
        const COLUMNS: [(&str, Constraint); 5] = [
            ("participations.reference", Constraint::Reference),
            ("limits.count", Constraint::Limit),
            ("spent_proofs.id", Constraint::ProofSpent),
            ("events.participation, events.sequence", Constraint::Stale),
            ("machine_transcripts.attachment", Constraint::Settled),
        ];
        let found = COLUMNS.into_iter().find(|(columns, _)| message.contains(columns));
        found.map_or(Self::Other, |(_, constraint)| constraint)
    }
}

/// Signs of a refusal. `malformed JSON` is the error by which a statement refuses on purpose where
/// no constraint can.
const CONSTRAINT_SIGNS: [&str; 2] = ["constraint failed", "malformed JSON"];

const LOCKED_SIGNS: [&str; 3] = ["SQLITE_BUSY", "SQLITE_LOCKED", "database is locked"];

/// Signs of an overload. The last three say only that the platform failed below the store, as a
/// full disk makes it do.
const BUSY_SIGNS: [&str; 8] = [
    "overloaded",
    "Too many requests queued",
    "exceeded timeout",
    "Network connection lost",
    "reset because",
    "internal error; reference",
    "(10001)",
    "Unspecified error (0)",
];

const FULL_SIGNS: [&str; 4] = ["SQLITE_FULL", "disk is full", "maximum DB size", "No space left"];

impl StoreError {
    /// Parses the text of an error.
    pub(crate) fn parse(message: String) -> Self {
        let says = |signs: &[&str]| signs.iter().any(|sign| message.contains(sign));
        if says(&LOCKED_SIGNS) {
            Self::Locked(message)
        } else if says(&BUSY_SIGNS) {
            Self::Busy(message)
        } else if says(&FULL_SIGNS) {
            Self::Full(message)
        } else if says(&CONSTRAINT_SIGNS) {
            Self::Constraint { violated: Constraint::of(&message), message }
        } else {
            Self::Other(message)
        }
    }

    /// Returns the constraint that refused the batch, if one did.
    pub(crate) const fn constraint(&self) -> Option<Constraint> {
        match self {
            Self::Constraint { violated, .. } => Some(*violated),
            _ => None,
        }
    }
}

impl From<worker::Error> for StoreError {
    fn from(error: worker::Error) -> Self {
        Self::parse(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Constraint, StoreError};

    #[test]
    fn a_violated_constraint_is_known_by_its_columns() {
        let cases = [
            ("UNIQUE constraint failed: participations.reference", Constraint::Reference),
            ("NOT NULL constraint failed: limits.count", Constraint::Limit),
            ("UNIQUE constraint failed: spent_proofs.id", Constraint::ProofSpent),
            ("UNIQUE constraint failed: events.participation, events.sequence", Constraint::Stale),
            ("NOT NULL constraint failed: machine_transcripts.attachment", Constraint::Settled),
            ("FOREIGN KEY constraint failed", Constraint::Other),
            ("malformed JSON", Constraint::Other),
        ];
        for (message, expected) in cases {
            let error = StoreError::parse(format!("D1_ERROR: {message}: SQLITE_CONSTRAINT"));
            assert_eq!(error.constraint(), Some(expected), "{message}");
        }
    }

    #[test]
    fn a_lock_a_full_store_and_an_overload_are_told_apart() {
        let parse = |message: &str| StoreError::parse(message.to_owned());
        assert!(matches!(parse("D1_ERROR: database is locked"), StoreError::Locked(_)));
        assert!(matches!(parse("D1 DB is overloaded."), StoreError::Busy(_)));
        assert!(matches!(parse("database or disk is full: SQLITE_FULL"), StoreError::Full(_)));
        assert!(matches!(parse("no such table: x"), StoreError::Other(_)));
    }
}
