//! One open form: what is attached, how far it is, and the sending of it. What is typed and chosen lies in the form itself.

use std::rc::Rc;

use domain::{
    intake::{
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
    },
    media::{attachment::ATTACHMENTS_MAX, upload::UPLOAD_MAX},
    wire::{Acknowledgement, Submission},
};
use form::{Entered, Fault, Media, Phrase, Step};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlElement};

use crate::{
    Options, draft,
    effects::{
        api::{Api, Failure, written},
        clock, random, storage,
        turn::Turn,
        upload::{self, Upload},
    },
    item::{Item, Origin, Refused, Transfer},
    outbox::{self, Entry, State},
    page::Page,
};

/// The status that says that a file is of a kind that isn't taken.
const WRONG_TYPE: u16 = 415;

/// How far the sending is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sending {
    /// There is nothing to say about it.
    NotYet,
    /// It is on its way.
    UnderWay,
    /// It waits on this device until it can be sent.
    Waiting,
    /// It could not be sent, for this reason.
    Failed(Phrase),
}

/// The state of one open form. A copy is the same form.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// The question that shows.
    pub(crate) step: RwSignal<Step>,
    /// What keeps the visitor from going on.
    pub(crate) faults: RwSignal<Vec<Fault>>,
    /// How often it was tried to go on.
    pub(crate) attempts: RwSignal<u32>,
    /// What is attached.
    pub(crate) items: RwSignal<Vec<Item>, LocalStorage>,
    /// What was refused just now.
    pub(crate) refused: RwSignal<Option<Refused>>,
    /// How many recordings are under way: each will be attached.
    pub(crate) recordings: RwSignal<u32>,
    /// How far the sending is.
    pub(crate) sending: RwSignal<Sending>,
    /// What waits on this device to be sent, or was sent while nobody looked.
    pub(crate) outbox: RwSignal<Vec<Entry>>,
    /// What came back.
    pub(crate) acknowledgement: RwSignal<Option<Acknowledgement<String>>>,
    link: RwSignal<Link, LocalStorage>,
}

/// What ties a form to the edge and to its page.
struct Link {
    page: Page,
    api: Api,
    options: Rc<Options>,
    opened: f64,
    /// The service that the page is about, as far as it told.
    told: String,
    next_item: u32,
    /// Whether it was checked before: whoever changes something then comes back to the check.
    was_checked: bool,
    /// How often another form was asked for.
    asked: u32,
    /// The latest attempt: a retry of the same repeats its key, anything else is a new submission.
    attempt: Option<Attempt>,
    /// How long it took until the first attempt, in milliseconds.
    elapsed: Option<u32>,
    /// While it waits on this device: no other page sends it meanwhile.
    turn: Option<Turn>,
}

/// What was sent, or is to be.
#[derive(Clone)]
struct Attempt {
    /// The idempotency key.
    key: String,
    /// The submission as it travels.
    body: String,
}

impl Session {
    /// A fresh session over a form that may have been filled in already.
    pub(crate) fn new(page: Page, options: Rc<Options>) -> Self {
        let (service, told) = (options.service(), page.entered().service);
        let session = Self {
            step: RwSignal::new(page.step()),
            faults: RwSignal::new(Vec::new()),
            attempts: RwSignal::new(0),
            items: RwSignal::new_local(Vec::new()),
            refused: RwSignal::new(None),
            recordings: RwSignal::new(0),
            sending: RwSignal::new(Sending::NotYet),
            outbox: RwSignal::new(Vec::new()),
            acknowledgement: RwSignal::new(None),
            link: RwSignal::new_local(Link {
                page,
                api: Api::new(options.edge()),
                options,
                opened: clock::now(),
                told,
                next_item: 0,
                was_checked: false,
                asked: 0,
                attempt: None,
                elapsed: None,
                turn: None,
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
            && self.link.with_untracked(|link| link.told == now)
        {
            page.choose_service(&service);
            self.link.update(|link| link.told = page.entered().service);
        }
    }

    /// The form.
    pub(crate) fn page(self) -> Page {
        self.link.with_untracked(|link| link.page.clone())
    }

    /// Goes on from the question that shows, if nothing is wrong with its answer.
    pub(crate) fn go_on(self) {
        let (page, step) = (self.page(), self.step.get_untracked());
        let entered = page.entered();
        let faults = Fault::of_step(step, &entered, self.media());
        let is_fine = faults.is_empty();
        self.faults.set(faults);
        self.attempts.update(|attempts| *attempts += 1);
        let next = step.next(&entered, page.has_services());
        match next.map(|next| {
            if self.link.with_untracked(|link| link.was_checked) { Step::Check } else { next }
        }) {
            Some(next) if is_fine => self.go_to(next),
            None if is_fine && self.sending.get_untracked() != Sending::UnderWay => self.send(),
            _ => {}
        }
    }

    /// What has been mended is no fault any longer.
    pub(crate) fn look_again(self) {
        if self.faults.with_untracked(|faults| !faults.is_empty()) {
            let faults =
                Fault::of_step(self.step.get_untracked(), &self.page().entered(), self.media());
            self.faults.update(|before| before.retain(|fault| faults.contains(fault)));
        }
    }

    /// Goes to the question before.
    pub(crate) fn go_back(self) {
        let page = self.page();
        if let Some(before) = self.step.get_untracked().back(&page.entered(), page.has_services()) {
            self.go_to(before);
        }
    }

    /// Goes to another question; what was wrong is forgotten.
    pub(crate) fn go_to(self, step: Step) {
        self.link.update(|link| link.was_checked |= step == Step::Check);
        self.faults.set(Vec::new());
        self.step.set(step);
    }

    fn media(self) -> Media {
        let recording = self.recordings.get_untracked() > 0;
        self.items.with_untracked(|items| {
            let in_state = |wanted: fn(&Transfer) -> bool| {
                items.iter().any(|item| item.transfer.with_untracked(wanted))
            };
            let uploading = in_state(|transfer| matches!(transfer, Transfer::Uploading(_)));
            Media {
                any: recording || !items.is_empty(),
                // Without a network it waits together with what it is attached to.
                uploading: recording || (uploading && clock::is_online()),
                failed: in_state(|transfer| matches!(transfer, Transfer::Failed(_))),
            }
        })
    }

    /// Whether there is room for one more attachment, besides what is being recorded; if not, it says so.
    pub(crate) fn has_room(self) -> bool {
        let recordings = self.recordings.get_untracked() as usize;
        let has_room = self.items.with_untracked(Vec::len) + recordings < ATTACHMENTS_MAX;
        self.refused.set(if has_room { None } else { Refused::because(Phrase::FilesTooMany) });
        has_room
    }

    /// Attaches something and begins to upload it, or says why it can't be taken.
    pub(crate) fn attach(self, blob: &Blob, name: String, origin: Origin) {
        if !self.has_room() {
            return;
        }
        if u64::from(upload::size_of(blob)) > UPLOAD_MAX {
            self.refused.set(Some(Refused { name: Some(name), reason: Phrase::FilesTooLarge }));
        } else {
            let item = self.item(blob, name, origin);
            self.items.update(|items| items.push(item.clone()));
            self.upload(item);
        }
    }

    fn item(self, blob: &Blob, name: String, origin: Origin) -> Item {
        let mut id = 0;
        self.link.update(|link| {
            id = link.next_item;
            link.next_item += 1;
        });
        let preview = (origin != Origin::File)
            .then(|| web_sys::Url::create_object_url_with_blob(blob).ok())
            .flatten();
        let transfer = ArcRwSignal::new(Transfer::Uploading(0));
        let blob = blob.clone();
        Item {
            id,
            name,
            size: upload::size_of(&blob),
            blob,
            origin,
            preview,
            transfer,
            upload: Upload::default(),
        }
    }

    /// Uploads it, or what is missing of it.
    pub(crate) fn upload(self, item: Item) {
        item.transfer.set(Transfer::Uploading(0));
        let api = self.api();
        spawn_local(async move {
            let transfer = item.transfer.clone();
            let progress = Rc::new(move |sent| transfer.set(Transfer::Uploading(sent)));
            let end = match item.upload.send(&api, &item.blob, &item.name, progress).await {
                Ok(id) => Transfer::Arrived(id),
                Err(Failure::Refused(WRONG_TYPE)) => Transfer::Failed(Phrase::FilesType),
                Err(_) => Transfer::Failed(Phrase::FilesFailed),
            };
            item.transfer.set(end);
        });
    }

    /// Takes something off again; an upload on its way is stopped.
    pub(crate) fn remove(self, id: u32) {
        self.refused.set(None);
        self.items.update(|items| {
            if let Some(place) = items.iter().position(|item| item.id == id) {
                let item = items.remove(place);
                item.upload.stop();
                item.forget_preview();
            }
        });
    }

    /// Shows the same session in another language, or in easy words: the edge renders the form anew, and what is entered goes along. There is no new
    /// form if another was asked for in the meantime.
    pub(crate) async fn speak(self, language: &str, easy: bool) -> Result<Option<Page>, Failure> {
        let before = self.page();
        let (api, phrases, asked) = self
            .link
            .try_update(|link| {
                link.asked += 1;
                (link.api.clone(), link.options.phrases(language, easy), link.asked)
            })
            .ok_or(Failure::Stopped)?;
        let answer: Result<HtmlElement, Failure> = api.form(&before.entity(), language, easy).await;
        let phrases = JsFuture::from(phrases).await.unwrap_or_default();
        if self.link.try_with_untracked(|link| link.asked) != Some(asked) {
            return Ok(None);
        }
        let page = Page::new(answer?, phrases).map_err(|_| Failure::Server)?;
        page.enter(&before.entered());
        page.keep_nothing(before.keeps_nothing());
        page.show(self.step.get_untracked().name());
        before.root().replace_with_with_node_1(page.root()).map_err(|_| Failure::Server)?;
        self.link.update(|link| link.page = page.clone());
        Ok(Some(page))
    }

    fn send(self) {
        self.sending.set(Sending::UnderWay);
        let attempt = self.attempt();
        spawn_local(async move {
            let answer = if clock::is_online() {
                self.api().submit(&attempt.key, &attempt.body).await
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

    /// How the edge is spoken to.
    pub(crate) fn api(self) -> Api {
        self.link.with_untracked(|link| link.api.clone())
    }

    async fn acknowledged(self, acknowledgement: Acknowledgement<String>) {
        draft::forget(&self.page().entity()).await;
        self.link.update(|link| {
            link.turn = None;
            link.options.submitted(acknowledgement.reference.to_string());
        });
        self.sending.set(Sending::NotYet);
        // Nobody listens to a recording that was sent.
        self.items.with_untracked(|items| items.iter().for_each(Item::forget_preview));
        self.acknowledgement.set(Some(acknowledgement));
        // Nothing is kept of it, in memory either.
        self.items.set(Vec::new());
    }

    /// Whether what was entered is the form's no longer: it was sent, or waits to be.
    pub(crate) fn is_over(self) -> bool {
        self.sending.get_untracked() == Sending::Waiting
            || self.acknowledgement.with_untracked(Option::is_some)
    }

    /// What to ask before the form is closed, if something is lost or ends then.
    pub(crate) fn holds_back(self) -> Option<Phrase> {
        let page = self.page();
        if self.recordings.get_untracked() > 0 {
            Some(Phrase::SureClose)
        } else if page.keeps_nothing() && !self.is_over() && !self.is_untouched() {
            Some(Phrase::SureShared)
        } else {
            None
        }
    }

    /// What can't be sent just now waits on this device, unless nothing may be kept there.
    async fn put_aside(self, attempt: &Attempt, failure: Failure) {
        let page = self.page();
        let items = self.items.get_untracked();
        if page.keeps_nothing()
            || outbox::put(&attempt.key, &attempt.body, &page.entered().text, &items).await.is_err()
        {
            outbox::remove(&attempt.key).await;
            self.sending.set(Sending::Failed(failure.phrase()));
            return;
        }
        for item in items {
            item.upload.pause();
        }
        let turn = outbox::turn(&attempt.key).await;
        self.link.update(|link| link.turn = turn);
        self.sending.set(Sending::Waiting);
        draft::forget(&page.entity()).await;
        self.outbox.set(outbox::entries().await);
    }

    /// Sends what waits on this device, if it can be.
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

    /// Puts what is kept into the form again: what was entered, and what was attached.
    pub(crate) fn put_in(self, entered: &Entered, items: &[JsValue]) {
        self.page().enter(entered);
        for item in items {
            if let Some(blob) = storage::unpacked(item) {
                self.attach(&blob, storage::text(item, "name"), draft::origin(item));
            }
        }
    }

    /// Puts what the edge refused back into the form, for its author to mend, instead of what is there.
    pub(crate) async fn put_back(self, key: &str) {
        if let Some((entered, items)) = outbox::contents(key).await {
            self.clear();
            self.put_in(&entered, &items);
            self.go_to(Step::Say);
            outbox::remove(key).await;
            self.outbox.set(outbox::entries().await);
        }
    }

    /// Whether nothing was entered or attached.
    pub(crate) fn is_untouched(self) -> bool {
        self.page().entered().is_untouched() && self.items.with_untracked(Vec::is_empty)
    }

    /// The key of what was put aside in this form, while it waits.
    pub(crate) fn waiting_key(self) -> Option<String> {
        if self.sending.try_get_untracked() != Some(Sending::Waiting) {
            return None;
        }
        self.link.with_untracked(|link| link.attempt.as_ref().map(|attempt| attempt.key.clone()))
    }

    /// Begins again with nothing entered.
    pub(crate) fn clear(self) {
        let page = self.page();
        let is_shared = page.keeps_nothing();
        page.form().reset();
        page.keep_nothing(is_shared);
        for item in self.items.get_untracked() {
            self.remove(item.id);
        }
        self.link.update(|link| {
            link.attempt = None;
            link.was_checked = false;
            link.elapsed = None;
            link.turn = None;
            page.choose_service(&link.told);
        });
        self.sending.set(Sending::NotYet);
        self.go_to(Step::Kind);
    }

    fn attempt(self) -> Attempt {
        let body = written(&self.submission());
        let before = self.link.try_update(|link| link.attempt.take()).flatten();
        let key = before.filter(|before| before.body == body).map_or_else(
            || IdempotencyKey::draw(random::bytes()).as_str().to_owned(),
            |before| before.key,
        );
        let attempt = Attempt { key, body };
        self.link.update(|link| link.attempt = Some(attempt.clone()));
        attempt
    }

    fn submission(self) -> Submission {
        let page = self.page();
        let entered = page.entered();
        self.link.update(|link| {
            link.elapsed.get_or_insert_with(|| clock::milliseconds_since(link.opened));
        });
        self.link.with_untracked(|link| Submission {
            kind: entered.kind.unwrap_or(Kind::Observation),
            entity: page.entity(),
            service: entered.service(),
            suggestion: entered.remedy(),
            contact: entered.contact(),
            text: entered.text,
            attachments: self.arrived(),
            language: page.language(),
            mood: link.options.mood().as_deref().and_then(Mood::parse),
            page: clock::page(),
            elapsed_ms: link.elapsed,
        })
    }

    fn arrived(self) -> Vec<String> {
        let id = |item: &Item| match item.transfer.get_untracked() {
            Transfer::Arrived(id) => Some(id),
            _ => None,
        };
        self.items.with_untracked(|items| items.iter().filter_map(id).collect())
    }
}
