//! Evaluation of a suggestion: criteria, the marks that the person may see, the result, the
//! decision.

use domain::{
    case::evaluation::Decision,
    entity::criteria::Criteria,
    intake::kind::Kind,
    wire::console::{CaseView, EvaluationView},
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    effects::intl,
    words::{self, fill, words},
};

/// The evaluation; absent unless the case is a suggestion.
#[component]
pub(super) fn Judging(desk: Desk) -> impl IntoView {
    move || {
        desk.case.with(|case| {
            let case = case.as_ref().filter(|case| case.kind == Kind::Suggestion)?;
            let body = match &case.evaluation {
                Some(evaluation) => begun(case, evaluation).into_any(),
                None => view! { <p class="hint">{words::case().judged_by_nobody}</p> }.into_any(),
            };
            Some(view! {
                <section class="sheet" aria-labelledby="judging-title">
                    <h2 id="judging-title">{words::case().judging_title}</h2>
                    {body}
                </section>
            })
        })
    }
}

fn begun(case: &CaseView, evaluation: &EvaluationView) -> impl IntoView + use<> {
    let judges: Vec<_> =
        evaluation.marks.keys().map(|id| case.names.get(id).cloned().unwrap_or_default()).collect();
    let rows = evaluation.criteria.weights().iter().map(|(name, weight)| {
        let marks = evaluation.marks.values().map(|marks| {
            marks.get(name).map(|&mark| u8::from(mark).to_string()).unwrap_or_default()
        });
        view! {
            <tr>
                <th scope="row">
                    {words::criterion_named(&case.criteria_names, name)}
                    {words::best(name.as_str()).map(|best| view! { " "<span class="hint">{best}</span> })}
                </th>
                <td>{weight.to_string()}</td>
                {marks.map(|mark| view! { <td>{mark}</td> }).collect_view()}
            </tr>
        }
    });
    let table = (!evaluation.marks.is_empty()).then(|| {
        view! {
            <div class="wide" tabindex="0" role="region" aria-label=words().criteria>
                <table>
                    <thead><tr>
                        <th scope="col">{words().criterion}</th><th scope="col">{words().weight}</th>
                        {judges.into_iter().map(|name| view! { <th scope="col"><bdi>{name}</bdi></th> }).collect_view()}
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    });
    let result = evaluation.result.map(|result| {
        let text = if evaluation.recommended == Some(true) { words::case().recommended } else { words::case().not_recommended };
        view! { <p><strong>{format!("{}%", u8::from(result))}</strong>" "{text}" "<span class="hint">{threshold(&evaluation.criteria)}</span></p> }
    });
    view! {
        <p>{fill(words::case().judges_count, "count", &evaluation.judges.to_string())}</p>
        {evaluation.marks.is_empty().then(|| view! { <p class="hint">{words::case().judge_first}</p> })}
        {table}{result}
        {evaluation.decision.map(|decision| view! { <p class="decision"><strong>{decided(decision)}</strong></p> })}
    }
}

fn threshold(criteria: &Criteria) -> String {
    fill(words::case().threshold_is, "percent", &u8::from(criteria.threshold()).to_string())
}

fn decided(decision: Decision) -> String {
    match decision {
        Decision::Rejected => words::case().decided_no.to_owned(),
        Decision::Accepted => words::case().decided_yes.to_owned(),
        Decision::Planned(day) => {
            fill(words::case().decided_plan, "day", &intl::day(&day.to_string()))
        }
        Decision::Implemented(day) => {
            fill(words::case().decided_done, "day", &intl::day(&day.to_string()))
        }
    }
}
