//! Descriptions of failed requests.

use domain::{
    case::{Refusal, corrective_action::CorrectiveActionError, evaluation::EvaluationError},
    wire::InputProblem,
};

use super::{count, detail, fill, stage, words};
use crate::effects::{
    api::{Failure, Reasons},
    intl,
    validity::Fault,
};

/// Describes a failure.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Network => words().failed_network.to_owned(),
        Failure::SignIn => words().signed_out.to_owned(),
        Failure::Forbidden => words().failed_forbidden.to_owned(),
        Failure::Missing => words().failed_missing.to_owned(),
        Failure::Stale(_) => words().failed_stale.to_owned(),
        Failure::Refused(why) => format!("{} {}", words().failed_refused, reasons(why).join("; ")),
        Failure::Server => words().failed_server.to_owned(),
    }
}

/// Describes each reason of a refusal.
pub(crate) fn reasons(reasons: &Reasons) -> Vec<String> {
    match reasons {
        Reasons::Rule(rule) => vec![refusal(*rule)],
        Reasons::Described(details) => {
            details.iter().map(|problem| detail(&problem.detail)).collect()
        }
    }
}

/// Returns the places of the faults that a failure names, with their descriptions.
pub(crate) fn faults(failure: &Failure) -> Vec<(String, String)> {
    let Failure::Refused(Reasons::Described(problems)) = failure else { return Vec::new() };
    let described = |problem: &InputProblem| (problem.pointer.clone(), detail(&problem.detail));
    problems.iter().filter(|problem| !problem.pointer.is_empty()).map(described).collect()
}

/// Describes a fault of a field.
pub(crate) fn fault(fault: Fault) -> String {
    let text = match fault {
        Fault::Missing => words().fault_required,
        Fault::Range => words().fault_range,
        Fault::Form => words().fault_form,
        Fault::Long(over) => return count(words().fault_long, over),
    };
    text.to_owned()
}

/// Describes why the rules refuse an action.
fn refusal(refusal: Refusal) -> String {
    let text = match refusal {
        Refusal::Stage(at) => return fill(words().refusal_stage, "stage", stage(at)),
        Refusal::Kind => words().refusal_kind,
        Refusal::Actor => words().refusal_actor,
        Refusal::WordsMissing | Refusal::WordsUnwanted => words().refusal_text,
        Refusal::Erased => words().erased,
        Refusal::Itself => words().refusal_itself,
        Refusal::Ended => words().refusal_ended,
        Refusal::Merged => words().refusal_merged,
        Refusal::Crowded => words().refusal_crowded,
        Refusal::Elsewhere => words().refusal_elsewhere,
        Refusal::Awaited => words().refusal_awaited,
        Refusal::NotMerged => words().refusal_not_merged,
        Refusal::Extension => words().refusal_extension,
        Refusal::TooLate => words().refusal_too_late,
        Refusal::Undo => words().undo_failed,
        Refusal::NotAccepted => words().refusal_not_accepted,
        Refusal::ImplementedOn => words().refusal_implemented_on,
        Refusal::NothingChanged => words().refusal_nothing_changed,
        Refusal::Proposal => words().refusal_proposal,
        Refusal::OwnWords => words().refusal_own_writing,
        Refusal::RootCauseMissing => words().refusal_root_cause,
        Refusal::Told => words().refusal_told,
        Refusal::Evaluation(EvaluationError::TooFew) => words().refusal_judges,
        Refusal::Evaluation(EvaluationError::Again) => words().refusal_judged,
        Refusal::Evaluation(EvaluationError::Mark | EvaluationError::Incomplete) => {
            words().refusal_marks
        }
        Refusal::CorrectiveAction(error) => match error {
            CorrectiveActionError::Dates => words().refusal_action_dates,
            CorrectiveActionError::Unknown => words().refusal_action_unknown,
            CorrectiveActionError::Order => words().refusal_action_order,
            CorrectiveActionError::SamePerson => words().refusal_action_person,
            CorrectiveActionError::TooEarly(day) => {
                let day = intl::day(&day.to_string());
                return fill(words().refusal_action_early, "day", &day);
            }
        },
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_lists_its_reasons() {
        let one = "this is there already";
        let described =
            |text: &str| InputProblem { pointer: String::new(), detail: text.to_owned() };
        let reasons = Reasons::Described(vec![described(one), described("two")]);
        let text = failure(&Failure::Refused(reasons));
        let expected = [words().detail_again, words().fault_incomplete].join("; ");
        assert_eq!(text, format!("{} {expected}", words().failed_refused));
    }

    #[test]
    fn each_rule_of_actions_and_marks_has_words_of_its_own() {
        let errors = [
            CorrectiveActionError::Dates.into(),
            CorrectiveActionError::Unknown.into(),
            CorrectiveActionError::Order.into(),
            CorrectiveActionError::SamePerson.into(),
            EvaluationError::TooFew.into(),
            EvaluationError::Again.into(),
            EvaluationError::Mark.into(),
        ];
        let texts: std::collections::BTreeSet<_> = errors.map(refusal).into();
        assert_eq!(texts.len(), 7, "{texts:?}");
    }

    #[test]
    fn a_rule_that_depends_on_the_stage_names_it() {
        let rule = Refusal::Stage(domain::case::stage::Stage::Closed);
        let texts = reasons(&Reasons::Rule(rule));
        assert!(texts[0].contains(words().stage_closed), "{texts:?}");
        assert!(!texts[0].contains("{stage}"), "{texts:?}");
    }
}
