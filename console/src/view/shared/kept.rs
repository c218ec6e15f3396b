//! Fields of a form, kept as a draft until the form is sent. The message has a draft of its own.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::session::Draft;

/// Attribute of a select that waits for the option with this value.
pub(crate) const AWAITED: &str = "data-awaited";

/// Selector of the fields.
const SELECTOR: &str = "input[name], select[name], textarea[name]:not([name=words])";

/// Stores the fields of a form.
pub(crate) fn store(form: &HtmlFormElement, draft: &Draft) {
    let values: BTreeMap<String, String> = fields(form)
        .iter()
        .filter_map(Field::value)
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let text = if values.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&values).unwrap_or_default()
    };
    draft.set_fields(&text);
}

/// Fills a form with the stored fields once it is drawn.
pub(crate) fn restore(form: NodeRef<leptos::html::Form>, draft: Draft) {
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        let values: BTreeMap<String, String> =
            serde_json::from_str(&draft.fields()).unwrap_or_default();
        if values.is_empty() {
            return;
        }
        for field in fields(&form) {
            field.fill(&values);
        }
    });
}

/// Selects the option that a select waits for, once its options are drawn.
pub(crate) fn select_awaited(select: &HtmlSelectElement) {
    if let Some(value) = select.get_attribute(AWAITED) {
        select.set_value(&value);
    }
}

enum Field {
    Input(HtmlInputElement),
    Select(HtmlSelectElement),
    Text(HtmlTextAreaElement),
}

impl Field {
    fn of(element: Element) -> Option<Self> {
        let element = match element.dyn_into() {
            Ok(input) => return Some(Self::Input(input)),
            Err(element) => element,
        };
        match element.dyn_into() {
            Ok(select) => Some(Self::Select(select)),
            Err(element) => element.dyn_into().ok().map(Self::Text),
        }
    }

    /// Returns name and value; `None` of an unchecked choice and of a file.
    fn value(&self) -> Option<(String, String)> {
        match self {
            Self::Input(input) if is_choice(input) => {
                input.checked().then(|| (input.name(), input.value()))
            }
            Self::Input(input) => (input.type_() != "file").then(|| (input.name(), input.value())),
            Self::Select(select) => Some((select.name(), select.value())),
            Self::Text(text) => Some((text.name(), text.value())),
        }
    }

    fn fill(&self, values: &BTreeMap<String, String>) {
        match self {
            Self::Input(input) if is_choice(input) => {
                input.set_checked(values.get(&input.name()) == Some(&input.value()));
            }
            Self::Input(input) => {
                if let Some(value) = values.get(&input.name()) {
                    input.set_value(value);
                }
            }
            Self::Select(select) => {
                if let Some(value) = values.get(&select.name()) {
                    select.set_value(value);
                    let _ = select.set_attribute(AWAITED, value);
                }
            }
            Self::Text(text) => {
                if let Some(value) = values.get(&text.name()) {
                    text.set_value(value);
                }
            }
        }
    }
}

fn is_choice(input: &HtmlInputElement) -> bool {
    matches!(&*input.type_(), "radio" | "checkbox")
}

fn fields(form: &HtmlFormElement) -> Vec<Field> {
    let Ok(all) = form.query_selector_all(SELECTOR) else { return Vec::new() };
    let elements = (0..all.length()).filter_map(|place| all.item(place)?.dyn_into().ok());
    elements.filter_map(Field::of).collect()
}
