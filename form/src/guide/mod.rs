//! Parts of the form that need a script: Leptos components that the browser mounts into their
//! places in the edge's HTML.
//!
//! The widget calls [`attach`], or [`attach_reply`] for the parts that [`reply`] mounts alone.
//! [`session`] is the state of one open form, [`page`] the edge's HTML with its fields. Each part
//! is a component in a file of [`parts`]. Each service of the browser is a file of [`browser`].
//! State lives in signals, and views follow them.
//!
//! Nothing here may touch anything outside the form's frame, or parse markup: a page's Trusted
//! Types then have nothing to refuse. `cargo xtask build` fails if the glue has `innerHTML`.

mod browser;
mod draft;
mod flow;
mod item;
mod options;
mod outbox;
mod page;
mod parts;
mod reactive;
mod reply;
mod session;
mod words;

use std::rc::Rc;

use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::{Phrase, Place, Step};
use browser::{api::Api, clock};
use flow::{
    check::Check,
    close,
    draft::{DraftNote, SharedDevice, begin_draft, follow_draft},
    faults::Faults,
    fields,
    outbox::{Outbox, Waiting, begin_sending},
    steps::{self, Back, Failure},
};
pub use options::Options;
pub use page::Missing;
use page::Page;
use parts::{
    languages::{Choice, Languages},
    media::Media,
};
use reactive::{effect, start_executor};
pub use reply::attach_reply;
use session::Session;

/// Handle of a form with mounted parts, until it is detached.
pub struct Guide {
    session: Session,
    owner: Owner,
}

impl Guide {
    /// Chooses a service, if the entity has it and the visitor hasn't chosen another.
    pub fn choose_service(&self, service: Option<String>) {
        self.session.choose_service(service);
    }

    /// Unmounts the parts and ends listeners and recordings.
    pub fn detach(&self) {
        self.owner.cleanup();
    }
}

/// Mounts the parts into the form in this frame. `phrases` are those of its language.
///
/// # Errors
///
/// Names the part that the form lacks.
pub fn attach(root: HtmlElement, phrases: JsValue, options: Options) -> Result<Guide, Missing> {
    start_executor();
    let page = Page::new(root, phrases)?;
    let owner = Owner::new();
    let session = owner.with(|| {
        let session = Session::new(page, Rc::new(options));
        begin_draft(session);
        begin_sending(session);
        session
    });
    let form = Form { session, lasting: owner.clone(), owner: owner.child() };
    form.mount()?;
    Ok(Guide { session, owner })
}

/// Sends the submissions that wait on this device, though no form is open.
pub async fn resume(edge: String) {
    outbox::send_all(&Api::new(edge), None).await;
}

/// Takes the functions that find a proof of work and draw a file on a canvas. They must be set
/// before anything is sent or attached.
pub fn help_with(prover: Function, painter: Function) {
    browser::proof::by(prover);
    browser::thumbnail::by(painter);
}

/// Parts of the form in one language. Session and recorders outlive them.
#[derive(Clone)]
struct Form {
    session: Session,
    /// Owner of the session.
    lasting: Owner,
    /// Owner of the parts.
    owner: Owner,
}

impl Form {
    fn mount(self) -> Result<(), Missing> {
        let owner = self.owner.clone();
        owner.with(|| self.mount_parts())
    }

    fn mount_parts(self) -> Result<(), Missing> {
        let session = self.session;
        let page = session.page();
        let words = page.words();
        let Session { attachments, recorders, sure, .. } = session;
        attachments.speak(words);
        fields::follow_place(session);
        fields::follow_faults(session, words);
        follow_draft(session);
        steps::follow(session, words);
        effect(move || {
            if session.step.get() != Step::Say {
                recorders.leave();
            }
        });
        recorders.when_empty(move || session.go_to(Step::Say));
        close::guard(session)?;
        let is_easy = page.is_easy();
        let form = StoredValue::new_local(self);
        let speak = move |choice, problem| {
            form.with_value(|form| form.clone().speak(choice, problem));
        };
        page.mount(Place::Languages, move || {
            view! { <Languages words=words is_easy=is_easy speak=speak /> }
        })?;
        page.mount(Place::Faults, move || view! { <Faults session=session words=words /> })?;
        page.mount(Place::Kept, move || {
            view! {
                <DraftNote session=session words=words />
                <Outbox session=session words=words />
            }
        })?;
        Media { attachments, recorders, sure }.mount(page.root(), words)?;
        page.mount(Place::Check, move || view! { <Check session=session words=words /> })?;
        page.mount(Place::Failure, move || view! { <Failure session=session words=words /> })?;
        page.mount(Place::Back, move || view! { <Back session=session words=words /> })?;
        page.mount(Place::Device, move || view! { <SharedDevice session=session words=words /> })?;
        page.mount(Place::After, move || view! { <Waiting session=session words=words /> })
    }

    /// Shows the form in the chosen language, or puts the reason into `problem`.
    fn speak(self, choice: Choice, problem: RwSignal<Option<Phrase>>) {
        spawn_local(async move {
            match self.session.speak(&choice.language, choice.is_easy).await {
                Ok(Some(page)) => self.mount_anew(&page, choice.changed).await,
                Ok(None) => {}
                Err(_) => problem.set(Some(Phrase::ErrorLanguage)),
            }
        });
    }

    async fn mount_anew(self, page: &Page, changed: &'static str) {
        self.owner.cleanup();
        let next = Self { owner: self.lasting.child(), ..self };
        if next.mount().is_ok() {
            // An effect may move the focus; the visitor goes on from the control that was changed.
            clock::sleep(0).await;
            page.focus(changed);
        }
    }
}
