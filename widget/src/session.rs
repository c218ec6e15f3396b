//! One open form: what is entered, what is attached, and the sending of it.

use domain::{
    attachment::ATTACHMENTS_MAX,
    idempotency::IdempotencyKey,
    kind::Mood,
    upload::UPLOAD_MAX,
    wire::{Acknowledgement, DirectoryEntity, Submission},
};
use form::{Draft, Fault, Language, Media, Step};
use leptos::{prelude::*, task::spawn_local};
use web_sys::Blob;

use crate::{
    Options,
    effects::{
        api::{Api, Failure},
        clock, random, upload,
    },
};

/// Where an attachment is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Transfer {
    /// So many of its bytes have arrived.
    Uploading(u32),
    /// It arrived and has this id.
    Arrived(String),
    /// It can't be taken, for this reason.
    Failed(&'static str),
}

/// What is recorded or chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file that was chosen.
    File,
    /// A voice message that was recorded here.
    Voice,
    /// A video that was recorded here.
    Video,
}

/// Something attached. Cheap to clone: it is a handful of handles.
#[derive(Clone)]
pub struct Item {
    /// Tells it from the others.
    pub id: u32,
    /// Its file name.
    pub name: String,
    /// In bytes.
    pub size: u32,
    /// Where it came from.
    pub origin: Origin,
    /// A local address to play a recording from.
    pub preview: Option<String>,
    /// How far it is.
    pub transfer: RwSignal<Transfer>,
    stop: upload::Stop,
}

/// The state of one open form. A copy is the same form.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is entered.
    pub draft: Draft,
    /// The step that shows.
    pub step: RwSignal<Step>,
    /// What keeps the visitor from going on.
    pub faults: RwSignal<Vec<Fault>>,
    /// What is attached.
    pub items: RwSignal<Vec<Item>, LocalStorage>,
    /// What was refused just now, and why.
    pub refused: RwSignal<Option<String>>,
    /// Whether it is being sent.
    pub sending: RwSignal<bool>,
    /// Why it could not be sent.
    pub failure: RwSignal<Option<&'static str>>,
    /// What came back.
    pub acknowledgement: RwSignal<Option<Acknowledgement<String>>>,
    /// The language of the form.
    pub language: Language,
    /// Whom it is for.
    pub entity: StoredValue<DirectoryEntity>,
    link: StoredValue<Link, LocalStorage>,
}

/// What ties a form to the edge and to its page.
#[derive(Clone)]
struct Link {
    api: Api,
    options: std::rc::Rc<Options>,
    opened: f64,
    next_item: u32,
    /// The key of the latest attempt and what it sent: a retry of the same repeats the key, anything else is a new submission.
    attempt: Option<(IdempotencyKey, Submission)>,
}

impl Session {
    /// A fresh form.
    pub fn new(api: Api, entity: DirectoryEntity, options: &std::rc::Rc<Options>) -> Self {
        let link = Link { api, options: options.clone(), opened: clock::now(), next_item: 0, attempt: None };
        Self {
            draft: Draft::new(options.entered()),
            step: RwSignal::new(Step::Kind),
            faults: RwSignal::default(),
            items: RwSignal::new_local(Vec::new()),
            refused: RwSignal::default(),
            sending: RwSignal::default(),
            failure: RwSignal::default(),
            acknowledgement: RwSignal::default(),
            language: options.language(),
            entity: StoredValue::new(entity),
            link: StoredValue::new_local(link),
        }
    }

    /// What is attached, as the form needs to know it.
    pub fn media(self) -> Signal<Media> {
        Signal::derive(move || {
            self.items.with(|items| {
                let in_state = |wanted: fn(&Transfer) -> bool| items.iter().any(|item| item.transfer.with(wanted));
                let uploading = in_state(|transfer| matches!(transfer, Transfer::Uploading(_)));
                Media { any: uploading || in_state(|transfer| matches!(transfer, Transfer::Arrived(_))), uploading }
            })
        })
    }

    /// Attaches something and begins to upload it, or says why it can't be taken.
    pub fn attach(self, blob: Blob, name: String, origin: Origin) {
        let words = self.language.words();
        self.refused.set(None);
        if self.items.with_untracked(Vec::len) >= ATTACHMENTS_MAX {
            self.refused.set(Some(words.files_too_many.to_owned()));
        } else if u64::from(upload::size_of(&blob)) > UPLOAD_MAX {
            self.refused.set(Some(format!("{name}: {}", words.files_too_large)));
        } else {
            let item = self.item(&blob, name, origin);
            self.items.update(|items| items.push(item.clone()));
            self.upload(item, blob);
        }
    }

    fn item(self, blob: &Blob, name: String, origin: Origin) -> Item {
        let mut id = 0;
        self.link.update_value(|link| {
            id = link.next_item;
            link.next_item += 1;
        });
        let preview = (origin != Origin::File).then(|| web_sys::Url::create_object_url_with_blob(blob).ok()).flatten();
        let transfer = RwSignal::new(Transfer::Uploading(0));
        Item { id, name, size: upload::size_of(blob), origin, preview, transfer, stop: upload::Stop::default() }
    }

    fn upload(self, item: Item, blob: Blob) {
        let words = self.language.words();
        let api = self.link.with_value(|link| link.api.clone());
        spawn_local(async move {
            let transfer = item.transfer;
            let progress = move |sent| {
                transfer.try_set(Transfer::Uploading(sent));
            };
            let end = match upload::upload(&api, &blob, &item.name, &item.stop, progress).await {
                Ok(id) => Transfer::Arrived(id),
                Err(Failure::Refused(_)) => Transfer::Failed(words.files_type),
                Err(_) => Transfer::Failed(words.files_failed),
            };
            transfer.try_set(end);
        });
    }

    /// Takes something off again; an upload on its way is stopped.
    pub fn remove(self, id: u32) {
        self.refused.set(None);
        self.items.update(|items| {
            if let Some(place) = items.iter().position(|item| item.id == id) {
                let item = items.remove(place);
                item.stop.stop();
                if let Some(preview) = item.preview {
                    let _ = web_sys::Url::revoke_object_url(&preview);
                }
            }
        });
    }

    /// Sends what is entered, until it is acknowledged or can't be.
    pub fn send(self) {
        self.sending.set(true);
        self.failure.set(None);
        let (key, submission) = self.attempt();
        let api = self.link.with_value(|link| link.api.clone());
        spawn_local(async move {
            let answer = api.submit(&key, &submission).await;
            self.sending.set(false);
            match answer {
                Ok(acknowledgement) => {
                    self.link.with_value(|link| link.options.submitted(acknowledgement.reference.to_string()));
                    self.acknowledgement.set(Some(acknowledgement));
                }
                Err(failure) => self.failure.set(Some(failure.message(self.language.words()))),
            }
        });
    }

    fn attempt(self) -> (IdempotencyKey, Submission) {
        let mut submission = self.submission();
        let before = self.link.with_value(|link| link.attempt.clone());
        let key = match before {
            Some((key, sent)) => {
                submission.elapsed_ms = sent.elapsed_ms;
                if sent == submission { key } else { IdempotencyKey::draw(random::bytes()) }
            }
            None => IdempotencyKey::draw(random::bytes()),
        };
        self.link.update_value(|link| link.attempt = Some((key.clone(), submission.clone())));
        (key, submission)
    }

    fn submission(self) -> Submission {
        let entered = self.draft.entered();
        let contact = entered.contact();
        let text = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let kind = entered.kind.unwrap_or(domain::kind::Kind::Observation);
        self.link.with_value(|link| Submission {
            kind,
            entity: link.options.entity(),
            service: text(entered.service),
            text: entered.text,
            suggestion: text(entered.suggestion).filter(|_| kind == domain::kind::Kind::Complaint),
            attachments: self.arrived(),
            contact,
            language: self.language.tag().to_owned(),
            mood: link.options.mood().as_deref().and_then(Mood::parse),
            page: clock::page(),
            elapsed_ms: Some(clock::milliseconds_since(link.opened)),
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
