//! Form for what somebody says by telephone or at a counter, and the receipt to read aloud.

mod done;
mod fields;
mod parse;

use domain::{
    intake::idempotency::IdempotencyKey,
    slug::Slug,
    wire::{Acknowledgement, console::SpokenParticipation},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    effects::{
        api::{self, Failure},
        page, random, storage,
        unsaved::Unsaved,
        upload::Uploads,
    },
    session::{self, Session, session},
    view::shared::attachment_field::AttachmentField,
    words::{self, words},
};
use done::Done;
use fields::{Person, Questions};
use parse::Faults;

/// What was received, and the language of its author.
#[derive(Clone)]
struct Received {
    acknowledgement: Acknowledgement,
    language: String,
}

/// Body that was sent last, and the key under which a retry of it is sent.
type Attempt = StoredValue<Option<(String, IdempotencyKey)>>;

/// State of the form.
#[derive(Clone, Copy)]
struct Entry {
    session: Session,
    entities: StoredValue<Vec<Slug>>,
    entity: RwSignal<String>,
    uploads: Uploads,
    faults: RwSignal<Faults>,
    failure: RwSignal<Option<Failure>>,
    is_sending: RwSignal<bool>,
    unsaved: Unsaved,
    attempt: Attempt,
    received: RwSignal<Option<Received>>,
}

impl Entry {
    /// Checks what was entered, and sends it.
    fn submit(self, event: &SubmitEvent) {
        if self.is_sending.get_untracked() || self.uploads.are_running() {
            return;
        }
        self.failure.set(None);
        let Ok(entity) = Slug::parse_entity(&self.entity.get_untracked()) else { return };
        let Some(spoken) = parse::spoken(event, self.uploads.ids()) else { return };
        let faults = parse::faults(&spoken, &entity);
        let is_faulty = !faults.is_empty();
        self.faults.set(faults);
        if is_faulty {
            return page::focus("[aria-invalid='true']");
        }
        let Ok(body) = serde_json::to_string(&spoken) else { return };
        let Some(key) = self.key(&body) else { return };
        self.send(&entity, spoken, body, key);
    }

    /// Returns the key of this body: that of its first attempt, or a new one.
    fn key(self, body: &str) -> Option<IdempotencyKey> {
        let earlier = self.attempt.with_value(|attempt| {
            attempt.as_ref().filter(|(sent, _)| sent == body).map(|(_, key)| key.clone())
        });
        let key = earlier.or_else(random::idempotency_key)?;
        self.attempt.set_value(Some((body.to_owned(), key.clone())));
        Some(key)
    }

    fn send(self, entity: &Slug, spoken: SpokenParticipation, body: String, key: IdempotencyKey) {
        self.is_sending.set(true);
        let path = ["api/entities/", entity.as_str(), "/participations"].concat();
        spawn_local(async move {
            let answer = api::send_once::<Acknowledgement>(&path, &key, &body).await;
            self.is_sending.try_set(false);
            match self.session.checked(answer) {
                Ok(acknowledgement) => {
                    self.unsaved.set(false);
                    storage::set_draft(&draft_name(self.session), "");
                    let language = spoken.language;
                    self.received.try_set(Some(Received { acknowledgement, language }));
                    self.session.changed.notify();
                    page::focus("#received");
                }
                Err(failure) => _ = self.failure.try_set(Some(failure)),
            }
        });
    }
}

/// Returns the name of the draft of what is being said.
fn draft_name(session: Session) -> String {
    session.me().map(|me| [me.id.as_str(), ".entry"].concat()).unwrap_or_default()
}

/// View of the form, and of the receipt after it.
#[component]
pub(crate) fn EntryView() -> impl IntoView {
    let session = session();
    let title = words::entry().title;
    page::set_title(&[title, " – ", words().title].concat());
    let received = RwSignal::new(None::<Received>);
    let entities = session.me().map(|me| session::handled_entities(&me)).unwrap_or_default();
    view! {
        <section class="settings entry">
            <h1 tabindex="-1">{title}</h1>
            {move || match received.get() {
                Some(new) => view! { <Done new received /> }.into_any(),
                None if entities.is_empty() => view! { <p>{words().nothing_for_you_text}</p> }.into_any(),
                None => view! { <Form entities=entities.clone() received /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Form(entities: Vec<Slug>, received: RwSignal<Option<Received>>) -> impl IntoView {
    let session = session();
    let texts = words::entry();
    let first = entities.first().map(Slug::to_string).unwrap_or_default();
    let entry = Entry {
        session,
        entities: StoredValue::new(entities),
        entity: RwSignal::new(first),
        uploads: Uploads::new(),
        faults: RwSignal::default(),
        failure: RwSignal::new(None),
        is_sending: RwSignal::new(false),
        unsaved: Unsaved::watch(words().leave_unsaved),
        attempt: StoredValue::new(None),
        received,
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        entry.submit(&event);
    };
    view! {
        <form class="sheet editor" on:submit=submit on:input=move |_| entry.unsaved.set(true)>
            <Questions entry />
            <AttachmentField uploads=entry.uploads />
            <Person entry />
            <p class="tools">
                <button class="main" disabled=move || entry.is_sending.get()>{texts.send}</button>
                <span class="hint" role="status">
                    {move || entry.uploads.are_running().then_some(texts.wait_files)}
                </span>
            </p>
            {move || entry.failure.get().map(|failure| view! {
                <p class="trouble" role="alert">{words::failure(&failure)}</p>
            })}
        </form>
    }
}
