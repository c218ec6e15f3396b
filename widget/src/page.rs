//! The form's HTML as the edge rendered it.

use form::{Entered, Phrase, Step, ids};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, FormData, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement,
    HtmlSelectElement, HtmlTextAreaElement,
};

/// The form lacks a part: it and this widget are not of one version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missing(&'static str);

impl Missing {
    /// What has this id is missing.
    pub(crate) const fn part(id: &'static str) -> Self {
        Self(id)
    }
}

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
    phrases: JsValue,
}

impl Page {
    /// The form in this frame, with what there is to say in its language.
    pub(crate) fn new(root: HtmlElement, phrases: JsValue) -> Result<Self, Missing> {
        if !phrases.is_object() {
            return Err(Missing("phrases"));
        }
        let form = within(&root, "form")?;
        Ok(Self { root, form, phrases })
    }

    /// The frame.
    pub(crate) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// The form.
    pub(crate) fn form(&self) -> &HtmlFormElement {
        &self.form
    }

    /// The element with this id.
    pub(crate) fn by_id<T: JsCast>(&self, id: &'static str) -> Result<T, Missing> {
        found(&self.root, &["#", id].concat()).ok_or(Missing(id))
    }

    /// What to say in the form's language.
    pub(crate) fn say(&self, phrase: Phrase) -> String {
        Reflect::get(&self.phrases, &phrase.key().into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// The entity's short name.
    pub(crate) fn entity(&self) -> String {
        self.root.get_attribute("data-entity").unwrap_or_default()
    }

    /// The language of the form, as a tag (BCP 47).
    pub(crate) fn language(&self) -> String {
        self.root.lang()
    }

    /// Whether the form speaks in easy words.
    pub(crate) fn is_easy(&self) -> bool {
        self.root.has_attribute("data-easy")
    }

    /// The step that shows.
    pub(crate) fn step(&self) -> Step {
        self.root
            .get_attribute("data-step")
            .and_then(|name| Step::parse(&name))
            .unwrap_or(Step::Kind)
    }

    /// Shows one part alone: a step by its name, or what comes after them.
    pub(crate) fn show(&self, part: &str) {
        let _ = self.root.set_attribute("data-step", part);
    }

    /// Shows one part alone and leads whoever cannot see it to its heading.
    pub(crate) fn lead_to(&self, part: &str) {
        self.show(part);
        if let Some(heading) =
            found::<HtmlElement>(&self.root, &["[data-of=", part, "] h2"].concat())
        {
            let _ = heading.focus();
        }
    }

    /// Tells, politely, whoever listens rather than looks.
    pub(crate) fn tell(&self, text: &str) {
        if let Ok(place) = self.by_id::<Element>(ids::TOLD) {
            place.set_text_content(Some(text));
        }
    }

    /// Whether this is someone else's device, which is to keep nothing.
    pub(crate) fn keeps_nothing(&self) -> bool {
        self.by_id::<HtmlInputElement>(ids::SHARED).is_ok_and(|shared| shared.checked())
    }

    /// Says whether this is someone else's device.
    pub(crate) fn keep_nothing(&self, is_shared: bool) {
        if let Ok(shared) = self.by_id::<HtmlInputElement>(ids::SHARED) {
            shared.set_checked(is_shared);
        }
    }

    /// Asks before something is thrown away; whether it may be.
    pub(crate) async fn is_sure(&self, question: Phrase) -> bool {
        let Ok(dialog) = self.by_id::<HtmlDialogElement>(ids::SURE) else { return true };
        if let Some(place) = found::<Element>(&dialog, "p") {
            place.set_text_content(Some(&self.say(question)));
        }
        dialog.set_return_value("");
        let answered = Promise::new(&mut |resolve, _| dialog.set_onclose(Some(&resolve)));
        if dialog.show_modal().is_err() {
            return false;
        }
        let _ = JsFuture::from(answered).await;
        dialog.return_value() == "yes"
    }

    /// What is entered.
    pub(crate) fn entered(&self) -> Entered {
        let data = FormData::new_with_form(&self.form).ok();
        let field = |name: &str| {
            data.as_ref().and_then(|data| data.get(name).as_string()).unwrap_or_default()
        };
        Entered::read(&field)
    }

    /// Enters all this.
    pub(crate) fn enter(&self, entered: &Entered) {
        if let Some(kind) = entered.kind
            && let Some(choice) =
                found::<HtmlInputElement>(&self.root, &["#kind-", kind.as_str()].concat())
        {
            choice.set_checked(true);
        }
        for (id, text) in [(ids::TEXT, &entered.text), (ids::SUGGESTION, &entered.suggestion)] {
            if let Ok(area) = self.by_id::<HtmlTextAreaElement>(id) {
                area.set_value(text);
            }
        }
        for (id, text) in
            [(ids::NAME, &entered.name), (ids::EMAIL, &entered.email), (ids::PHONE, &entered.phone)]
        {
            if let Ok(line) = self.by_id::<HtmlInputElement>(id) {
                line.set_value(text);
            }
        }
        if entered.contact().is_some()
            && let Ok(contact) = self.by_id::<Element>(ids::CONTACT)
        {
            let _ = contact.set_attribute("open", "");
        }
        self.choose_service(&entered.service);
    }

    /// Whether there are several services to choose from.
    pub(crate) fn has_services(&self) -> bool {
        self.by_id::<Element>(ids::SERVICE).is_ok()
    }

    /// Chooses a service, if the entity has it.
    pub(crate) fn choose_service(&self, id: &str) {
        // An entity with one service doesn't ask.
        if let Ok(services) = self.by_id::<HtmlSelectElement>(ids::SERVICE)
            && (0..services.length())
                .any(|place| option_value(&services, place).as_deref() == Some(id))
        {
            services.set_value(id);
        }
    }

    /// What the chosen service is called, or none of them, and the language that its name is in.
    pub(crate) fn service_name(&self) -> Option<(String, Option<String>)> {
        let services: HtmlSelectElement = self.by_id(ids::SERVICE).ok()?;
        let chosen = services.selected_options().item(0)?;
        Some((chosen.text_content()?, chosen.get_attribute("lang")))
    }
}

fn option_value(services: &HtmlSelectElement, place: u32) -> Option<String> {
    services.item(place)?.get_attribute("value")
}

/// The first element in another that a selector finds. What kind it is isn't looked at: form and widget are of one version.
pub(crate) fn found<T: JsCast>(place: &Element, selector: &str) -> Option<T> {
    place.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

/// The element in another that must be there.
pub(crate) fn within<T: JsCast>(place: &Element, selector: &'static str) -> Result<T, Missing> {
    found(place, selector).ok_or(Missing(selector))
}
