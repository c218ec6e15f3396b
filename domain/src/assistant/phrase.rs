//! Files of phrases: lines of entity and service, kind, and what somebody might write.

use thiserror::Error;

use crate::intake::kind::Kind;

/// Phrase that people write about a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'a> {
    /// Short name of the entity.
    pub entity: &'a str,
    /// Short name of the service.
    pub service: &'a str,
    /// Kind of participation that the phrase would be.
    pub kind: Kind,
    /// The phrase itself.
    pub text: &'a str,
}

/// Line that is no phrase.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} is not entity/service, kind and phrase between tabs")]
pub struct PhraseError {
    /// Number of the line, from one.
    pub line: usize,
}

/// Parses a file of phrases. Empty lines and lines that begin with `#` are skipped.
///
/// # Errors
///
/// Returns the first line that is no phrase.
pub fn phrases(file: &str) -> Result<Vec<Phrase<'_>>, PhraseError> {
    let lines = file.lines().enumerate();
    let is_comment = |line: &str| line.trim().is_empty() || line.starts_with('#');
    lines
        .filter(|(_, line)| !is_comment(line))
        .map(|(number, line)| parse(line).ok_or(PhraseError { line: number + 1 }))
        .collect()
}

fn parse(line: &str) -> Option<Phrase<'_>> {
    let mut columns = line.split('\t');
    let (place, kind, text) = (columns.next()?, columns.next()?, columns.next()?.trim());
    let (entity, service) = place.split_once('/')?;
    if columns.next().is_some() || [entity, service, text].contains(&"") {
        return None;
    }
    Some(Phrase { entity, service, kind: Kind::parse(kind)?, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_service_a_kind_and_a_phrase() {
        let file = "# Parking\n\nrta/parking\tcomplaint\tthe machine ate my coins\n";
        let expected = Phrase {
            entity: "rta",
            service: "parking",
            kind: Kind::Complaint,
            text: "the machine ate my coins",
        };
        assert_eq!(phrases(file), Ok(vec![expected]));
    }

    #[test]
    fn the_line_that_is_none_is_named() {
        for line in
            ["rta\tcomplaint\tx", "rta/parking\tgrumble\tx", "rta/parking\tcomplaint\t ", "x"]
        {
            assert_eq!(phrases(&format!("#\n{line}")), Err(PhraseError { line: 2 }), "{line}");
        }
    }
}
