//! Editor of an entity's criteria for evaluating suggestions.
//!
//! A criterion is shown by its name. One that is added has a name in both languages, and gets its
//! short name when it is saved.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    bilingual::Named,
    entity::criteria::{CRITERION_MAX, Criteria, NamedCriteria, Percent},
    slug::Slug,
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    editor::Editor,
    rows::{Fields, rows, text},
};
use crate::words::{self, words};

/// Short name of a criterion, its weight, and its name if it isn't one of the default ones.
type Row = (String, u8, Option<Named>);

/// Returns the editor: criteria with their weights, and the threshold of a recommendation.
pub(super) fn form(editor: Editor, version: u32, stored: &NamedCriteria) -> AnyView {
    let NamedCriteria { criteria, names } = stored;
    let row = |_, (id, weight, name): Row| {
        let title = match name {
            Some(Named { ar, en }) => {
                view! { {text("ar", words::settings().name_ar, ar, "rtl", CRITERION_MAX)}{text("en", words::settings().name_en, en, "ltr", CRITERION_MAX)} }
                    .into_any()
            }
            None => view! { <p>{words::criterion(&id).to_owned()}</p> }.into_any(),
        };
        view! {
            <input type="hidden" name="id" value=id />
            {title}
            <label>{words().weight}<input type="number" name="weight" min="1" max="255" required inputmode="numeric" value=weight.to_string() /></label>
        }
        .into_any()
    };
    // One that was added before it had a name is shown by its short name, and can be given one.
    let name = |id: &Slug| {
        let is_default = Criteria::default().weights().contains_key(id);
        let own = names.get(id).cloned();
        own.or_else(|| (!is_default).then(|| Named { ar: id.to_string(), en: id.to_string() }))
    };
    let weights = criteria.weights().iter();
    let all = weights.map(|(id, weight)| (id.to_string(), weight.get(), name(id))).collect();
    let blank = Some(Named { ar: String::new(), en: String::new() });
    let fields = view! {
        <label>{words::settings().threshold}
            <input type="number" name="threshold" min="0" max="100" required inputmode="numeric" value=u8::from(criteria.threshold()).to_string() />
        </label>
        {rows("criteria", words().criterion, all, (String::new(), 10, blank), row)}
    };
    editor.form(version, read, fields.into_any())
}

fn read(form: &Fields) -> Result<Value, String> {
    let incomplete = || words().fault_incomplete.to_owned();
    let rows = form.rows("criteria");
    let mut taken: BTreeSet<String> = rows.iter().map(|row| row.get("id")).collect();
    let (mut weights, mut names) = (BTreeMap::new(), BTreeMap::new());
    for row in &rows {
        let (id, en) = (row.get("id"), row.get("en"));
        let id = if id.is_empty() {
            Slug::derive(&en, "criterion", |slug| taken.contains(slug))
        } else {
            Slug::parse(&id).ok()
        };
        let id = id.ok_or_else(incomplete)?;
        // A later change of the name leaves the short name.
        row.set("id", id.as_str());
        taken.insert(id.to_string());
        if !en.is_empty() {
            names.insert(id.clone(), Named { ar: row.get("ar"), en });
        }
        weights.insert(id, row.get("weight").parse().map_err(|_| incomplete())?);
    }
    let threshold = form.get("threshold").parse::<u8>().map_err(|_| incomplete())?;
    let criteria = Percent::new(threshold).and_then(|threshold| Criteria::new(weights, threshold));
    let criteria = criteria.map_err(|error| words::detail(&error.to_string()))?;
    serde_json::to_value(NamedCriteria { criteria, names })
        .map_err(|error| words::detail(&error.to_string()))
}
