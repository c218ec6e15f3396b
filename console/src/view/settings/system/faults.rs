//! Faults of a template in words: the field, the line, and the reason.

use domain::system::TemplateError;

use super::{super::editor::SaveOutcome, form};
use crate::{
    effects::api::{Failure, Reasons},
    words::{self, fill},
};

/// Describes why the system wasn't saved.
pub(super) fn outcome(failure: &Failure) -> SaveOutcome {
    let Failure::Refused(Reasons::Described(problems)) = failure else {
        return SaveOutcome::of(failure);
    };
    let described = problems
        .iter()
        .map(|problem| format!("{}: {}", form::label(&problem.pointer), describe(&problem.detail)));
    SaveOutcome::failed(described.collect::<Vec<_>>().join("; "))
}

/// Describes a fault by the edge's description of it.
fn describe(detail: &str) -> String {
    let texts = words::settings();
    let known = [
        (TemplateError::Method, texts.system_fault_method),
        (TemplateError::Unknown(0), texts.system_fault_unknown),
        (TemplateError::Unclosed(0), texts.system_fault_unclosed),
        (TemplateError::NotJson(0), texts.system_fault_json),
        (TemplateError::Words, texts.system_fault_words),
        (TemplateError::Host, texts.system_fault_host),
        (TemplateError::Header(0), texts.system_fault_header),
        (TemplateError::IdPlace, texts.system_fault_id),
        (TemplateError::Member, texts.system_fault_member),
        (TemplateError::Secret, texts.system_fault_member),
        (TemplateError::NoSecret, texts.system_fault_secret),
        (TemplateError::Form, texts.system_fault_form),
        (TemplateError::TooLong, texts.system_fault_long),
    ];
    let (line, reason) = divided(detail);
    let text = known.into_iter().find(|(error, _)| divided(&error.to_string()).1 == reason);
    let text = text.map_or_else(|| words::detail(reason), |(_, text)| text.to_owned());
    match line {
        Some(line) => fill(&fill(texts.system_fault_line, "line", line), "text", &text),
        None => text,
    }
}

/// Divides `line 3: reason`.
fn divided(detail: &str) -> (Option<&str>, &str) {
    match detail.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((line, reason)) => (Some(line), reason),
        None => (None, detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_its_line_and_words_of_its_own() {
        let texts = words::settings();
        let fault = describe(&TemplateError::NotJson(3).to_string());
        assert!(fault.contains('3') && fault.contains(texts.system_fault_json), "{fault}");
        assert_eq!(describe(&TemplateError::Host.to_string()), texts.system_fault_host);
    }
}
