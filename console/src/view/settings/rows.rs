//! Native HTML fields, which are read when the form is submitted, and rows of fields that can be
//! added and removed.

use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::words::{self, words};

/// Element that contains fields.
pub(super) struct Fields(Element);

impl Fields {
    /// Returns the submitted form.
    pub(super) fn of_form(event: &SubmitEvent) -> Option<Self> {
        event.target()?.dyn_into().ok().map(Self)
    }

    /// Returns the form around an element.
    pub(super) fn around(element: &Element) -> Option<Self> {
        element.closest("form").ok().flatten().map(Self)
    }

    fn field(&self, name: &str) -> Option<Element> {
        // Fields of rows have a number after their name.
        self.0.query_selector(&format!("[name='{name}'], [name^='{name}-']")).ok().flatten()
    }

    /// Returns a field's trimmed value, or an empty text.
    pub(super) fn get(&self, name: &str) -> String {
        let Some(field) = self.field(name) else { return String::new() };
        let text = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        let text =
            text.or_else(|| field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value));
        let text =
            text.or_else(|| field.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value));
        text.unwrap_or_default().trim().to_owned()
    }

    /// Sets the value of an input.
    pub(super) fn set(&self, name: &str, value: &str) {
        if let Some(field) =
            self.field(name).and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
        {
            field.set_value(value);
        }
    }

    /// Returns whether a checkbox is checked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.field(name)
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
            .is_some_and(|field| field.checked())
    }

    /// Returns the rows of a name, in order.
    pub(super) fn rows(&self, name: &str) -> Vec<Self> {
        let Ok(elements) = self.0.query_selector_all(&format!("[data-rows='{name}']")) else {
            return Vec::new();
        };
        (0..elements.length())
            .filter_map(|place| elements.item(place)?.dyn_into().ok().map(Self))
            .collect()
    }
}

/// Rows of fields, to which a view can add some itself.
pub(super) struct RowList<T: Send + Sync + 'static> {
    all: RwSignal<Vec<(usize, T)>>,
    next: StoredValue<usize>,
}

impl<T: Send + Sync + 'static> Clone for RowList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for RowList<T> {}

impl<T: Clone + Send + Sync + 'static> RowList<T> {
    pub(super) fn new(all: Vec<T>) -> Self {
        let next = StoredValue::new(all.len());
        Self { all: RwSignal::new(all.into_iter().enumerate().collect()), next }
    }

    /// Returns the rows with their numbers, and tracks them.
    pub(super) fn all(self) -> Vec<(usize, T)> {
        self.all.get()
    }

    /// Changes the rows.
    pub(super) fn update(self, change: impl FnOnce(&mut Vec<(usize, T)>)) {
        self.all.update(change);
    }

    /// Adds a row at the end.
    pub(super) fn push(self, value: T) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.all.update(|all| all.push((number, value)));
    }

    /// Renders the rows, with buttons to add a blank row and to remove each.
    pub(super) fn view(
        self,
        name: &'static str,
        legend: &'static str,
        blank: T,
        row: impl Fn(usize, T) -> AnyView + Copy + Send + 'static,
    ) -> AnyView {
        let all = self.all;
        view! {
            <For each=move || all.get() key=|(number, _)| *number let((number, value))>
                <fieldset class="row" data-rows=name>
                    <legend>{legend}" "{(number + 1).to_string()}</legend>
                    {row(number, value)}
                    <button type="button" class="quiet" on:click=move |_| all.update(|all| all.retain(|(other, _)| *other != number))>
                        {words().remove}
                    </button>
                </fieldset>
            </For>
            <p><button type="button" on:click=move |_| self.push(blank.clone())>{words::settings().add}</button></p>
        }
        .into_any()
    }
}

/// Renders rows of fields, with buttons to add a blank row and to remove each.
pub(super) fn rows<T: Clone + Send + Sync + 'static>(
    name: &'static str,
    legend: &'static str,
    all: Vec<T>,
    blank: T,
    row: impl Fn(usize, T) -> AnyView + Copy + Send + 'static,
) -> AnyView {
    RowList::new(all).view(name, legend, blank, row)
}

/// Renders a text field that takes at most `most` characters.
pub(super) fn text(
    name: &'static str,
    label: &'static str,
    value: String,
    dir: &'static str,
    most: usize,
) -> AnyView {
    let lang = match dir {
        "rtl" => Some("ar"),
        "ltr" => Some("en"),
        _ => None,
    };
    view! { <label>{label}<input name=name required dir=dir lang=lang data-most=most.to_string() value=value /></label> }.into_any()
}

/// Renders a field for a day.
pub(super) fn date(name: &'static str, label: &'static str, value: String) -> AnyView {
    view! { <label>{label}<input type="date" name=name required value=value /></label> }.into_any()
}
