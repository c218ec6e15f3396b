//! The form's HTML as the edge rendered it: its fields, and the places where parts are mounted.
//! Nothing else looks for elements of the form.

use leptos::{mount::mount_to_renderer, prelude::*};
use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
};

use crate::{
    Entered, Place, Step,
    guide::{reactive::keep, words::Words},
    ids,
};

/// Finds the service or the field that asks for the place.
const ASKING: &str = "[data-asks-place]:is(:checked,.place)";

/// A part of the form that isn't there: form and widget are of different versions.
#[derive(Clone, Copy, Debug)]
pub struct Missing(&'static str);

impl From<Missing> for JsError {
    fn from(missing: Missing) -> Self {
        Self::new(&["the form lacks ", missing.0].concat())
    }
}

/// The form in its frame. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Page {
    root: HtmlElement,
    form: HtmlFormElement,
    send: Element,
    phrases: JsValue,
}

impl Page {
    /// Takes the form in this frame, with the phrases of its language.
    pub(crate) fn new(root: HtmlElement, phrases: JsValue) -> Result<Self, Missing> {
        if !phrases.is_object() {
            return Err(Missing("phrases"));
        }
        let (form, send) = (within(&root, "form")?, within(&root, "[part=send]")?);
        Ok(Self { root, form, send, phrases })
    }

    /// Returns the frame.
    pub(crate) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Returns the form.
    pub(crate) fn form(&self) -> &HtmlFormElement {
        &self.form
    }

    /// Returns the button that sends.
    pub(crate) fn send(&self) -> &Element {
        &self.send
    }

    /// Returns the button that closes the box.
    pub(crate) fn close_button(&self) -> Result<HtmlElement, Missing> {
        within(&self.root, "[part=close]")
    }

    /// Returns the phrases, which belong to the current owner.
    pub(crate) fn words(&self) -> Words {
        Words::new(self.phrases.clone(), self.language())
    }

    /// Mounts a part into its place, for as long as the current owner lives.
    pub(crate) fn mount<V: Render + 'static>(
        &self,
        place: Place,
        part: impl FnOnce() -> V + 'static,
    ) -> Result<(), Missing>
    where
        V::State: 'static,
    {
        mount(&self.root, place, part)
    }

    /// Returns a field or a control by its id.
    pub(crate) fn by_id<T: JsCast>(&self, id: &'static str) -> Option<T> {
        found(&self.root, &["#", id].concat())
    }

    /// Returns the place beside a field where its fault is told.
    pub(crate) fn beside(&self, id: &str) -> Option<Element> {
        found(&self.root, &["#", id, "-fault"].concat())
    }

    /// Returns the entity's slug.
    pub(crate) fn entity(&self) -> String {
        self.root.get_attribute("data-entity").unwrap_or_default()
    }

    /// Returns the form's language, as a BCP 47 tag.
    pub(crate) fn language(&self) -> String {
        self.root.lang()
    }

    /// Returns whether the form speaks in easy words.
    pub(crate) fn is_easy(&self) -> bool {
        self.root.has_attribute("data-easy")
    }

    /// Returns whether what is sent is a test.
    pub(crate) fn is_test(&self) -> bool {
        self.root.has_attribute("data-test")
    }

    /// Returns the step that shows.
    pub(crate) fn step(&self) -> Step {
        Step::named(&self.root.get_attribute("data-step").unwrap_or_default())
    }

    /// Shows one part alone: a step by its name, or a page after the steps.
    pub(crate) fn show(&self, part: &str) {
        let _ = self.root.set_attribute("data-step", part);
    }

    /// Shows one part alone and focuses its heading, which a screen reader tells.
    pub(crate) fn lead_to(&self, part: &str) {
        self.show(part);
        focus_first(&self.root, &["[data-of=", part, "] h2"].concat());
    }

    /// Focuses a field or a control.
    pub(crate) fn focus(&self, id: &str) {
        focus_first(&self.root, &["#", id].concat());
    }

    /// Reads what is entered.
    pub(crate) fn entered(&self) -> Entered {
        let data = FormData::new_with_form(&self.form).ok();
        let field = |name: &str| {
            data.as_ref().and_then(|data| data.get(name).as_string()).unwrap_or_default()
        };
        let mut entered = Entered::read(&field);
        if !self.asks_place() {
            entered.place.clear();
        }
        entered
    }

    /// Enters all this.
    pub(crate) fn enter(&self, entered: &Entered) {
        if let Some(kind) = entered.kind
            && let Some(choice) =
                found::<HtmlInputElement>(&self.root, &["#kind-", kind.as_str()].concat())
        {
            choice.set_checked(true);
        }
        // A script sets the value of a text area as that of a line.
        for (id, text) in [
            (ids::TEXT, &entered.text),
            (ids::SUGGESTION, &entered.suggestion),
            (ids::PLACE, &entered.place),
            (ids::NAME, &entered.name),
            (ids::EMAIL, &entered.email),
            (ids::PHONE, &entered.phone),
        ] {
            if let Some(line) = self.by_id::<HtmlInputElement>(id) {
                line.set_value(text);
                if !text.is_empty() {
                    unfold(&line);
                }
            }
        }
        self.choose_service(&entered.service);
    }

    /// Returns whether the service asks for the place. Suggestions have none.
    fn asks_place(&self) -> bool {
        let is_there = |selector| found::<Element>(&self.root, selector).is_some();
        is_there(ASKING) && !is_there("[value=suggestion]:checked")
    }

    /// Chooses a service, if the entity has it. An entity with one service doesn't ask.
    pub(crate) fn choose_service(&self, id: &str) {
        if let Some(services) = self.by_id::<HtmlSelectElement>(ids::SERVICE)
            && (0..services.length())
                .any(|place| option_value(&services, place).as_deref() == Some(id))
        {
            services.set_value(id);
        }
    }

    /// Returns the names of the entity, the chosen service and the chosen kind.
    pub(crate) fn subject(&self) -> [Option<String>; 3] {
        [".bar bdi", "#service :checked:not([value=''])", "[name=kind]:checked~label"]
            .map(|selector| found::<Element>(&self.root, selector)?.text_content())
    }
}

/// Mounts a part into its place below an element, for as long as the current owner lives.
pub(crate) fn mount<V: Render + 'static>(
    root: &Element,
    place: Place,
    part: impl FnOnce() -> V + 'static,
) -> Result<(), Missing>
where
    V::State: 'static,
{
    let name = place.name();
    let place: Element = found(root, &["[data-place=", name, "]"].concat()).ok_or(Missing(name))?;
    keep(mount_to_renderer(&place, part));
    Ok(())
}

/// Opens the group around a field.
pub(crate) fn unfold(field: &Element) {
    if let Some(group) = field.closest("details").ok().flatten() {
        let _ = group.set_attribute("open", "");
    }
}

/// Writes a text, unless it stands there already: a live region would tell it twice.
pub(crate) fn write(place: &Element, text: &str) {
    if place.text_content().as_deref() != Some(text) {
        place.set_text_content(Some(text));
    }
}

fn option_value(services: &HtmlSelectElement, place: u32) -> Option<String> {
    services.item(place)?.get_attribute("value")
}

fn focus_first(root: &Element, selector: &str) {
    if let Some(element) = found::<HtmlElement>(root, selector) {
        let _ = element.focus();
    }
}

/// Returns the first element within another that a selector finds. Its class isn't tested: form and
/// widget are of one version.
pub(crate) fn found<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

fn within<T: JsCast>(root: &Element, selector: &'static str) -> Result<T, Missing> {
    found(root, selector).ok_or(Missing(selector))
}
