//! Editor of an entity's service level agreements, for each kind and priority.

use domain::{
    intake::kind::Kind,
    sla::{
        agreement::{Agreement, Agreements, Term},
        priority::Priority,
    },
};
use leptos::prelude::*;
use serde_json::Value;

use super::{editor::Editor, rows::Fields};
use crate::words::{self, words};

/// Names of the promises in field names.
const PROMISES: [&str; 3] = ["first_response", "resolution", "acceptance"];

/// Returns the editor. It lists default agreements too.
pub(super) fn form(editor: Editor, version: u32, agreements: &Agreements) -> AnyView {
    let all = pairs().map(|(kind, priority)| {
        let agreement = agreements.of(kind, priority);
        let terms = [agreement.first_response, agreement.resolution, agreement.acceptance];
        let labels =
            [words().clock_first_response, words().clock_resolution, words().clock_acceptance];
        let fields = PROMISES
            .into_iter()
            .zip(labels)
            .zip(terms)
            .map(|((name, label), promised)| term(kind, priority, name, label, promised));
        view! {
            <fieldset class="row">
                <legend>{words::kind(kind)}" · "{words::priority(priority)}</legend>
                {fields.collect_view()}
            </fieldset>
        }
    });
    let fields =
        view! { <p class="hint">{words::settings().agreements_hint}</p>{all.collect_view()} };
    editor.form(version, read, fields.into_any())
}

fn pairs() -> impl Iterator<Item = (Kind, Priority)> {
    Kind::ALL.into_iter().flat_map(|kind| Priority::ALL.map(|priority| (kind, priority)))
}

fn field(kind: Kind, priority: Priority, name: &str) -> String {
    format!("{}-{}-{name}", kind.as_str(), priority.as_str())
}

fn term(
    kind: Kind,
    priority: Priority,
    name: &str,
    label: &'static str,
    promised: Term,
) -> impl IntoView + use<> {
    let (amount, is_days) = match promised {
        Term::Days(days) => (days.to_string(), true),
        Term::Minutes(minutes) => (minutes.to_string(), false),
    };
    let name = field(kind, priority, name);
    view! {
        <label>{label}
            <span class="term">
                <input type="number" min="1" max="65535" required inputmode="numeric" name=name.clone() value=amount />
                <select name=format!("{name}-unit") aria-label=format!("{label}: {}", words::settings().unit)>
                    <option value="days" selected=is_days>{words::settings().working_days}</option>
                    <option value="minutes" selected=!is_days>{words::settings().working_minutes}</option>
                </select>
            </span>
        </label>
    }
}

/// Reads the agreements. Defaults are omitted, so that they follow a later change of the default.
fn read(form: &Fields) -> Result<Value, String> {
    let mut agreements = Agreements::default();
    for (kind, priority) in pairs() {
        let term = |name: &str| {
            let name = field(kind, priority, name);
            let (amount, is_days) = (form.get(&name), form.get(&format!("{name}-unit")) == "days");
            let term = if is_days {
                amount.parse().map(Term::Days)
            } else {
                amount.parse().map(Term::Minutes)
            };
            term.map_err(|_| words().fault_incomplete.to_owned())
        };
        let [first_response, resolution, acceptance] = PROMISES;
        let agreement = Agreement {
            first_response: term(first_response)?,
            resolution: term(resolution)?,
            acceptance: term(acceptance)?,
        };
        if agreement != Agreement::default_for(kind, priority) {
            agreements = agreements.with(kind, priority, agreement);
        }
    }
    serde_json::to_value(agreements).map_err(|error| error.to_string())
}
