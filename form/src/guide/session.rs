//! State of one open form: its step, its attachments and the sending. The answers themselves
//! lie in the form's fields.

use std::rc::Rc;

use domain::{
    intake::{
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
    },
    wire::{Acknowledgement, Submission},
};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;

use crate::{
    Entered, Fault, Phrase, Step,
    body::Body,
    guide::{
        browser::{
            api::{Api, Failure},
            clock, random, storage,
            web_lock::WebLock,
        },
        draft::{self, Draft},
        item::Item,
        options::Options,
        outbox::{self, Entry, State},
        page::Page,
        parts::{attachments::Attachments, recorder::Recorders, sure::Sure},
    },
};

/// Progress of the sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    /// Not begun.
    NotYet,
    /// On its way.
    UnderWay,
    /// Waits on this device until it can be sent.
    Waiting,
    /// Acknowledged by the edge.
    Sent,
    /// Failed, for this reason.
    Failed(Phrase),
}

/// State of one open form. A copy is the same form.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// Step that shows.
    pub(crate) step: RwSignal<Step>,
    /// Faults that keep the visitor from going on.
    pub(crate) faults: RwSignal<Vec<Fault>>,
    /// Number of attempts to go on.
    pub(crate) attempts: RwSignal<u32>,
    /// Progress of the sending.
    pub(crate) sending: RwSignal<Sending>,
    /// Entries that wait on this device, or were sent while no form was open.
    pub(crate) outbox: RwSignal<Vec<Entry>>,
    /// Attached files and recordings.
    pub(crate) attachments: Attachments,
    /// Voice and video recorders.
    pub(crate) recorders: Recorders,
    /// Draft on this device.
    pub(crate) draft: Draft,
    /// Question before something is lost.
    pub(crate) sure: Sure,
    link: StoredValue<Link, LocalStorage>,
}

/// Connection of a form with the edge and with its page.
struct Link {
    page: Page,
    api: Api,
    options: Rc<Options>,
    opened: f64,
    /// Service that the page named, as far as the entity has it.
    told: String,
    /// The check was shown before: a visitor who changes an answer then comes back to it.
    was_checked: bool,
    /// Number of times that another form was asked for.
    asked: u32,
    /// Latest attempt. A retry of the same submission repeats its key.
    attempt: Option<Attempt>,
    /// Time until the first attempt, in milliseconds.
    elapsed: Option<u32>,
    /// Lock of a submission that waits: no other page sends it meanwhile.
    lock: Option<WebLock>,
    /// Answer of the edge, once it has acknowledged the submission.
    acknowledgement: Option<Acknowledgement<String>>,
}

/// Submission that was sent, or is to be.
#[derive(Clone)]
struct Attempt {
    /// Idempotency key.
    key: String,
    body: Body,
}

impl Session {
    /// Creates the session of a form that may have been filled in already. It belongs to the
    /// current owner.
    pub(crate) fn new(page: Page, options: Rc<Options>) -> Self {
        let (service, told) = (options.service(), page.entered().service);
        let api = Api::new(options.edge());
        let draft = Draft::new(&page.entity());
        let kept_at = Rc::new(move || (!draft.is_shared.get_untracked()).then(|| draft.key()));
        let attachments = Attachments::new(api.clone(), page.words(), kept_at);
        let session = Self {
            step: RwSignal::new(page.step()),
            faults: RwSignal::new(Vec::new()),
            attempts: RwSignal::new(0),
            sending: RwSignal::new(Sending::NotYet),
            outbox: RwSignal::new(Vec::new()),
            attachments,
            recorders: Recorders::new(attachments),
            draft,
            sure: Sure::new(),
            link: StoredValue::new_local(Link {
                page,
                api,
                options,
                opened: clock::now(),
                told,
                was_checked: false,
                asked: 0,
                attempt: None,
                elapsed: None,
                lock: None,
                acknowledgement: None,
            }),
        };
        session.choose_service(service);
        session
    }

    /// Chooses the service that the page is about, unless the visitor has chosen another.
    pub(crate) fn choose_service(self, service: Option<String>) {
        let page = self.page();
        let now = page.entered().service;
        if let Some(service) = service
            && self.link.with_value(|link| link.told == now)
        {
            page.choose_service(&service);
            self.link.update_value(|link| link.told = page.entered().service);
        }
    }

    /// Returns the form that shows.
    pub(crate) fn page(self) -> Page {
        self.link.with_value(|link| link.page.clone())
    }

    /// Goes on from the step that shows, if nothing is wrong with its answers.
    pub(crate) fn go_on(self) {
        let (page, step) = (self.page(), self.step.get_untracked());
        let entered = page.entered();
        let faults = Fault::of_step(step, &entered, self.attachments.media());
        let is_fine = faults.is_empty();
        self.faults.set(faults);
        self.attempts.update(|attempts| *attempts += 1);
        match step.next().map(|next| {
            if self.link.with_value(|link| link.was_checked) { Step::Check } else { next }
        }) {
            Some(next) if is_fine => self.go_to(next),
            None if is_fine && self.sending.get_untracked() != Sending::UnderWay => self.send(),
            _ => {}
        }
    }

    /// Drops the faults that have been mended, and counts anew what is still too long.
    pub(crate) fn look_again(self) {
        if self.faults.with_untracked(|faults| !faults.is_empty()) {
            let mut faults = Fault::of_step(
                self.step.get_untracked(),
                &self.page().entered(),
                self.attachments.media(),
            );
            self.faults.update(|before| {
                faults.retain(|fault| before.iter().any(|told| told.field() == fault.field()));
                *before = faults;
            });
        }
    }

    /// Enters where the visitor is into the field for the place, or says that it can't be found.
    pub(crate) fn locate(self, line: HtmlInputElement) {
        let found = self.link.with_value(|link| link.options.locate(&line));
        spawn_local(async move {
            if JsFuture::from(found).await.is_ok() {
                self.attachments.told.set(line.value());
            } else if self.step.try_get_untracked() == Some(Step::Check) {
                self.faults.set(vec![Fault::Position]);
            }
        });
    }

    /// Goes to the step before.
    pub(crate) fn go_back(self) {
        self.go_to(self.step.get_untracked().back());
    }

    /// Goes to another step and drops the faults.
    pub(crate) fn go_to(self, step: Step) {
        self.link.update_value(|link| link.was_checked |= step == Step::Check);
        self.faults.set(Vec::new());
        self.step.set(step);
    }

    /// Shows the session in another language or manner: the edge renders the form anew, and the
    /// answers are copied. Returns `None` if another form was asked for in the meantime.
    pub(crate) async fn speak(self, language: &str, easy: bool) -> Result<Option<Page>, Failure> {
        let before = self.page();
        let (api, phrases, asked) = self
            .link
            .try_update_value(|link| {
                link.asked += 1;
                (link.api.clone(), link.options.phrases(language, easy), link.asked)
            })
            .ok_or(Failure::Stopped)?;
        let answer = api.form(&before.entity(), language, easy, before.is_test()).await;
        let phrases = JsFuture::from(phrases).await.unwrap_or_default();
        if self.link.try_with_value(|link| link.asked) != Some(asked) {
            return Ok(None);
        }
        let page = Page::new(answer?, phrases).map_err(|_| Failure::Server)?;
        page.enter(&before.entered());
        page.show(self.step.get_untracked().name());
        before.root().replace_with_with_node_1(page.root()).map_err(|_| Failure::Server)?;
        self.link.update_value(|link| link.page = page.clone());
        Ok(Some(page))
    }

    fn send(self) {
        self.sending.set(Sending::UnderWay);
        let attempt = self.attempt();
        spawn_local(async move {
            let answer = if clock::is_online() {
                self.api().submit(&attempt.key, &attempt.body.json()).await
            } else {
                Err(Failure::Network)
            };
            match answer {
                Ok(acknowledgement) => self.acknowledged(acknowledgement).await,
                Err(failure) if failure.may_pass() => self.put_aside(&attempt, failure).await,
                Err(failure) => self.sending.set(Sending::Failed(failure.phrase())),
            }
        });
    }

    /// Returns the client of the edge's API.
    pub(crate) fn api(self) -> Api {
        self.link.with_value(|link| link.api.clone())
    }

    async fn acknowledged(self, acknowledgement: Acknowledgement<String>) {
        draft::forget(&self.draft.key()).await;
        let reference = acknowledgement.reference.to_string();
        if !self.draft.is_shared.get_untracked() {
            // Where there is no room, the list lacks it, and nobody is told that it is kept.
            _ = outbox::remember(&reference, &self.subject()).await;
            self.outbox.set(outbox::entries().await);
        }
        self.link.update_value(|link| {
            link.lock = None;
            link.options.submitted(reference);
            link.acknowledgement = Some(acknowledgement);
        });
        // Nobody listens to a recording that was sent.
        self.attachments.items.with_untracked(|items| items.iter().for_each(Item::forget_preview));
        self.sending.set(Sending::Sent);
        // Nothing is kept of it, in memory either.
        self.attachments.items.set(Vec::new());
    }

    /// Returns the edge's answer, once it has acknowledged the submission.
    pub(crate) fn acknowledgement(self) -> Option<Acknowledgement<String>> {
        self.link.with_value(|link| link.acknowledgement.clone())
    }

    /// Returns the subject of the submission as this device keeps it, never a word of its text:
    /// kind, service, entity and time in the form's language.
    fn subject(self) -> String {
        let page = self.page();
        let mut subject = clock::show_moment(&Date::now().into(), &page.language());
        for part in page.subject().into_iter().flatten() {
            subject = [&part, " · ", &subject].concat();
        }
        subject
    }

    /// Returns whether the submission was sent, or waits to be: the fields are its draft no longer.
    pub(crate) fn is_over(self) -> bool {
        matches!(self.sending.try_get_untracked(), Some(Sending::Waiting | Sending::Sent))
    }

    /// Returns whether this device may keep what is entered. A detached form keeps nothing.
    pub(crate) fn keeps(self) -> bool {
        self.draft.is_shared.try_get_untracked() == Some(false) && !self.is_over()
    }

    /// Returns the question to ask before the form closes, if something would be lost or end then.
    pub(crate) fn holds_back(self) -> Option<Phrase> {
        if self.attachments.recordings.get_untracked() > 0 {
            Some(Phrase::SureClose)
        } else if self.draft.is_shared.get_untracked() && !self.is_over() && !self.is_untouched() {
            Some(Phrase::SureShared)
        } else {
            None
        }
    }

    /// Puts a submission that can't be sent just now into the outbox, unless this device keeps
    /// nothing.
    async fn put_aside(self, attempt: &Attempt, failure: Failure) {
        let page = self.page();
        let items = self.attachments.items.get_untracked();
        if self.draft.is_shared.get_untracked()
            || outbox::put(
                &attempt.key,
                &attempt.body.head,
                (&page.entered().text, &self.subject()),
                &items,
            )
            .await
            .is_err()
        {
            outbox::remove(&attempt.key).await;
            self.sending.set(Sending::Failed(failure.phrase()));
            return;
        }
        for item in items {
            item.upload.pause();
        }
        let lock = outbox::lock(&attempt.key).await;
        self.link.update_value(|link| link.lock = lock);
        self.sending.set(Sending::Waiting);
        draft::forget(&self.draft.key()).await;
        self.outbox.set(outbox::entries().await);
    }

    /// Sends the submissions that wait on this device.
    pub(crate) async fn send_waiting(self) {
        let mine = self.waiting_key();
        for (key, acknowledgement) in outbox::send_all(&self.api(), mine.as_deref()).await {
            if mine.as_ref() == Some(&key) {
                self.acknowledged(acknowledgement).await;
            }
        }
        let entries = outbox::entries().await;
        let is_refused =
            |entry: &Entry| mine.as_ref() == Some(&entry.key) && entry.state == State::Refused;
        if let Some(refused) = entries.iter().find(|entry| is_refused(entry)) {
            self.put_back(&refused.key).await;
            self.sending.set(Sending::Failed(Phrase::ErrorRefused));
            self.go_to(Step::Check);
        } else {
            self.outbox.set(entries);
        }
    }

    /// Puts stored answers and attachments into the form.
    pub(crate) fn put_in(self, entered: &Entered, items: &[JsValue]) {
        self.page().enter(entered);
        for item in items {
            if let Some(blob) = storage::unpacked(item) {
                self.attachments.attach(&blob, storage::text(item, "name"), draft::origin(item));
            }
        }
    }

    /// Replaces the answers by those of a refused submission, for its author to mend.
    pub(crate) async fn put_back(self, key: &str) {
        if let Some((entered, items)) = outbox::contents(key).await {
            self.clear();
            self.put_in(&entered, &items);
            self.go_to(Step::Say);
            outbox::remove(key).await;
            self.outbox.set(outbox::entries().await);
        }
    }

    /// Returns whether nothing was entered or attached.
    pub(crate) fn is_untouched(self) -> bool {
        self.page().entered().is_untouched() && self.attachments.items.with_untracked(Vec::is_empty)
    }

    /// Returns the key of this form's submission while it waits on this device.
    pub(crate) fn waiting_key(self) -> Option<String> {
        if self.sending.try_get_untracked() != Some(Sending::Waiting) {
            return None;
        }
        self.link.with_value(|link| link.attempt.as_ref().map(|attempt| attempt.key.clone()))
    }

    /// Empties the form and goes to the first step.
    pub(crate) fn clear(self) {
        let page = self.page();
        page.form().reset();
        for item in self.attachments.items.get_untracked() {
            self.attachments.remove(item.id);
        }
        self.link.update_value(|link| {
            link.attempt = None;
            link.was_checked = false;
            link.elapsed = None;
            link.lock = None;
            page.choose_service(&link.told);
        });
        self.sending.set(Sending::NotYet);
        self.go_to(Step::Kind);
    }

    fn attempt(self) -> Attempt {
        let body = Body::of(self.submission());
        let before = self.link.try_update_value(|link| link.attempt.take()).flatten();
        let key = before.filter(|before| before.body == body).map_or_else(
            || IdempotencyKey::draw(random::bytes()).as_str().to_owned(),
            |before| before.key,
        );
        let attempt = Attempt { key, body };
        self.link.update_value(|link| link.attempt = Some(attempt.clone()));
        attempt
    }

    fn submission(self) -> Submission {
        let page = self.page();
        let entered = page.entered();
        self.link.update_value(|link| {
            link.elapsed.get_or_insert_with(|| clock::milliseconds_since(link.opened));
        });
        self.link.with_value(|link| Submission {
            kind: entered.kind.unwrap_or(Kind::Observation),
            entity: page.entity(),
            service: entered.service(),
            suggestion: entered.remedy(),
            contact: entered.contact(),
            place: entered.place(),
            text: entered.text,
            attachments: self.attachments.arrived(),
            language: page.language(),
            mood: link.options.mood().as_deref().and_then(Mood::parse),
            page: clock::page(),
            elapsed_ms: link.elapsed,
            test: page.is_test(),
        })
    }
}
