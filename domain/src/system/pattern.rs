//! Texts with placeholders: `Case {{reference}}`.

use super::{
    TemplateError,
    placeholder::{Facts, Placeholder, Slot},
};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Value(Slot),
}

/// Text with placeholders, all of which are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

impl Pattern {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Refuses unknown and unclosed placeholders, with their line.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once("{{") {
            let line = line_at(text, text.len() - after.len());
            let (name, after) = after.split_once("}}").ok_or(TemplateError::Unclosed(line))?;
            let known = Slot::parse(name).ok_or(TemplateError::Unknown(line))?;
            parts.extend((!literal.is_empty()).then(|| Part::Literal(literal.to_owned())));
            parts.push(Part::Value(known));
            rest = after;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Literal(rest.to_owned())));
        Ok(Self(parts))
    }

    /// Returns the text before the first placeholder.
    pub fn beginning(&self) -> &str {
        match self.0.first() {
            Some(Part::Literal(text)) => text,
            _ => "",
        }
    }

    /// Returns whether there is a placeholder.
    pub fn has_placeholder(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Value(_)))
    }

    /// Returns whether there is a placeholder for somebody's words.
    pub fn has_words(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Value(slot) if slot.placeholder.is_words()))
    }

    /// Returns the placeholder, if the text is nothing else.
    pub fn only(&self) -> Option<Placeholder> {
        match self.0[..] {
            [Part::Value(slot)] => Some(slot.placeholder),
            _ => None,
        }
    }

    /// Returns the text without its placeholders.
    pub fn without_values(&self) -> String {
        let literal = |part: &Part| match part {
            Part::Literal(text) => Some(text.clone()),
            Part::Value(_) => None,
        };
        self.0.iter().filter_map(literal).collect()
    }

    /// Fills in the values, each encoded by `encode`. A value that the case lacks is empty.
    pub fn fill(&self, facts: &Facts, encode: impl Fn(&str) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Value(slot) => encode(&slot.value(facts).unwrap_or_default()),
        };
        self.0.iter().map(part).collect()
    }
}

/// Returns the line of a byte, counted from one.
fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::placeholder::sample;

    #[test]
    fn placeholders_are_filled_and_all_else_stays() {
        let filled =
            |text: &str| Pattern::parse(text).unwrap().fill(&sample("words"), ToOwned::to_owned);
        assert_eq!(filled("Case {{reference}}: {{ text }}!"), "Case 2604-8317-5529: words!");
        assert_eq!(filled("{a} }} {{service}}"), "{a} }} ");
        assert_eq!(filled("{{text:3}}."), "wo….");
        assert_eq!(filled(""), "");
        assert_eq!(Pattern::parse("{{text}}").unwrap().only(), Some(Placeholder::Text));
        assert_eq!(Pattern::parse("{{text:9}}").unwrap().only(), Some(Placeholder::Text));
        assert_eq!(Pattern::parse("{{text}}.").unwrap().only(), None);
    }

    #[test]
    fn values_are_not_filled_again() {
        let facts = sample("{{reference}}");
        let text = Pattern::parse("{{text}}").unwrap().fill(&facts, ToOwned::to_owned);
        assert_eq!(text, "{{reference}}");
    }

    #[test]
    fn an_unknown_or_open_placeholder_is_refused_with_its_line() {
        assert_eq!(Pattern::parse("a\nb {{name}}"), Err(TemplateError::Unknown(2)));
        assert_eq!(Pattern::parse("{{}}"), Err(TemplateError::Unknown(1)));
        assert_eq!(Pattern::parse("a\n\n{{text"), Err(TemplateError::Unclosed(3)));
    }
}
