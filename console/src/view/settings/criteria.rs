//! Editor of an entity's criteria for evaluating suggestions.

use std::collections::BTreeMap;

use domain::{
    entity::criteria::{Criteria, Percent},
    slug::Slug,
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    editor::Editor,
    rows::{Fields, rows},
};
use crate::words::{self, words};

/// Returns the editor: criteria with their weights, and the threshold of a recommendation.
pub(super) fn form(editor: Editor, version: u32, criteria: &Criteria) -> AnyView {
    let row = |_, (name, weight): (String, u8)| {
        let label = words::criterion(&name).to_owned();
        let hint = (label != name).then_some(label);
        view! {
            <label>{words().short_name}<input name="id" required dir="ltr" pattern="[a-z0-9\\-]{1,64}" value=name /></label>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <label>{words().weight}<input type="number" name="weight" min="1" max="255" required inputmode="numeric" value=weight.to_string() /></label>
        }
        .into_any()
    };
    let all =
        criteria.weights().iter().map(|(name, weight)| (name.to_string(), weight.get())).collect();
    let fields = view! {
        <label>{words().threshold}
            <input type="number" name="threshold" min="0" max="100" required inputmode="numeric" value=u8::from(criteria.threshold()).to_string() />
        </label>
        {rows("criteria", words().criterion, all, (String::new(), 10), row)}
    };
    editor.form(version, read, fields.into_any())
}

fn read(form: &Fields) -> Result<Value, String> {
    let incomplete = || words().fault_incomplete.to_owned();
    let one = |row: &Fields| {
        let id = Slug::parse(&row.get("id")).map_err(|error| words::detail(&error.to_string()))?;
        Ok((id, row.get("weight").parse().map_err(|_| incomplete())?))
    };
    let weights: BTreeMap<_, _> =
        form.rows("criteria").iter().map(one).collect::<Result<_, String>>()?;
    let threshold = form.get("threshold").parse::<u8>().map_err(|_| incomplete())?;
    let criteria = Percent::new(threshold).and_then(|threshold| Criteria::new(weights, threshold));
    criteria.map_err(|error| words::detail(&error.to_string())).and_then(|criteria| {
        serde_json::to_value(criteria).map_err(|error| words::detail(&error.to_string()))
    })
}
