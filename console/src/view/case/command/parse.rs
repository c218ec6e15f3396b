//! Parsing of a command form into an action.

use std::collections::BTreeMap;

use domain::{
    bilingual::Named,
    case::{
        action::{Action, Ground, Outcome},
        corrective_action::{Nature, Plan, WHYS},
        evaluation::{Mark, Marks, Savings, SavingsBasis},
        lesson::PublicWords,
        life_cycle::Verb,
    },
    intake::kind::Kind,
    reference::Reference,
    sla::priority::Priority,
    slug::Slug,
    staff::StaffId,
};
use leptos::ev::SubmitEvent;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement};

use super::super::Doing;
use crate::view::shared::{entity_choice, form_data::field};

/// Parses the action; `None` if a field is missing or invalid. `entities` are ids and names.
pub(super) fn action(
    Doing { verb, action }: Doing,
    event: &SubmitEvent,
    entities: &[(String, String)],
) -> Option<Action> {
    let value = |name: &str| field(event, name);
    let yes = |name: &str| match &*value(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Some(match verb {
        Verb::Assign => Action::Assign { to: StaffId::parse(&value("to")).ok()? },
        Verb::Prioritise => Action::Prioritise {
            priority: Priority::ALL
                .into_iter()
                .find(|priority| priority.as_str() == value("priority"))?,
        },
        Verb::RequestDelay => Action::RequestDelay,
        Verb::RefuseDelay => Action::RefuseDelay,
        Verb::Extend => Action::Extend { days: value("days").parse().ok()? },
        Verb::Reply => Action::Reply,
        Verb::Ask => Action::Ask,
        Verb::Note => Action::Note,
        Verb::Classify => {
            let to = entity_choice::exact(entities, &value("to"))?;
            let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == value("kind"))?;
            Action::Classify { kind, to: Slug::parse(&to).ok()? }
        }
        Verb::Transfer => {
            let to = entity_choice::exact(entities, &value("to"))?;
            Action::Transfer { to: Slug::parse(&to).ok()? }
        }
        Verb::Return => Action::Return,
        Verb::Invite => Action::Invite { to: Slug::parse(&value("to")).ok()? },
        Verb::Merge => Action::Merge { into: Reference::parse(&value("into")).ok()? },
        Verb::Decline => Action::Decline {
            ground: Ground::ALL.into_iter().find(|ground| ground.as_str() == value("ground"))?,
        },
        Verb::Answer => Action::Answer {
            outcome: Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == value("outcome")),
        },
        Verb::Judge => Action::Judge { marks: marks(event)?, nonce: None },
        Verb::Decide => Action::Decide { accepted: yes("accepted")? },
        Verb::Plan => Action::Plan { by: value("by").parse().ok()? },
        Verb::Implement => Action::Implement {
            on: value("on").parse().ok()?,
            savings: match &*value("dirhams") {
                "" => None,
                dirhams => Some(Savings {
                    dirhams: dirhams.parse().ok()?,
                    basis: SavingsBasis::ALL
                        .into_iter()
                        .find(|basis| basis.as_str() == value("basis"))?,
                }),
            },
        },
        Verb::Act => Action::Act {
            plan: Plan {
                nature: if value("nature") == "preventive" {
                    Nature::Preventive
                } else {
                    Nature::Corrective
                },
                owner: StaffId::parse(&value("owner")).ok()?,
                due: value("due").parse().ok()?,
                check_from: value("check_from").parse().ok()?,
            },
        },
        Verb::Complete => Action::Complete { action },
        Verb::Check => Action::Check { action, effective: yes("effective")? },
        Verb::Propose => Action::Propose { action },
        _ => return None,
    })
}

/// Returns the answers to the "why?" fields that aren't empty.
pub(super) fn root_cause(event: &SubmitEvent) -> Vec<String> {
    let all = (1..=WHYS).map(|place| field(event, &format!("why{place}")).trim().to_owned());
    all.filter(|cause| !cause.is_empty()).collect()
}

/// Returns the public words, with their proposal.
pub(super) fn public_words(verb: Verb, event: &SubmitEvent) -> Option<PublicWords> {
    let both = |part: &str| Named {
        ar: field(event, &format!("{part}_ar")),
        en: field(event, &format!("{part}_en")),
    };
    (verb == Verb::Propose).then(|| PublicWords { said: both("said"), did: both("did") })
}

fn marks(event: &SubmitEvent) -> Option<Marks> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let mut marks = BTreeMap::new();
    for entry in data.entries() {
        let entry: js_sys::Array = entry.ok()?.dyn_into().ok()?;
        let [name, value] =
            [entry.get(0), entry.get(1)].map(|part: JsValue| part.as_string().unwrap_or_default());
        if let Some(criterion) = name.strip_prefix("mark-") {
            marks.insert(Slug::parse(criterion).ok()?, Mark::new(value.parse().ok()?).ok()?);
        }
    }
    Some(marks)
}
